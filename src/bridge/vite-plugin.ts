/** A plugin of the development server: tells its pages which API server runs beside it, as soon as one starts or ends. */
import { mkdirSync, watch } from 'node:fs';
import type { Plugin } from 'vite';
import { CACHE_FOLDER, runningServer } from './run-file.ts';

const EVENT = 'kubarium:apiserver';

export function apiserverLink(): Plugin {
  return {
    name: EVENT,
    apply: 'serve',
    configureServer({ hot, httpServer }) {
      mkdirSync(CACHE_FOLDER, { recursive: true });
      let told = '';
      const watcher = watch(CACHE_FOLDER, () => {
        const address = runningServer();
        if (address === told) return;
        told = address;
        hot.send(EVENT, { address });
      });
      httpServer?.on('close', () => watcher.close());
      hot.on(EVENT, (_data: unknown, client: { send(event: string, data: unknown): void }) => {
        told = runningServer();
        if (told !== '') client.send(EVENT, { address: told });
      });
    },
  };
}
