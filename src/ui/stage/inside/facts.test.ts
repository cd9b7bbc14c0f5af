import { expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { insideOf } from './facts.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
    initContainers: [{ name: 'setup', image: 'busybox', command: ['sh', '-c', 'true'] }],
    containers: [
      {
        name: 'app',
        image: 'nginx:1.29',
        readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 5 },
        livenessProbe: { tcpSocket: { port: 80 } },
        volumeMounts: [{ name: 'settings', mountPath: '/etc/app' }],
      },
      { name: 'broken', image: 'nope' },
    ],
  },
  status: {
    initContainerStatuses: [{ name: 'setup', restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
    containerStatuses: [
      { name: 'app', ready: false, restartCount: 2, state: { running: {} } },
      { name: 'broken', restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } },
    ],
  },
} as unknown as KubeObject;

const event = (reason: string) => ({ kind: 'Event', apiVersion: 'v1', metadata: {}, reason, message: 'so' }) as unknown as KubeObject;

test('containers with state, process, probes and mounts, those of the beginning last; and what happened last', () => {
  const reasons = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const inspection = { object: POD, events: reasons.map(event), columns: [], yaml: '', owners: [] };
  const { containers, tail } = insideOf(inspection, new Map());
  expect(containers).toEqual([
    {
      name: 'app',
      image: 'nginx:1.29',
      state: 'running',
      tone: 'ok',
      restarts: 2,
      process: '',
      probes: [
        { text: 'readiness GET :80/ready · 5 s', on: false },
        { text: 'liveness tcp :80 · 10 s', on: true },
      ],
      mounts: ['/etc/app ← configMap settings'],
      log: [],
    },
    { name: 'broken', image: 'nope', state: 'ImagePullBackOff', tone: 'bad', restarts: 0, process: '', probes: [], mounts: [], log: [] },
    {
      name: 'setup (init)',
      image: 'busybox',
      state: 'Completed (0)',
      tone: 'over',
      restarts: 0,
      process: 'sh -c true',
      probes: [],
      mounts: [],
      log: [],
    },
  ]);
  expect(tail).toEqual(['b: so', 'c: so', 'd: so', 'e: so', 'f: so', 'g: so']);
  const written = insideOf(inspection, new Map([['app', ['one', 'two']]]));
  expect(written.containers.map(({ log }) => log)).toEqual([['one', 'two'], [], []]);
  expect(written.tail).toEqual([]);
});
