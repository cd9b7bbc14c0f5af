/** Plates of small cards, as pixels. */
import { NodeFlag } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { CARD_GAP, CARD_HEADER } from '../../../view/layout/geometry.ts';
import type { Board } from '../../../view/scene/boards.ts';
import type { Painting } from './context.ts';
import { corner, fitting } from './mark-places.ts';
import { fillPixels, pixelOf } from './pixels.ts';
import type { PixelLayer } from './pixels.ts';
import { PLATES_BELOW } from './sizes.ts';

export function hasPlates({ scene, view }: Painting): boolean {
  return scene.plan.tileWidth * view.k < PLATES_BELOW;
}

/** Plates of all cards: those of one row are alike, so that one line of pixels makes the next. */
export function allPlates(layer: PixelLayer, painting: Painting): void {
  const { scene, view, palette } = painting;
  const { field } = scene.plan;
  const { data, width } = layer;
  const [wide, high] = plateSize(layer, painting, field.cardWidth, field.cardHeight);
  const surface = pixelOf(palette.tokens.surface);
  const line = pixelOf(palette.tokens.line);
  const framed = wide >= FRAMED_FROM;
  const pixelX = (x: number): number => Math.round((x * view.k + view.x) * layer.ratio);
  const pixelY = (y: number): number => Math.round((y * view.k + view.y) * layer.ratio);
  for (const zone of field.zones) {
    const from = Math.max(0, pixelX(zone.x));
    const to = Math.min(width, pixelX(zone.x + zone.width) + 1);
    for (let first = 0; first < zone.count; first += zone.columns) {
      const top = pixelY(field.cardY[zone.first + first] ?? 0);
      if (top >= layer.height || top + high < 0 || to <= from) continue;
      const count = Math.min(zone.columns, zone.count - first);
      const body = Math.max(0, top + (framed ? 1 : 0));
      if (body >= layer.height) continue;
      for (let index = 0; index < count; index++) {
        const x = pixelX(field.cardX[zone.first + first + index] ?? 0);
        fillPixels(layer, x, body, wide, 1, surface);
        if (!framed) continue;
        fillPixels(layer, x, top, wide, 1, line);
        fillPixels(layer, x, top + high - 1, wide, 1, line);
        fillPixels(layer, x, body, 1, 1, line);
        fillPixels(layer, x + wide - 1, body, 1, 1, line);
      }
      const end = Math.min(layer.height, top + high - (framed ? 1 : 0));
      for (let y = body + 1; y < end; y++) data.copyWithin(y * width + from, body * width + from, body * width + to);
    }
  }
}

const FRAMED_FROM = 12;

/** Cards keep a gap of a pixel for as long as they can. */
function plateSize(layer: PixelLayer, { view }: Painting, cardWidth: number, cardHeight: number): readonly [wide: number, high: number] {
  const scale = view.k * layer.ratio;
  return [fitting(cardWidth, cardWidth + CARD_GAP, scale), fitting(cardHeight, cardHeight + CARD_GAP, scale)];
}

/** One card by itself, or only what tells it from the others. */
export function plate(layer: PixelLayer, painting: Painting, frame: Frame, board: Board, whole: boolean): void {
  const { tokens } = painting.palette;
  const flags = board.row < 0 ? NodeFlag.ready : (frame.nodeFlags[board.row] ?? 0);
  if (!whole && flags === NodeFlag.ready) return;
  const [wide, high] = plateSize(layer, painting, board.width, board.height);
  const { x, y } = corner;
  const lost = (flags & (NodeFlag.unknown | NodeFlag.poweredOff)) !== 0;
  fillPixels(layer, x, y, wide, high, lost ? 0 : pixelOf(tokens.surface));
  if (wide >= FRAMED_FROM || lost) border(layer, x, y, wide, high, pixelOf(lost ? tokens.lineStrong : tokens.line));
  const sign = signOf(flags);
  const head = Math.max(2, Math.round(CARD_HEADER * 0.35 * painting.view.k * layer.ratio));
  if (sign !== undefined) fillPixels(layer, x, y, wide, head, pixelOf(tokens[sign]));
}

function border(layer: PixelLayer, x: number, y: number, wide: number, high: number, pixel: number): void {
  fillPixels(layer, x, y, wide, 1, pixel);
  fillPixels(layer, x, y + high - 1, wide, 1, pixel);
  fillPixels(layer, x, y, 1, high, pixel);
  fillPixels(layer, x + wide - 1, y, 1, high, pixel);
}

/** A bar along the upper edge of a node that is not well; a closed one in the colour of warnings. */
function signOf(flags: number): 'ink3' | 'bad' | 'warn' | undefined {
  if ((flags & NodeFlag.poweredOff) !== 0) return 'ink3';
  if ((flags & NodeFlag.unknown) !== 0 || (flags & NodeFlag.ready) === 0) return 'bad';
  return (flags & NodeFlag.cordoned) !== 0 ? 'warn' : undefined;
}
