import { contains } from '../../view/layout/geometry.ts';
import type { Rect } from '../../view/layout/geometry.ts';
import { createGestures } from './gestures.ts';
import type { View } from './paint/layer.ts';

/** Where one looks from: pan and zoom by wheel, pinch, drag and commands. Shows everything until the person chooses a view. */
export interface Camera {
  readonly fit: (animated: boolean) => void;
  /** Fits again when bounds or room changed, unless the person has chosen a view. */
  readonly settle: (bounds: Rect, room: Room, animated: boolean) => void;
  /** Around a point of the viewport, or its middle. */
  readonly zoomBy: (factor: number, around?: Spot) => void;
  readonly panBy: (x: number, y: number) => void;
  /** Moves a box of world units into sight, if it is not. */
  readonly reveal: (box: Rect) => void;
  /** Flies to where a box fills the viewport, but no closer than is useful. */
  readonly flyTo: (box: Rect) => void;
  /** Puts a point of the world into the middle. */
  readonly centre: (x: number, y: number) => void;
  readonly destroy: () => void;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The part of the viewport in which things are to be seen. */
export interface Room extends Rect {
  readonly viewportWidth: number;
  readonly viewportHeight: number;
}

const CLOSEST = 8;
const CLOSEST_FIT = 2.25;
const MOVE_MS = 280;

export function createCamera(element: HTMLElement, calm: () => boolean, changed: (view: View) => void): Camera {
  let bounds: Rect = { x: 0, y: 0, width: 1, height: 1 };
  let room: Room = { x: 0, y: 0, width: 1, height: 1, viewportWidth: 1, viewportHeight: 1 };
  let view: View = { k: 1, x: 0, y: 0 };
  let chosen = false;
  let gliding = 0;
  const gestures = createGestures(element, (next, byHand) => {
    if (byHand) {
      chosen = true;
      cancelAnimationFrame(gliding);
    }
    view = next;
    changed(view);
  });

  function go(to: View, animated: boolean): void {
    cancelAnimationFrame(gliding);
    if (!animated || calm()) {
      gestures.put(to);
      return;
    }
    const from = view;
    const start = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - start) / MOVE_MS));
      gestures.put(t === 1 ? to : between(from, to, t * t * (3 - 2 * t)));
      if (t < 1) gliding = requestAnimationFrame(step);
    };
    gliding = requestAnimationFrame(step);
  }

  return {
    fit(animated) {
      chosen = false;
      go(fitting(bounds, room), animated);
    },
    settle(nextBounds, nextRoom, animated) {
      if (sameRect(bounds, nextBounds) && sameRect(room, nextRoom)) return;
      bounds = nextBounds;
      room = nextRoom;
      gestures.limit({
        width: room.viewportWidth,
        height: room.viewportHeight,
        zoom: [leastZoom(bounds, room), CLOSEST],
        within: around(bounds),
      });
      if (!chosen) go(fitting(bounds, room), animated);
    },
    zoomBy(factor, spot) {
      chosen = true;
      const { x, y, k } = view;
      const next = Math.min(CLOSEST, Math.max(leastZoom(bounds, room), k * factor));
      const seen = spot !== undefined && contains(room, spot.x, spot.y);
      const at = seen ? spot : { x: room.x + room.width / 2, y: room.y + room.height / 2 };
      go({ k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k }, true);
    },
    panBy(x, y) {
      chosen = true;
      go({ k: view.k, x: view.x + x, y: view.y + y }, false);
    },
    reveal(box) {
      if (isInSight(box, view, room)) return;
      chosen = true;
      const { k } = view;
      go({ k, x: room.x + room.width / 2 - (box.x + box.width / 2) * k, y: room.y + room.height / 2 - (box.y + box.height / 2) * k }, true);
    },
    flyTo(box) {
      chosen = true;
      const margin = Math.max(40, Math.max(box.width, box.height) * 0.12);
      const wide = { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin };
      go(fitting(wide, room), true);
    },
    centre(x, y) {
      chosen = true;
      const { k } = view;
      go({ k, x: Math.round(room.x + room.width / 2 - x * k), y: Math.round(room.y + room.height / 2 - y * k) }, false);
    },
    destroy() {
      cancelAnimationFrame(gliding);
      gestures.destroy();
    },
  };
}

/** The largest view of everything, not closer than is useful; where tiles have edges, scaled so that these fall on whole pixels. */
export function fitting(bounds: Rect, room: Rect): View {
  const fill = Math.min(room.width / bounds.width, room.height / bounds.height, CLOSEST_FIT);
  const k = fill > 0.5 ? Math.floor(fill * 12) / 12 : fill;
  const x = room.x + (room.width - bounds.width * k) / 2 - bounds.x * k;
  const y = room.y + (room.height - bounds.height * k) / 2 - bounds.y * k;
  return { k, x: Math.round(x), y: Math.round(y) };
}

function leastZoom(bounds: Rect, room: Rect): number {
  return Math.min(0.5, fitting(bounds, room).k * 0.5);
}

/** One may push the picture around, but not lose it. */
function around(bounds: Rect): [[number, number], [number, number]] {
  const margin = Math.max(bounds.width, bounds.height);
  return [
    [bounds.x - margin, bounds.y - margin],
    [bounds.x + bounds.width + margin, bounds.y + bounds.height + margin],
  ];
}

/** Grows evenly to the eye, and keeps still whatever point both views have at the same place. */
export function between(from: View, to: View, t: number): View {
  const k = from.k * (to.k / from.k) ** t;
  const share = Math.abs(to.k - from.k) < 1e-9 ? t : (k - from.k) / (to.k - from.k);
  return { k, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function isInSight(box: Rect, view: View, room: Room): boolean {
  const x = box.x * view.k + view.x;
  const y = box.y * view.k + view.y;
  return x >= room.x && y >= room.y && x + box.width * view.k <= room.x + room.width && y + box.height * view.k <= room.y + room.height;
}

function sameRect(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
