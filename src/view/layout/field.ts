import { CARD_GAP, cardHeight, cardWidth } from './geometry.ts';
import type { Rect } from './geometry.ts';
import type { Grid } from './slots.ts';

/** Node cards side by side, grouped by zone. Card i of the result is the i-th card in the order of the zones. */
export interface Field {
  readonly cardX: Float64Array;
  readonly cardY: Float64Array;
  readonly cardWidth: number;
  readonly cardHeight: number;
  /** One per zone: its title stands in the topmost `titleHeight` of the rectangle. */
  readonly zones: readonly ZoneBlock[];
  readonly titleHeight: number;
  readonly bounds: Rect;
}

export interface ZoneBlock extends Rect {
  readonly first: number;
  readonly count: number;
  /** Cards in one row. */
  readonly columns: number;
}

interface Plan {
  /** Zones beside one another, or one below the other. */
  readonly beside: boolean;
  readonly columns: number;
}

/** Chooses the arrangement that can be shown largest in a viewport of this aspect (width over height). */
export function arrangeField(zoneSizes: readonly number[], grid: Grid, aspect: number, titleHeight: number, zoneGap: number): Field {
  const width = cardWidth(grid.columns);
  const height = cardHeight(grid.rows);
  const plan = bestPlan(zoneSizes, width, height, aspect, titleHeight, zoneGap);
  const total = zoneSizes.reduce((sum, size) => sum + size, 0);
  const cardX = new Float64Array(total);
  const cardY = new Float64Array(total);
  const zones: ZoneBlock[] = [];
  let first = 0;
  let at = 0;
  for (const count of zoneSizes) {
    const columns = Math.min(plan.columns, count);
    const size = blockSize(count, columns, width, height, titleHeight);
    const [x, y] = plan.beside ? [at, 0] : [0, at];
    placeCards(cardX, cardY, { x, y, ...size, first, count, columns }, width, height, titleHeight);
    zones.push({ x, y, ...size, first, count, columns });
    first += count;
    at += plan.beside ? size.width + zoneGap : size.height + CARD_GAP;
  }
  const [boundsWidth, boundsHeight] = planSize(plan, zoneSizes, width, height, titleHeight, zoneGap);
  const bounds = { x: 0, y: 0, width: boundsWidth, height: boundsHeight };
  return { cardX, cardY, cardWidth: width, cardHeight: height, zones, titleHeight, bounds };
}

function placeCards(cardX: Float64Array, cardY: Float64Array, zone: ZoneBlock, width: number, height: number, titleHeight: number): void {
  for (let index = 0; index < zone.count; index++) {
    cardX[zone.first + index] = zone.x + (index % zone.columns) * (width + CARD_GAP);
    cardY[zone.first + index] = zone.y + titleHeight + Math.floor(index / zone.columns) * (height + CARD_GAP);
  }
}

function bestPlan(sizes: readonly number[], width: number, height: number, aspect: number, titleHeight: number, zoneGap: number): Plan {
  let best: Plan = { beside: true, columns: 1 };
  let bestScale = 0;
  const most = Math.max(1, ...sizes);
  for (const beside of [true, false]) {
    for (let columns = 1; columns <= most; columns++) {
      const plan = { beside, columns };
      const [planWidth, planHeight] = planSize(plan, sizes, width, height, titleHeight, zoneGap);
      const scale = Math.min(aspect / planWidth, 1 / planHeight);
      if (scale <= bestScale * 1.001) continue;
      best = plan;
      bestScale = scale;
    }
  }
  return best;
}

function planSize(
  plan: Plan,
  sizes: readonly number[],
  width: number,
  height: number,
  titleHeight: number,
  zoneGap: number,
): readonly [number, number] {
  let along = -(plan.beside ? zoneGap : CARD_GAP);
  let across = 0;
  for (const count of sizes) {
    const block = blockSize(count, Math.min(plan.columns, count), width, height, titleHeight);
    along += plan.beside ? block.width + zoneGap : block.height + CARD_GAP;
    across = Math.max(across, plan.beside ? block.height : block.width);
  }
  return plan.beside ? [Math.max(along, 0), across] : [across, Math.max(along, 0)];
}

function blockSize(count: number, columns: number, width: number, height: number, titleHeight: number): { width: number; height: number } {
  const rows = Math.ceil(count / Math.max(1, columns));
  return { width: columns * (width + CARD_GAP) - CARD_GAP, height: titleHeight + rows * (height + CARD_GAP) - CARD_GAP };
}

/** Index of the card at a point, or -1. */
export function cardAt(field: Field, x: number, y: number): number {
  for (const zone of field.zones) {
    if (x < zone.x || x >= zone.x + zone.width || y < zone.y || y >= zone.y + zone.height) continue;
    const column = Math.floor((x - zone.x) / (field.cardWidth + CARD_GAP));
    const row = Math.floor((y - zone.y - field.titleHeight) / (field.cardHeight + CARD_GAP));
    const index = row * zone.columns + column;
    if (row < 0 || index >= zone.count) return -1;
    const card = zone.first + index;
    const inside = x < (field.cardX[card] ?? 0) + field.cardWidth && y < (field.cardY[card] ?? 0) + field.cardHeight;
    return inside ? card : -1;
  }
  return -1;
}
