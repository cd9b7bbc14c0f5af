import { PITCH_X, PITCH_Y, TILE_GAP } from './geometry.ts';
import type { Rect } from './geometry.ts';

/**
 * Where pods wait that no node has yet: groups by reason, one below the other, each with a title and its pods in rows.
 * The shore has a fixed size; when more wait than it holds, every group shows its share and says how many more there are.
 */
export interface Shore extends Rect {
  readonly columns: number;
  /** Height of the shore's own title and of each group's, in world units. */
  readonly titleHeight: number;
  readonly groups: readonly ShoreGroup[];
}

export interface ShoreGroup {
  readonly y: number;
  readonly rows: number;
}

export function shoreWidth(columns: number): number {
  return columns * PITCH_X - TILE_GAP;
}

/** How many columns the shore gets beside a field of this width. */
export function shoreColumns(fieldWidth: number): number {
  return Math.min(24, Math.max(2, Math.round((fieldWidth * 0.13) / PITCH_X)));
}

/** `extents`: one past the highest slot of each group. */
export function arrangeShore(area: Rect, titleHeight: number, extents: readonly number[]): Shore {
  const columns = Math.max(1, Math.floor((area.width + TILE_GAP) / PITCH_X));
  const room = Math.floor((area.height - titleHeight * (1 + extents.length)) / PITCH_Y);
  const rows = shareRows(
    extents.map((extent) => Math.ceil(extent / columns)),
    Math.max(extents.length, room),
  );
  let y = area.y + titleHeight;
  const groups = rows.map((count) => {
    const group = { y: y + titleHeight, rows: count };
    y += titleHeight + count * PITCH_Y;
    return group;
  });
  return { ...area, columns, titleHeight, groups };
}

/** Small wishes are met in full; what is left is divided evenly among the large ones. */
function shareRows(wanted: readonly number[], room: number): number[] {
  const shares = wanted.map(() => 0);
  const byWish = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  let left = room;
  for (const [done, index] of byWish.entries()) {
    const share = Math.min(wanted[index] ?? 0, Math.floor(left / (byWish.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
