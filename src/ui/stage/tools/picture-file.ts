import { PodLook } from '../../../view/frame.ts';
import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { hueAt } from '../../../view/scene/hues.ts';
import { shadeOf } from '../paint/palette.ts';
import type { Show } from '../show.ts';
import { drawStage, seenOf } from './ring.ts';

/** The present view, as it is painted. */
export async function pngOf(show: Show): Promise<Blob> {
  const { width, height } = seenOf(show);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  pen.imageSmoothingEnabled = false;
  drawStage(pen, show, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob)), 'image/png');
  });
}

/** The present view as shapes and texts that a drawing program can take apart: cards, pods, names of nodes and blocks. */
export async function svgOf(show: Show): Promise<Blob> {
  const { width, height } = show.layers.still;
  const { tokens, font } = show.palette;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="${tokens.ground}"/>`,
    ...cards(show),
    ...pods(show),
    '</svg>',
  ];
  return new Blob([parts.join('\n')], { type: 'image/svg+xml' });
}

function cards({ scene, view, palette, props, layers }: Show): readonly string[] {
  const { tokens } = palette;
  return scene.boards.ordered.flatMap((board) => {
    const box = onScreen(board.x, board.y, board.width, board.height, view, layers.still);
    if (box === undefined) return [];
    const plate = `<rect ${box} rx="${round(Math.min(8, 8 * view.k))}" fill="${tokens.surface}" stroke="${tokens.line}"/>`;
    if (board.width * view.k < 60) return [plate];
    const name = escaped(props.source.string(board.name));
    const x = round(board.x * view.k + view.x + 6);
    const y = round(board.y * view.k + view.y + 15);
    return [plate, `<text x="${x}" y="${y}" font-weight="600" fill="${tokens.ink}">${name}</text>`];
  });
}

function pods({ scene, view, palette, hues, props, layers }: Show): readonly string[] {
  const { frame, pods: table } = scene;
  if (frame === undefined) return [];
  const parts: string[] = [];
  for (let row = 0; row < frame.podCount; row++) {
    const entity = scene.rowEntity[row] ?? 0;
    const box = onScreen(table.homeX[entity] ?? 0, table.homeY[entity] ?? 0, scene.plan.tileWidth, TILE_HEIGHT, view, layers.still);
    if (box === undefined || table.hidden[entity] === 1) continue;
    const look = frame.podLook[row] ?? 0;
    const shade = shadeOf(palette, look, hueAt(hues, entity));
    const hollow = look === PodLook.pending || look === PodLook.failed;
    const dash = look === PodLook.pending ? ' stroke-dasharray="4 3"' : '';
    const title = escaped(`${props.source.string(frame.podName[row] ?? 0)} ${props.source.string(frame.podReason[row] ?? 0)}`);
    const large = scene.plan.tileWidth * view.k >= 28;
    const paint = large ? `fill="${hollow ? palette.tokens.surface : shade.tint}" stroke="${shade.edge}"${dash}` : `fill="${shade.solid}"`;
    parts.push(`<rect ${box} rx="${large ? 4 : 0}" ${paint}><title>${title}</title></rect>`);
  }
  return parts;
}

function onScreen(
  x: number,
  y: number,
  width: number,
  height: number,
  view: Show['view'],
  layer: Show['layers']['still'],
): string | undefined {
  const left = x * view.k + view.x;
  const top = y * view.k + view.y;
  const wide = width * view.k;
  const high = height * view.k;
  if (left + wide < 0 || top + high < 0 || left > layer.width || top > layer.height) return undefined;
  return `x="${round(left)}" y="${round(top)}" width="${round(wide)}" height="${round(high)}"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
