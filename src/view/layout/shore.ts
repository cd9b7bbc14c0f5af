import { PITCH_X, PITCH_Y, TILE_GAP } from './geometry.ts';
import type { Rect } from './geometry.ts';

/**
 * Where pods wait that no node has yet: groups by reason, each with a title and its pods in rows; one below the other on a
 * tall shore, side by side on a wide one. The shore has a fixed size; when more wait than it holds, every group shows its share.
 */
export interface Shore extends Rect {
  /** Height of the shore's own title and of each group's, in world units. */
  readonly titleHeight: number;
  readonly groups: readonly ShoreGroup[];
}

/** Where the tiles of a group stand, below its title. A group without rows is not shown. */
export interface ShoreGroup {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
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
  const groups = area.width > area.height ? sideBySide(area, titleHeight, extents) : oneBelowAnother(area, titleHeight, extents);
  return { ...area, titleHeight, groups };
}

function oneBelowAnother(area: Rect, titleHeight: number, extents: readonly number[]): ShoreGroup[] {
  const columns = Math.max(1, Math.floor((area.width + TILE_GAP) / PITCH_X));
  const shown = Math.min(extents.length, Math.max(1, Math.floor((area.height - titleHeight) / (titleHeight + PITCH_Y))));
  const room = Math.floor((area.height - titleHeight * (1 + shown)) / PITCH_Y);
  const wanted = extents.slice(0, shown).map((extent) => Math.ceil(extent / columns));
  const rows = share(wanted, Math.max(shown, room));
  let y = area.y + titleHeight;
  return extents.map((_, index) => {
    const count = rows[index] ?? 0;
    const group = { x: area.x, y: y + titleHeight, columns, rows: count };
    if (count > 0) y += titleHeight + count * PITCH_Y;
    return group;
  });
}

/** Width of a title, as a multiple of its height. */
const TITLE_ASPECT = 5;

function sideBySide(area: Rect, titleHeight: number, extents: readonly number[]): ShoreGroup[] {
  const least = Math.max(2, Math.ceil((titleHeight * TITLE_ASPECT) / PITCH_X));
  const shown = Math.min(extents.length, Math.max(1, Math.floor((area.width + titleHeight) / (least * PITCH_X + titleHeight))));
  const all = Math.floor((area.width + TILE_GAP - (shown - 1) * titleHeight) / PITCH_X);
  const rows = Math.max(1, Math.floor((area.height - 2 * titleHeight) / PITCH_Y));
  const wanted = extents.slice(0, shown).map((extent) => Math.max(least, Math.ceil(extent / rows)));
  const columns = share(wanted, Math.max(shown, all));
  let x = area.x;
  return extents.map((_, index) => {
    const count = columns[index] ?? 0;
    const group = { x, y: area.y + 2 * titleHeight, columns: Math.max(1, count), rows: count > 0 ? rows : 0 };
    x += count * PITCH_X + titleHeight;
    return group;
  });
}

/** Small wishes are met in full; what is left is divided evenly among the large ones. */
function share(wanted: readonly number[], room: number): number[] {
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
