import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { ApiResourceList, WatchStart } from '../../api/request.ts';
import { createCluster } from '../../sim/cluster.ts';
import { ADMINISTRATOR } from './identities.ts';
import { LIMITS } from './limits.ts';
import { createStreams } from './streams.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
/** Two of these are more than is handed to the system at once. */
const BIG = 'x'.repeat(200_000);

/** A socket whose reader takes nothing until it is told to. */
function reader() {
  const socket = Object.assign(new EventEmitter(), {
    req: { socket: new EventEmitter() },
    writableLength: 0,
    write: (bytes: Uint8Array) => void (socket.writableLength += bytes.length),
    flushHeaders: () => undefined,
    end: () => undefined,
  });
  const take = () => {
    socket.writableLength = 0;
    socket.emit('drain');
  };
  return { response: socket as unknown as ServerResponse, take };
}

function watched() {
  let now = 1000;
  const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1);
  const streams = createStreams(LIMITS, () => now);
  const resource = (cluster.request({ verb: 'discover' }).body as ApiResourceList).items.find((one) => one.resource === 'configmaps');
  if (resource === undefined) throw new Error('no configmaps');
  const request = { verb: 'watch', ...CONFIG_MAPS, namespace: 'default' } as const;
  const start = cluster.request(request).body as WatchStart;
  const { response, take } = reader();
  const shape = { mediaType: 'application/json', includeObject: '', kind: 'ConfigMap' } as const;
  streams.open(cluster, { request, resource, shape, warnings: [], start }, ADMINISTRATOR, response);
  const write = (name: string) => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { big: BIG } };
    cluster.request({ verb: 'create', ...CONFIG_MAPS, namespace: 'default', body });
    streams.advance(cluster);
  };
  return { streams, write, take, pass: (milliseconds: number) => void (now += milliseconds) };
}

test('a reader that keeps up is never behind', () => {
  const { streams, write, take } = watched();
  write('one');
  take();
  expect(streams.isBehind).toBe(false);
});

test('a reader that takes a little again and again, and never catches up, is waited for once', async () => {
  const { streams, write, take, pass } = watched();
  for (const name of ['one', 'two', 'three']) write(name);
  expect(streams.isBehind).toBe(true);
  pass(600);
  expect(streams.isBehind).toBe(false);
  for (const name of ['four', 'five']) write(name);
  take();
  for (const name of ['six', 'seven']) write(name);
  expect(streams.isBehind).toBe(false);
  // Once it has caught up it is waited for again.
  for (let turn = 0; turn < 10; turn += 1) {
    take();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const name of ['eight', 'nine', 'ten']) write(name);
  expect(streams.isBehind).toBe(true);
});
