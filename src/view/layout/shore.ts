import { PITCH_X, PITCH_Y, TILE_GAP, TILE_HEIGHT } from './geometry.ts';
import type { Rect } from './geometry.ts';

/**
 * Where pods wait that no node has yet: a band above the field. As long as the scheduler keeps up it is slim, one line on which
 * pods are born and from which they leave. Once some have to stay it opens, with a group for each reason: a title, and its pods in
 * rows; side by side on a wide shore, one below the other on a narrow one. When more wait than it holds, every group shows its share.
 */
export interface ShoreArea extends Rect {
  readonly open: boolean;
  /** Height of the shore's own title and of each group's, in world units. */
  readonly titleHeight: number;
  readonly tileWidth: number;
}

export interface Shore extends ShoreArea {
  readonly groups: readonly ShoreGroup[];
}

/** Where the tiles of a group stand, below its title. A group without rows is not shown. */
export interface ShoreGroup {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

/** Who has to stay: how many pods, in how many groups. No pods: the shore is slim. */
export interface Crowd {
  readonly pods: number;
  readonly groups: number;
}

/** Width of the shore's title and of a group's, as multiples of its height. */
const TITLE_ASPECT = 7;
const GROUP_ASPECT = 8;
const GROUP_GAP = 0.6;
/** The largest share of the field's height that may be given to those who wait; beside a small field, four rows. */
const MOST = 0.5;

/** Height of the band for a crowd, above a field of this size. */
export function shoreHeight(crowd: Crowd, field: Rect, titleHeight: number, tileWidth: number): number {
  if (crowd.pods === 0) return Math.max(titleHeight, TILE_HEIGHT);
  const columns = columnsOf(field.width, tileWidth);
  const beside = crowd.groups <= abreast(field.width, titleHeight);
  const titles = titleHeight * (beside ? 2 : 1 + crowd.groups);
  const least = beside ? 1 : crowd.groups;
  const wanted = beside
    ? Math.ceil(crowd.pods / Math.max(1, columns - crowd.groups + 1))
    : Math.ceil(crowd.pods / columns) + crowd.groups - 1;
  const most = Math.max(4, Math.floor((field.height * MOST) / PITCH_Y));
  return titles + Math.max(least, Math.min(wanted, most)) * PITCH_Y;
}

function columnsOf(width: number, tileWidth: number): number {
  return Math.max(1, Math.floor((width + TILE_GAP) / (tileWidth + TILE_GAP)));
}

/** How many groups there is room for side by side. */
function abreast(width: number, titleHeight: number): number {
  return Math.max(1, Math.floor(width / (titleHeight * GROUP_ASPECT)));
}

/** `extents`: one past the highest slot of each group. */
export function arrangeShore(area: ShoreArea, extents: readonly number[]): Shore {
  const beside = extents.length <= abreast(area.width, area.titleHeight);
  const groups = !area.open ? onTheLine(area, extents) : beside ? sideBySide(area, extents) : oneBelowAnother(area, extents);
  return { ...area, groups };
}

/** Where pods are born: on the line, beside its title, or as far beside it as there is room. */
export function cradleX({ x, width, titleHeight, tileWidth }: ShoreArea): number {
  return x + Math.min(Math.ceil((titleHeight * TITLE_ASPECT) / PITCH_X) * PITCH_X, Math.max(0, width - tileWidth));
}

export function cradleY({ y, height, open, titleHeight }: ShoreArea): number {
  return open ? y + 2 * titleHeight : y + (height - TILE_HEIGHT) / 2;
}

/** How many can be born at once without hiding one another. */
export function cradleColumns(area: ShoreArea): number {
  return columnsOf(area.x + area.width - cradleX(area), area.tileWidth);
}

function onTheLine(area: ShoreArea, extents: readonly number[]): ShoreGroup[] {
  const y = cradleY(area);
  const columns = cradleColumns(area);
  return extents.map((_, index) => ({ x: cradleX(area), y, columns, rows: index === 0 ? 1 : 0 }));
}

function oneBelowAnother(area: ShoreArea, extents: readonly number[]): ShoreGroup[] {
  const { titleHeight } = area;
  const columns = columnsOf(area.width, area.tileWidth);
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

/** Groups have whole columns; each at least as many as its title takes. */
function sideBySide(area: ShoreArea, extents: readonly number[]): ShoreGroup[] {
  const { titleHeight, tileWidth } = area;
  const pitch = tileWidth + TILE_GAP;
  const gap = titleHeight * GROUP_GAP;
  const all = columnsOf(area.width - gap * Math.max(0, extents.length - 1), tileWidth);
  const title = Math.ceil((titleHeight * GROUP_ASPECT) / pitch);
  const least = Math.max(1, Math.min(title, Math.floor(all / Math.max(1, extents.length))));
  const rows = Math.max(1, Math.floor((area.height - 2 * titleHeight) / PITCH_Y));
  const columns = share(
    extents.map((extent) => Math.max(least, Math.ceil(extent / rows))),
    all,
  );
  let x = area.x;
  return extents.map((_, index) => {
    const count = columns[index] ?? 0;
    const group = { x, y: area.y + 2 * titleHeight, columns: Math.max(1, count), rows: count > 0 ? rows : 0 };
    x += count * pitch + gap;
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
