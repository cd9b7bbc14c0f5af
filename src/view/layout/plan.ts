import { arrangeField } from './field.ts';
import type { Field } from './field.ts';
import { PITCH_Y, union } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { arrangeQuay } from './quay.ts';
import type { Quay } from './quay.ts';
import { shoreColumns, shoreWidth } from './shore.ts';
import type { Grid } from './slots.ts';

/** Everything that has a fixed place: the field of node cards, the shore beside it, the quay of Services below. */
export interface Plan {
  readonly field: Field;
  readonly shore: Rect;
  readonly quay: Quay;
  /** World units per pixel when the whole plan fits the viewport; what carries text is sized by it. At least 1. */
  readonly unit: number;
  /** Height of titles of zones and of the shore. */
  readonly titleHeight: number;
  readonly bounds: Rect;
}

export interface PlanInput {
  readonly zoneSizes: readonly number[];
  readonly zonesNamed: boolean;
  readonly grid: Grid;
  /** Services to make room for; 0 when they are not shown. */
  readonly services: number;
  readonly viewport: Viewport;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

const UNITS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32];
const SHORE_GAP = 24;
const ZONE_GAP = 12;
const TITLE = 20;

export function arrange(input: PlanInput): Plan {
  const wide = input.viewport.width >= input.viewport.height * 0.85;
  // A rough plan tells how small things will be, and so how large the furniture must be to carry text.
  const rough = fieldOf(input, 1, wide);
  const unit = unitFor(rough.bounds, input.viewport, wide);
  const titleHeight = TITLE * unit;
  const field = fieldOf(input, unit, wide);
  const room = roomOf(field);
  const shore = wide ? shoreBeside(room, unit) : shoreAbove(room, unit);
  const quay = arrangeQuay(room, input.services, unit);
  const bounds = union(input.services > 0 ? [room, shore, quay] : [room, shore]);
  return { field, shore, quay, unit, titleHeight, bounds };
}

function fieldOf(input: PlanInput, unit: number, wide: boolean): Field {
  const { width, height } = input.viewport;
  const aspect = wide ? (width * 0.84) / height : width / (height * 0.84);
  return arrangeField(input.zoneSizes, input.grid, aspect, input.zonesNamed ? TITLE * unit : 0, ZONE_GAP * (1 + unit));
}

/** With a little added for what stands around the field. */
function unitFor(bounds: Rect, viewport: Viewport, wide: boolean): number {
  const perPixel = Math.max(
    (bounds.width * (wide ? 1.18 : 1.02)) / viewport.width,
    (bounds.height * (wide ? 1.06 : 1.22)) / viewport.height,
  );
  return UNITS.find((unit) => unit >= perPixel * 0.95) ?? 32;
}

/** Even an empty field takes some room, where it can say that it is empty. */
function roomOf(field: Field): Rect {
  return field.bounds.width > 0 ? field.bounds : { x: 0, y: 0, width: 480, height: 240 };
}

function shoreBeside(room: Rect, unit: number): Rect {
  const width = shoreWidth(Math.max(shoreColumns(room.width), Math.ceil(1.6 * unit)));
  return { x: room.x - width - SHORE_GAP * unit, y: room.y, width, height: Math.max(room.height, 200) };
}

function shoreAbove(room: Rect, unit: number): Rect {
  const height = TITLE * 2 * unit + 2 * PITCH_Y;
  return { x: room.x, y: room.y - height - CARD_SPACE * unit, width: room.width, height };
}

const CARD_SPACE = 16;
