import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { LogText } from '../../api/request.ts';
import { POD } from '../../api/resources.ts';
import { smallCluster } from '../../testing/small-cluster.ts';
import { ADMINISTRATOR } from './identities.ts';
import { createLogStreams } from './log-streams.ts';

function reader() {
  const told: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    req: { socket: Object.assign(new EventEmitter(), { setMaxListeners: () => undefined }) },
    writableLength: 0,
    isEnded: false,
    write: (text: string) => void told.push(text),
    flushHeaders: () => undefined,
    end: () => void (socket.isEnded = true),
  });
  return { socket, told, response: socket as unknown as ServerResponse };
}

function followed(command: string) {
  let now = 1000;
  const c = smallCluster();
  c.createPod('p', { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox', command: ['sh', '-c', command] }] });
  c.run(5);
  const { cluster } = c;
  const streams = createLogStreams(() => now);
  const place = { group: '', version: 'v1', resource: 'pods', namespace: 'default', name: 'p', subresource: 'log' };
  const request = { verb: 'get', ...place, log: { follow: true } } as const;
  const to = reader();
  streams.open({ request, start: cluster.request(request).body as LogText }, ADMINISTRATOR, to.response);
  const pass = (seconds: number) => {
    c.run(seconds);
    now += 1000;
    streams.advance(cluster);
  };
  return { ...to, c, streams, pass };
}

test('tells each line once, until the container has ended', () => {
  const { told, socket, streams, pass } = followed('for i in 1 2 3; do echo $i; sleep 3; done; echo over');
  for (let turn = 0; turn < 20; turn += 1) pass(0.5);
  pass(5);
  expect(told.join('')).toBe('1\n2\n3\nover\n');
  expect(socket.isEnded).toBe(true);
  expect(streams.size).toBe(0);
});

test('hands nothing more to a reader that takes nothing, and lets go of one that has gone', () => {
  const { told, socket, streams, pass } = followed('while true; do echo tick; sleep 1; done');
  pass(5);
  const before = told.length;
  socket.writableLength = 1 << 20;
  pass(5);
  expect(told).toHaveLength(before);
  socket.emit('close');
  expect(streams.size).toBe(0);
});

test('ends with the pod', () => {
  const { socket, c, pass } = followed('while true; do echo tick; sleep 1; done');
  c.remove(POD, 'p', 0);
  pass(5);
  expect(socket.isEnded).toBe(true);
});
