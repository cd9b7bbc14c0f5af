import { select } from 'd3-selection';
import 'd3-transition';
import { zoom, zoomIdentity } from 'd3-zoom';
import type { D3ZoomEvent } from 'd3-zoom';
import { contains } from '../../view/layout/geometry.ts';
import type { Rect } from '../../view/layout/geometry.ts';
import type { View } from './paint/layer.ts';

/** Where one looks from: pan and zoom by wheel, pinch, drag and commands. Shows everything until the person zooms for the first time. */
export interface Camera {
  view: View;
  readonly fit: (animated: boolean) => void;
  /** Fits again when bounds or room changed, unless the person has chosen a view. */
  readonly settle: (bounds: Rect, room: Room, animated: boolean) => void;
  /** Around a point of the viewport, or its middle. */
  readonly zoomBy: (factor: number, around?: { readonly x: number; readonly y: number }) => void;
  readonly panBy: (x: number, y: number) => void;
  /** Moves a box of world units into sight, if it is not. */
  readonly reveal: (box: Rect) => void;
  readonly destroy: () => void;
}

/** The part of the viewport in which things are to be seen. */
export interface Room extends Rect {
  readonly viewportWidth: number;
  readonly viewportHeight: number;
}

const CLOSEST = 8;
const CLOSEST_FIT = 2.25;
const MOVE_MS = 280;

export function createCamera(element: HTMLElement, calm: () => boolean, changed: () => void): Camera {
  let bounds: Rect = { x: 0, y: 0, width: 1, height: 1 };
  let room: Room = { x: 0, y: 0, width: 1, height: 1, viewportWidth: 1, viewportHeight: 1 };
  let chosen = false;
  const target = select(element);
  const behaviour = zoom<HTMLElement, unknown>()
    .clickDistance(4)
    .filter((event: MouseEvent) => event.type !== 'dblclick' && (event.type === 'wheel' || (!event.ctrlKey && event.button === 0)))
    .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
      if (event.sourceEvent !== null) chosen = true;
      camera.view = event.transform;
      changed();
    });
  target.call(behaviour).on('dblclick.zoom', null);
  const duration = (animated: boolean): number => (animated && !calm() ? MOVE_MS : 0);
  const go = (view: View, animated: boolean): void => {
    const transform = zoomIdentity.translate(view.x, view.y).scale(view.k);
    if (duration(animated) === 0) target.interrupt().call(behaviour.transform, transform);
    else target.transition().duration(MOVE_MS).call(behaviour.transform, transform);
  };
  const camera: Camera = {
    view: zoomIdentity,
    fit(animated) {
      chosen = false;
      go(fitting(bounds, room), animated);
    },
    settle(nextBounds, nextRoom, animated) {
      bounds = nextBounds;
      room = nextRoom;
      behaviour.extent([[0, 0], [room.viewportWidth, room.viewportHeight]]);
      behaviour.scaleExtent([Math.min(0.5, fitting(bounds, room).k * 0.5), CLOSEST]);
      behaviour.translateExtent(around(bounds));
      if (!chosen) go(fitting(bounds, room), animated);
    },
    zoomBy(factor, around) {
      chosen = true;
      const seen = around !== undefined && contains(room, around.x, around.y);
      const point: [number, number] = seen ? [around.x, around.y] : [room.x + room.width / 2, room.y + room.height / 2];
      if (duration(true) === 0) target.call(behaviour.scaleBy, factor, point);
      else target.transition().duration(MOVE_MS / 2).call(behaviour.scaleBy, factor, point);
    },
    panBy(x, y) {
      chosen = true;
      target.call(behaviour.translateBy, x / camera.view.k, y / camera.view.k);
    },
    reveal(box) {
      if (isInSight(box, camera.view, room)) return;
      chosen = true;
      const { k } = camera.view;
      go({ k, x: room.x + room.width / 2 - (box.x + box.width / 2) * k, y: room.y + room.height / 2 - (box.y + box.height / 2) * k }, true);
    },
    destroy() {
      target.interrupt().on('.zoom', null);
    },
  };
  return camera;
}

/** The largest view of everything, not closer than is useful; where tiles have edges, scaled so that these fall on whole pixels. */
export function fitting(bounds: Rect, room: Rect): View {
  const fill = Math.min(room.width / bounds.width, room.height / bounds.height, CLOSEST_FIT);
  const k = fill > 0.5 ? Math.floor(fill * 12) / 12 : fill;
  const x = room.x + (room.width - bounds.width * k) / 2 - bounds.x * k;
  const y = room.y + (room.height - bounds.height * k) / 2 - bounds.y * k;
  return { k, x: Math.round(x), y: Math.round(y) };
}

/** One may push the picture around, but not lose it. */
function around(bounds: Rect): [[number, number], [number, number]] {
  const margin = Math.max(bounds.width, bounds.height);
  return [
    [bounds.x - margin, bounds.y - margin],
    [bounds.x + bounds.width + margin, bounds.y + bounds.height + margin],
  ];
}

function isInSight(box: Rect, view: View, room: Room): boolean {
  const x = box.x * view.k + view.x;
  const y = box.y * view.k + view.y;
  return x >= room.x && y >= room.y && x + box.width * view.k <= room.x + room.width && y + box.height * view.k <= room.y + room.height;
}
