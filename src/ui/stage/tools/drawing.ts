/**
 * The present view as shapes and texts that a drawing program can take apart. What paints the stage paints here too, with a pen that
 * writes down what it is told.
 */
import { TILE_GAP, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { hueAt } from '../../../view/scene/hues.ts';
import { paintAnew } from '../paint-show.ts';
import type { Layer } from '../paint/layer.ts';
import { GAPS_FROM, fitting } from '../paint/mark-places.ts';
import { shadeOf } from '../paint/palette.ts';
import { MARKS_BELOW } from '../paint/sizes.ts';
import { isLoud } from '../paint/pod-marks.ts';
import { paintTiles } from '../paint/tiles.ts';
import type { Show } from '../show.ts';
import { paintPart, pageParts } from './page-parts.ts';
import { seenOf } from './ring.ts';
import { SvgPen, escaped, round } from './svg-pen.ts';

export function svgOf(show: Show): Blob {
  const { x, y, width, height } = seenOf(show);
  const stage = show.canvases.still.getBoundingClientRect();
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${show.palette.tokens.ground}"/>`,
    `<svg x="${stage.x - x}" y="${stage.y - y}" width="${stage.width}" height="${stage.height}">`,
    ...stageParts(show),
    '</svg>',
    pagePartsOf(show, x, y),
    '</svg>',
  ];
  return new Blob([parts.join('\n')], { type: 'image/svg+xml' });
}

function stageParts(show: Show): readonly string[] {
  const [ground, still, life] = [newSheet(show), newSheet(show), newSheet(show)];
  const layers = { ground: ground.layer, still: still.layer, life: life.layer };
  let small: readonly string[] = [];
  paintAnew({ ...show, layers, marks: undefined, atlas: undefined }, performance.now(), (painting) => {
    // Each of very many is one short element.
    if (painting.scene.plan.tileWidth * painting.view.k < MARKS_BELOW) small = smallPods(show);
    else paintTiles(layers.still, painting);
  });
  return [ground.pen.drawn(), ...small, still.pen.drawn(), life.pen.drawn()];
}

/** Legends, the control plane, the sentence of a story: where they are in the window. */
function pagePartsOf(show: Show, x: number, y: number): string {
  const { pen, layer } = newSheet(show);
  pen.translate(-x, -y);
  for (const { element } of pageParts(show.canvases.still)) paintPart(layer.pen, element);
  return pen.drawn();
}

interface Sheet {
  readonly pen: SvgPen;
  /** For painters, who take it for a canvas. */
  readonly layer: Layer;
}

function newSheet({ layers: { still } }: Show): Sheet {
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler === null) throw new Error('This browser has no 2d canvas.');
  const pen = new SvgPen(ruler);
  // It has all that they use of a canvas's pen.
  return { pen, layer: { ...still, pen: pen as unknown as CanvasRenderingContext2D, ratio: 1 } };
}

/** Those of which the picture says no more than how they are, what went wrong over the others; the name is told when one points at them. */
function smallPods({ scene, view, palette, hues, props, layers, lit }: Show): readonly string[] {
  const { frame, pods: table } = scene;
  if (frame === undefined) return [];
  const calm: string[] = [];
  const loud: string[] = [];
  const wide = markSize(scene.plan.tileWidth, view.k);
  const high = markSize(TILE_HEIGHT, view.k);
  for (let row = 0; row < frame.podCount; row++) {
    const entity = scene.rowEntity[row] ?? 0;
    const look = frame.podLook[row] ?? 0;
    const least = isLoud(look) ? 2 : 0;
    const width = Math.max(least, wide);
    const height = Math.max(least, high);
    const x = round((table.homeX[entity] ?? 0) * view.k + view.x);
    const y = round((table.homeY[entity] ?? 0) * view.k + view.y);
    const isSeen = x + width >= 0 && y + height >= 0 && x <= layers.still.width && y <= layers.still.height;
    if (!isSeen || table.hidden[entity] === 1) continue;
    const { solid } = shadeOf(palette, look, hueAt(hues, entity));
    const title = escaped(`${props.source.string(frame.podName[row] ?? 0)} ${props.source.string(frame.podReason[row] ?? 0)}`);
    const dimmed = lit !== undefined && lit[entity] !== 1 ? ' opacity="0.25"' : '';
    const mark = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${solid}"${dimmed}><title>${title}</title></rect>`;
    (isLoud(look) ? loud : calm).push(mark);
  }
  return [...calm, ...loud];
}

/** With a gap as soon as there is room for one, as in pixels. */
function markSize(size: number, scale: number): number {
  const pitch = size + TILE_GAP;
  return pitch * scale < GAPS_FROM ? round(pitch * scale) : fitting(size, pitch, scale);
}
