import { select } from 'd3-selection';
import { zoom, zoomIdentity } from 'd3-zoom';
import type { D3ZoomEvent } from 'd3-zoom';
import type { Limits, Moved } from './gestures.ts';
import type { View } from './paint/layer.ts';

export interface Zooming {
  readonly put: (view: View) => void;
  readonly limit: (limits: Limits) => void;
  readonly destroy: () => void;
}

/** d3-zoom on an element, from the view and within the limits of the moment. */
export function createZooming(element: HTMLElement, moved: Moved, view: View | undefined, limits: Limits | undefined): Zooming {
  const target = select(element);
  const behaviour = zoom<HTMLElement, unknown>()
    .clickDistance(4)
    .filter((event: MouseEvent | TouchEvent) => event.type === 'wheel' || (event.type !== 'dblclick' && !event.ctrlKey && isMain(event)));
  const zooming: Zooming = {
    put: ({ x, y, k }) => behaviour.transform(target, zoomIdentity.translate(x, y).scale(k)),
    limit: ({ width, height, zoom: [least, most], within }) => {
      behaviour.extent([
        [0, 0],
        [width, height],
      ]);
      behaviour.scaleExtent([least, most]).translateExtent(within);
    },
    destroy: () => void target.on('.zoom', null),
  };
  target.call(behaviour).on('dblclick.zoom', null);
  if (limits !== undefined) zooming.limit(limits);
  if (view !== undefined) zooming.put(view);
  behaviour.on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => moved(event.transform, event.sourceEvent !== null));
  return zooming;
}

/** A finger, or the mouse's first button. */
function isMain(event: MouseEvent | TouchEvent): boolean {
  return !('button' in event) || event.button === 0;
}
