/** Finds the server whose cluster a page shows: one that it was told of, or the one that runs beside the development server. */
import type { Engine } from './engine.ts';
import { openServer } from './server-link.ts';

/** `address`: host and port. */
export function attachTo(engine: Engine, address: string): Promise<void> {
  // A server that is not there shows itself: the page calls it a few times, and then goes on with its own cluster.
  return engine.attach({ address, open: openServer(address) }).catch(() => undefined);
}

/** The development server says which API server runs in the same folder, and when it ends (`bridge/vite-plugin.ts`). */
interface Hot {
  on(event: string, listener: (data: { readonly address: string }) => void): void;
  send(event: string): void;
}

export function followServers(engine: Engine, hot: Hot | undefined): void {
  hot?.on('kubarium:apiserver', ({ address }) => {
    if (address !== '') void attachTo(engine, address);
    else if (engine.state().server !== '') void engine.detach().catch(() => undefined);
  });
  hot?.send('kubarium:apiserver');
}
