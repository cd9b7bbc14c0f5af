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

/** Blocks of zones stand in rows of so many, each with so many cards in a row. */
interface Plan {
  readonly perRow: number;
  readonly columns: number;
}

interface Sizes {
  readonly width: number;
  readonly height: number;
  readonly titleHeight: number;
  readonly zoneGap: number;
}

/** Chooses the arrangement that can be shown largest in a viewport of this aspect (width over height). */
export function arrangeField(zoneSizes: readonly number[], grid: Grid, aspect: number, titleHeight: number, zoneGap: number): Field {
  const sizes: Sizes = { width: cardWidth(grid.columns), height: cardHeight(grid.rows), titleHeight, zoneGap };
  const plan = bestPlan(zoneSizes, sizes, aspect);
  const total = zoneSizes.reduce((sum, size) => sum + size, 0);
  const cardX = new Float64Array(total);
  const cardY = new Float64Array(total);
  const zones = placeZones(zoneSizes, plan, sizes);
  for (const zone of zones) placeCards(cardX, cardY, zone, sizes);
  const [width, height] = planSize(plan, zoneSizes, sizes);
  return { cardX, cardY, cardWidth: sizes.width, cardHeight: sizes.height, zones, titleHeight, bounds: { x: 0, y: 0, width, height } };
}

/** Zones share one grid, so that the gutters between cards run through all of them. */
function placeZones(zoneSizes: readonly number[], plan: Plan, sizes: Sizes): readonly ZoneBlock[] {
  const pitch = widest(plan, zoneSizes, sizes) + sizes.zoneGap;
  const zones: ZoneBlock[] = [];
  let first = 0;
  let y = 0;
  for (let start = 0; start < zoneSizes.length; start += plan.perRow) {
    let tallest = 0;
    for (const [index, count] of zoneSizes.slice(start, start + plan.perRow).entries()) {
      const block = blockSize(count, plan, sizes);
      zones.push({ x: index * pitch, y, ...block, first, count, columns: Math.min(plan.columns, count) });
      first += count;
      tallest = Math.max(tallest, block.height);
    }
    y += tallest + CARD_GAP;
  }
  return zones;
}

function placeCards(cardX: Float64Array, cardY: Float64Array, zone: ZoneBlock, { width, height, titleHeight }: Sizes): void {
  for (let index = 0; index < zone.count; index++) {
    cardX[zone.first + index] = zone.x + (index % zone.columns) * (width + CARD_GAP);
    cardY[zone.first + index] = zone.y + titleHeight + Math.floor(index / zone.columns) * (height + CARD_GAP);
  }
}

function bestPlan(zoneSizes: readonly number[], sizes: Sizes, aspect: number): Plan {
  let best: Plan = { perRow: Math.max(1, zoneSizes.length), columns: 1 };
  let bestScale = 0;
  for (let perRow = zoneSizes.length; perRow >= 1; perRow--) {
    for (let columns = 1; columns <= Math.max(...zoneSizes); columns++) {
      const [width, height] = planSize({ perRow, columns }, zoneSizes, sizes);
      const scale = Math.min(aspect / width, 1 / height);
      if (scale <= bestScale * 1.001) continue;
      best = { perRow, columns };
      bestScale = scale;
    }
  }
  return best;
}

function planSize(plan: Plan, zoneSizes: readonly number[], sizes: Sizes): readonly [width: number, height: number] {
  const across = Math.min(plan.perRow, zoneSizes.length);
  let height = -CARD_GAP;
  for (let start = 0; start < zoneSizes.length; start += plan.perRow) {
    let most = 0;
    for (let index = start; index < Math.min(start + plan.perRow, zoneSizes.length); index++) most = Math.max(most, zoneSizes[index] ?? 0);
    height += blockSize(most, plan, sizes).height + CARD_GAP;
  }
  return [Math.max(0, across * (widest(plan, zoneSizes, sizes) + sizes.zoneGap) - sizes.zoneGap), Math.max(0, height)];
}

function widest(plan: Plan, zoneSizes: readonly number[], sizes: Sizes): number {
  return blockSize(Math.max(0, ...zoneSizes), plan, sizes).width;
}

function blockSize(count: number, plan: Plan, { width, height, titleHeight }: Sizes): { width: number; height: number } {
  const columns = Math.min(plan.columns, count);
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
