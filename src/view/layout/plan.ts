import { arrangeBlocks, boundsOfBlocks } from './blocks.ts';
import type { Block } from './blocks.ts';
import { arrangeField } from './field.ts';
import type { Field } from './field.ts';
import { TILE_WIDTH, union, WIDE_TILE_WIDTH } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { arrangeQuay } from './quay.ts';
import type { Quay } from './quay.ts';
import { shoreHeight } from './shore.ts';
import type { Crowd, ShoreArea } from './shore.ts';
import type { Grid } from './slots.ts';

/** Everything that has a fixed place: the shore, the field of node cards below it, the quay of Services at its foot. */
export interface Plan {
  readonly field: Field;
  /** Instead of cards, when pods stand together by something else than their node; in the order of their counts. */
  readonly blocks: readonly Block[] | undefined;
  readonly shore: ShoreArea;
  readonly quay: Quay;
  /** World units per pixel when the whole plan fits the viewport; what carries text is sized by it. At least 1. */
  readonly unit: number;
  /** Height of titles of zones and of the shore. */
  readonly titleHeight: number;
  /** Tiles are wide where pods are few; the same everywhere, so that a pod that moves keeps its shape. */
  readonly tileWidth: number;
  readonly bounds: Rect;
}

export interface PlanInput {
  readonly zoneSizes: readonly number[];
  readonly zonesNamed: boolean;
  readonly grid: Grid;
  /** How many pods each block has to hold; undefined for cards of nodes. */
  readonly blocks?: readonly number[] | undefined;
  /** Pods to make room for on the shore. */
  readonly crowd: Crowd;
  /** Services to make room for; 0 when they are not shown. */
  readonly services: number;
  readonly viewport: Viewport;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

const UNITS = [1, 1.1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32];
const SHORE_GAP = 8;
const ZONE_GAP = 12;
const TITLE = 20;

export function arrange(input: PlanInput): Plan {
  // A rough plan tells how small things will be, and so how large the furniture must be to carry text.
  const rough = laid(input, 1).field;
  const unit = unitFor(rough.bounds, input);
  const titleHeight = TITLE * unit;
  const { field, blocks } = laid(input, unit);
  const tileWidth = input.grid.span === 2 && input.blocks === undefined ? WIDE_TILE_WIDTH : TILE_WIDTH;
  const room = roomOf(field);
  const shore = shoreAbove(room, input, titleHeight, tileWidth);
  const quay = arrangeQuay(room, input.services, unit);
  const bounds = union(input.services > 0 ? [shore, room, quay] : [shore, room]);
  return { field, blocks, shore, quay, unit, titleHeight, tileWidth, bounds };
}

function laid(input: PlanInput, unit: number): Pick<Plan, 'field' | 'blocks'> {
  if (input.blocks === undefined) return { field: fieldOf(input, unit), blocks: undefined };
  const { width, height } = input.viewport;
  const blocks = arrangeBlocks(input.blocks, TILE_WIDTH, width / (height * heightLeft(input)), TITLE * unit, ZONE_GAP * unit);
  return { field: { ...NO_CARDS, titleHeight: TITLE * unit, bounds: boundsOfBlocks(blocks) }, blocks };
}

const NO_CARDS = { cardX: new Float64Array(0), cardY: new Float64Array(0), cardWidth: 0, cardHeight: 0, zones: [] };

function fieldOf(input: PlanInput, unit: number): Field {
  const { width, height } = input.viewport;
  const aspect = width / (height * heightLeft(input));
  return arrangeField(input.zoneSizes, input.grid, aspect, input.zonesNamed ? TITLE * unit : 0, ZONE_GAP * (1 + unit));
}

/** The share of the height that is left for the field, roughly. */
function heightLeft({ crowd, services }: PlanInput): number {
  return 0.93 - (crowd.pods > 0 ? 0.08 : 0) - (services > 0 ? 0.12 : 0);
}

function unitFor(bounds: Rect, input: PlanInput): number {
  const { width, height } = input.viewport;
  const perPixel = Math.max((bounds.width * 1.02) / width, bounds.height / heightLeft(input) / height);
  return UNITS.find((unit) => unit >= perPixel * 0.95) ?? 32;
}

/** Even an empty field takes some room, where it can say that it is empty. */
function roomOf(field: Field): Rect {
  return field.bounds.width > 0 ? field.bounds : { x: 0, y: 0, width: 480, height: 200 };
}

function shoreAbove(room: Rect, { crowd }: PlanInput, titleHeight: number, tileWidth: number): ShoreArea {
  const height = shoreHeight(crowd, room, titleHeight, tileWidth);
  const gap = (SHORE_GAP * titleHeight) / TITLE;
  return { x: room.x, y: room.y - height - gap, width: room.width, height, open: crowd.pods > 0, titleHeight, tileWidth };
}
