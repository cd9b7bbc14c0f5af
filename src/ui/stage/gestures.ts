import type { View } from './paint/layer.ts';
import type { Zooming } from './zooming.ts';

/** Wheel, pinch and drag on an element. d3's machinery for them is fetched when a pointer first comes near: until then nobody needs it. */
export interface Gestures {
  readonly put: (view: View) => void;
  readonly limit: (limits: Limits) => void;
  readonly destroy: () => void;
}

export interface Limits {
  readonly width: number;
  readonly height: number;
  readonly zoom: readonly [number, number];
  /** In world units: the corners of what may be seen. */
  readonly within: [[number, number], [number, number]];
}

/** `moved` hears of every change of the view; `byHand` when a gesture made it. */
export type Moved = (view: View, byHand: boolean) => void;

const NEAR = ['pointerenter', 'wheel', 'mousedown', 'touchstart'] as const;
const OVER = ['mouseup', 'touchend', 'touchcancel'] as const;

export function createGestures(element: HTMLElement, moved: Moved): Gestures {
  const listening = new AbortController();
  let zooming: Zooming | undefined;
  let view: View | undefined;
  let limits: Limits | undefined;
  /** A gesture that has begun and for which there is nobody yet. */
  let begun: Event | undefined;

  const load = async (): Promise<void> => {
    const { createZooming } = await import('./zooming.ts');
    if (listening.signal.aborted) return;
    listening.abort();
    zooming = createZooming(element, moved, view, limits);
    if (begun !== undefined) element.dispatchEvent(again(begun));
  };
  let loading: Promise<void> | undefined;
  const near = (event: Event): void => {
    if (event.type === 'wheel') event.preventDefault();
    if (event.type !== 'pointerenter') begun = event;
    loading ??= load().catch(() => {
      loading = undefined;
    });
  };
  const { signal } = listening;
  for (const type of NEAR) element.addEventListener(type, near, { signal, passive: false });
  for (const type of OVER) element.ownerDocument.addEventListener(type, () => (begun = undefined), { signal });

  return {
    put: (next) => {
      view = next;
      if (zooming === undefined) moved(next, false);
      else zooming.put(next);
    },
    limit: (next) => {
      limits = next;
      zooming?.limit(next);
    },
    destroy: () => {
      listening.abort();
      zooming?.destroy();
    },
  };
}

/** An event can be sent only once. */
function again(event: Event): Event {
  if (event instanceof WheelEvent) return new WheelEvent(event.type, event);
  if (event instanceof MouseEvent) return new MouseEvent(event.type, event);
  const { touches, targetTouches, changedTouches } = event as TouchEvent;
  return new TouchEvent(event.type, {
    bubbles: true,
    cancelable: true,
    touches: [...touches],
    targetTouches: [...targetTouches],
    changedTouches: [...changedTouches],
  });
}
