import { hitTest } from '../../view/hit.ts';
import type { Hit } from '../../view/hit.ts';
import type { Item } from '../../view/item.ts';
import { itemOf, track } from '../../view/items.ts';
import { stationAt, stationX } from '../../view/layout/strip.ts';
import { rectOf } from '../../view/places.ts';
import { TILE_HEIGHT } from '../../view/layout/geometry.ts';
import type { Spot } from './camera.ts';
import { fetchDescriber, fetchThread } from './late.ts';
import { INSIDE_FROM } from './paint/sizes.ts';
import { touch } from './show.ts';
import type { Show } from './show.ts';

/** What the pointer and the keyboard are on. Things are followed by name, so that they may move and change meanwhile. */

export function hitAt({ strip, view, scene }: Show, { x, y }: Spot): Hit | undefined {
  const row = stationAt(strip, x, y);
  return row >= 0 ? { on: 'station', row } : hitTest(scene, (x - view.x) / view.k, (y - view.y) / view.k);
}

export function itemAt(show: Show, spot: Spot): Item | undefined {
  return itemFor(show, hitAt(show, spot));
}

export function itemFor({ scene, props }: Show, hit: Hit | undefined): Item | undefined {
  return hit === undefined || scene.frame === undefined ? undefined : itemOf(hit, scene.frame, props.source);
}

/** The middle of a thing, or of its foot, in pixels of the stage. */
export function placeOf({ strip, view, scene }: Show, hit: Hit, foot = false): Spot | undefined {
  if (hit.on === 'station') return { x: stationX(strip, hit.row), y: strip.height };
  const rect = rectOf(scene, hit);
  return rect && { x: (rect.x + rect.width / 2) * view.k + view.x, y: (rect.y + rect.height * (foot ? 1 : 0.5)) * view.k + view.y };
}

export function pointAt(show: Show, spot: Spot | undefined): void {
  show.pointer = spot;
  repaint(show);
}

export function focusOn(show: Show, item: Item | undefined): void {
  show.focused = item && track(item, show.scene, show.props.source);
  repaint(show);
}

/** Lines of Services step forward and back with what is pointed at. */
function repaint(show: Show): void {
  if (show.props.overlays.services) touch(show, 'ground', 'still');
  else touch(show);
}

const MANY_NODES = 24;
/** Share of the picture that is seen. */
const NEAR = 0.35;

/** Tells the page when so little of a large cluster is seen that a map and the way out help. */
export function tellDepth(show: Show): void {
  const { scene, view, room, shown } = show;
  const { width, height } = scene.plan.bounds;
  const seen = Math.min(1, room.width / (width * view.k)) * Math.min(1, room.height / (height * view.k));
  const deep = (scene.frame?.nodeCount ?? 0) >= MANY_NODES && seen < NEAR;
  if (deep !== shown.deep) show.audience.deep(deep);
  shown.deep = deep;
}

/** Then it says all of it itself, and a card would lie over it. */
function isLookedInto({ scene, view }: Show, { on }: Hit): boolean {
  return on === 'pod' && scene.plan.tileWidth * view.k >= INSIDE_FROM.width && TILE_HEIGHT * view.k >= INSIDE_FROM.height;
}

/** Tells the page what to show beside the pointer, or beside what the keyboard is on, whenever that changes. */
export function tellPeek(show: Show): void {
  const { scene, props, shown, audience } = show;
  const near = show.hovered ?? show.focused?.hit;
  const hit = near && isLookedInto(show, near) ? undefined : near;
  const at = show.hovered === undefined ? hit && placeOf(show, hit, true) : show.pointer;
  if (hit !== undefined) fetchDescriber(show);
  if (near !== undefined || show.selected !== undefined) fetchThread(show);
  const peek = hit && at && scene.frame && show.peekOf && { ...show.peekOf(hit, scene, scene.frame, props.source, props.words), ...at };
  const key = peek === undefined ? '' : JSON.stringify(peek);
  if (key !== shown.peek) audience.peek(peek);
  shown.peek = key;
}
