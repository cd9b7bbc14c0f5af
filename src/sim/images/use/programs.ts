import type { Use } from './use.ts';

const SHELL: Use = { idleMilli: 0, memoryMiB: 1 };
const SMALL_SERVER: Use = { idleMilli: 0.3, memoryMiB: 6, requestMs: 0.4 };
const NGINX: Use = { idleMilli: 0.1, memoryMiB: 8, requestMs: 0.2, start: { milli: 60, ms: 1000 } };

/** By the names of image families; those that nobody knows are in `unknown.ts`. */
export const PROGRAMS: { readonly [image: string]: Use } = {
  hostname: SMALL_SERVER,
  nginx: NGINX,
  'nginx-slim': NGINX,
  httpd: { idleMilli: 0.4, memoryMiB: 14, requestMs: 0.4, start: { milli: 80, ms: 1000 } },
  busybox: SHELL,
  alpine: SHELL,
  shells: SHELL,
  distributions: SHELL,
  redis: { idleMilli: 2.5, memoryMiB: 9, requestMs: 0.1 },
  memcached: { idleMilli: 0.6, memoryMiB: 4, requestMs: 0.1 },
  postgres: { idleMilli: 2, memoryMiB: 48, requestMs: 2, start: { milli: 600, ms: 3500 } },
  mysql: { idleMilli: 7, memoryMiB: 430, requestMs: 3, start: { milli: 900, ms: 8000 } },
  mongo: { idleMilli: 9, memoryMiB: 180, requestMs: 2, start: { milli: 500, ms: 2500 } },
  python: { idleMilli: 0.5, memoryMiB: 18, requestMs: 2, start: { milli: 400, ms: 500 } },
  node: { idleMilli: 0.6, memoryMiB: 48, requestMs: 1.5, start: { milli: 700, ms: 1000 } },
  runtimes: { idleMilli: 2, memoryMiB: 110, requestMs: 2, start: { milli: 900, ms: 4000 } },
  'hello-app': SMALL_SERVER,
  'node-hello': { idleMilli: 0.6, memoryMiB: 40, requestMs: 1, start: { milli: 600, ms: 800 } },
  'hello-go': SMALL_SERVER,
  'hello-frontend': NGINX,
  'guestbook-frontend': { idleMilli: 0.5, memoryMiB: 16, requestMs: 6, start: { milli: 80, ms: 1000 } },
  'guestbook-redis': { idleMilli: 2.5, memoryMiB: 9, requestMs: 0.1 },
  'voting-app-vote': { idleMilli: 1, memoryMiB: 42, requestMs: 4, start: { milli: 500, ms: 1500 } },
  'voting-app-result': { idleMilli: 4, memoryMiB: 52, requestMs: 2, start: { milli: 600, ms: 1500 } },
  'voting-app-worker': { idleMilli: 6, memoryMiB: 36, start: { milli: 700, ms: 1500 } },
  boutique: { idleMilli: 8, memoryMiB: 45, requestMs: 3, start: { milli: 500, ms: 2000 } },
  agnhost: { idleMilli: 0.3, memoryMiB: 12, requestMs: 0.5 },
  liveness: SMALL_SERVER,
  echo: { idleMilli: 0.5, memoryMiB: 14, requestMs: 0.6 },
  'http-echo': SMALL_SERVER,
  // Its page reckons for a while: the load of the autoscaling walkthrough.
  'hpa-example': { idleMilli: 1, memoryMiB: 14, requestMs: 5, start: { milli: 80, ms: 1000 } },
  pause: { idleMilli: 0, memoryMiB: 0.4 },
};
