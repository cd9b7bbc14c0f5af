/** The last seconds of the picture, kept as small files in memory: nothing is kept of what does not change, and never more than so many. */
import type { Extra } from '../extra.ts';
import type { Show } from '../show.ts';
import { paintPart, pageParts } from './page-parts.ts';

export interface Kept {
  /** Milliseconds of the browser's clock. */
  readonly at: number;
  readonly image: Blob;
}

export interface Ring {
  readonly width: number;
  readonly height: number;
  /** The picture of each moment in which something changed, oldest first. */
  readonly frames: () => readonly Kept[];
  readonly stop: () => void;
}

export const KEPT_MS = 10_000;
const EVERY_MS = 125;
export const MOST_FRAMES = KEPT_MS / EVERY_MS + 1;
const WIDEST = 960;

export function startRing(show: Show): Ring {
  const { width: wide, height: high } = seenOf(show);
  const scale = Math.min(1, WIDEST / wide);
  const canvas = document.createElement('canvas');
  // Encoders of films want even numbers.
  canvas.width = Math.max(2, Math.round((wide * scale) / 2) * 2);
  canvas.height = Math.max(2, Math.round((high * scale) / 2) * 2);
  const pen = canvas.getContext('2d');
  let frames: readonly Kept[] = [];
  let changed = true;
  let busy = false;
  const note: Extra = { life: () => void (changed = true) };
  show.extras.add(note);
  const keep = (): void => {
    if (busy || pen === null) return;
    if (!changed && !pageParts(show.canvases.still).some(({ moves }) => moves)) return;
    changed = false;
    busy = true;
    const at = performance.now();
    drawStage(pen, show, canvas.width, canvas.height);
    canvas.toBlob((image) => {
      busy = false;
      if (image !== null) frames = pruned([...frames, { at, image }], at);
    }, 'image/png');
  };
  const timer = setInterval(keep, EVERY_MS);
  keep();
  return {
    width: canvas.width,
    height: canvas.height,
    frames: () => pruned(frames, performance.now()),
    stop: () => {
      clearInterval(timer);
      show.extras.delete(note);
    },
  };
}

/** What is needed to show the last seconds: the last picture from before them stands at their beginning. */
export function pruned(frames: readonly Kept[], now: number): readonly Kept[] {
  const begins = now - KEPT_MS;
  const before = frames.findLastIndex(({ at }) => at <= begins);
  const [first, ...rest] = before < 0 ? frames : frames.slice(before);
  if (first === undefined) return [];
  return [{ ...first, at: Math.max(first.at, begins) }, ...rest].slice(-MOST_FRAMES);
}

/** All layers over one another with what the page lays over and beside them, as they are seen; in the middle, should it have another shape by now. */
export function drawStage(pen: CanvasRenderingContext2D, show: Show, width: number, height: number): void {
  const { canvases, palette } = show;
  pen.fillStyle = palette.tokens.ground;
  pen.fillRect(0, 0, width, height);
  const { x, y, width: wide, height: high } = seenOf(show);
  const scale = Math.min(width / wide, height / high);
  pen.save();
  pen.translate((width - wide * scale) / 2, (height - high * scale) / 2);
  pen.scale(scale, scale);
  pen.translate(-x, -y);
  const box = canvases.still.getBoundingClientRect();
  for (const layer of [canvases.ground, canvases.marks, canvases.still, canvases.life])
    pen.drawImage(layer, box.x, box.y, box.width, box.height);
  for (const { element } of pageParts(canvases.still)) paintPart(pen, element);
  pen.restore();
}

/** What a saved picture shows, in coordinates of the window. */
export function seenOf({ canvases: { still } }: Show): DOMRect {
  const boxes = [still, ...pageParts(still).map(({ element }) => element)].map((element) => element.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  return new DOMRect(left, top, Math.max(...boxes.map(({ right }) => right)) - left, Math.max(...boxes.map(({ bottom }) => bottom)) - top);
}
