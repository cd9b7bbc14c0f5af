import type { FromWorker, Request } from '../../protocol/messages.ts';

/** One life of a worker. After `close` nothing more is heard from it. */
export interface Link {
  send(request: Request): void;
  close(): void;
}

export interface LinkEvents {
  message(message: FromWorker): void;
  /** The worker can't go on: its script failed, or it sent something unreadable. */
  broken(why: string): void;
}

export type OpenLink = (events: LinkEvents) => Link;

/** What the engine's client needs of a page, so that tests can drive it by hand. */
export interface Host {
  /** Calls back before the next repaint; never while the page is hidden. */
  nextFrame(callback: () => void): void;
  isVisible(): boolean;
  onVisibility(callback: () => void): void;
  after(milliseconds: number, callback: () => void): void;
}

export const openWorker: OpenLink = (events) => {
  const worker = new Worker(new URL('../../worker/worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => events.message(event.data));
  worker.addEventListener('messageerror', () => events.broken('a message could not be read'));
  worker.addEventListener('error', (event) => events.broken(event.message === '' ? 'its script could not be run' : event.message));
  return {
    send: (request) => worker.postMessage(request, []),
    close: () => worker.terminate(),
  };
};

export const pageHost: Host = {
  nextFrame: (callback) => void requestAnimationFrame(callback),
  isVisible: () => document.visibilityState === 'visible',
  onVisibility: (callback) => document.addEventListener('visibilitychange', callback),
  after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
};
