/** A cluster behind HTTP in the test's own process, on a free port. */
import type { AddressInfo } from 'node:net';
import { type Home, openHome } from '../home.ts';
import { ADMINISTRATOR } from '../server/identities.ts';
import { type Pages, servePages } from '../server/pages.ts';
import { type ApiServer, type ServerOptions, startServer } from '../server/server.ts';

export interface Bridge {
  readonly home: Home;
  readonly server: ApiServer;
  readonly pages: Pages;
  /** Host and port. */
  readonly address: string;
  /** What requests ran into that should not have happened. */
  readonly failures: readonly unknown[];
  close(): Promise<void>;
}

export const START = Date.UTC(2026, 0, 1, 12);
const SETTLE_MS = 20_000;

export async function openBridge(options: Partial<ServerOptions> = {}, nodes = 3): Promise<Bridge> {
  const failures: unknown[] = [];
  const home = await openHome({ from: 'empty', seed: 1, nodes, startTime: START }, ({ message, report }) =>
    failures.push(new Error(`${message}\n${report}`)),
  );
  home.cluster.advance(START + SETTLE_MS);
  let pages: Pages | undefined;
  const served = {
    get cluster() {
      return home.cluster;
    },
    changed: () => home.live.changed(),
    get pages() {
      return pages?.count ?? 0;
    },
    failed: (error: unknown) => void failures.push(error),
  };
  const server = await startServer(served, { host: '127.0.0.1', port: 0, nobody: ADMINISTRATOR, ...options });
  home.onChange(server.advanced);
  home.onReplaced(server.replaced);
  home.hold(() => server.isBehind);
  pages = servePages(server.http, home, '127.0.0.1');
  const { port } = server.http.address() as AddressInfo;
  return {
    home,
    server,
    pages,
    address: `127.0.0.1:${port}`,
    failures,
    close: async () => {
      home.stop();
      pages.close();
      await server.close();
    },
  };
}

/** Waits until `look` finds something. */
export async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, what = 'it'): Promise<T> {
  for (let tries = 0; tries < 3000; tries += 1) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited for ${what} in vain`);
}
