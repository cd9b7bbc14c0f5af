/** Pods come and go, containers crash, machines fail: what a kubelet believes stays true, and once all is well again all pods run. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podRequests } from '../../api/pod/resources.ts';
import { POD } from '../../api/resources.ts';
import type { PodSpec } from '../../api/types.gen.ts';
import { type SmallCluster, smallCluster } from '../../testing/small-cluster.ts';
import type { KubeletMemory } from './memory.ts';

const NODES = ['node-1', 'node-2'] as const;

const SPECS: readonly PodSpec[] = [
  { containers: [{ name: 'app', image: 'nginx:1.27', resources: { requests: { cpu: '250m' } } }] },
  {
    containers: [
      { name: 'app', image: 'redis:7', readinessProbe: { tcpSocket: { port: 6379 } }, livenessProbe: { tcpSocket: { port: 6379 } } },
    ],
  },
  { hostNetwork: true, containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] },
  {
    initContainers: [{ name: 'init', image: 'busybox:1.36', command: ['sleep', '2'] }],
    containers: [{ name: 'app', image: 'nginx:1.27' }],
  },
  { containers: [{ name: 'app', image: 'busybox:1.36', command: ['sh', '-c', 'while true; do wget -q -O- http://web; sleep 7; done'] }] },
];

type Step =
  | { readonly do: 'create'; readonly spec: number }
  | { readonly do: 'delete'; readonly pod: number; readonly graceSeconds: number | undefined }
  | { readonly do: 'crash'; readonly pod: number }
  | {
      readonly do: 'fault';
      readonly type: 'node-stop' | 'node-start' | 'node-disconnect' | 'node-reconnect';
      readonly node: (typeof NODES)[number];
    }
  | { readonly do: 'run'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), spec: fc.nat(SPECS.length - 1) }),
  fc.record({ do: fc.constant('delete' as const), pod: fc.nat(9), graceSeconds: fc.constantFrom(undefined, 0, 1, 5) }),
  fc.record({ do: fc.constant('crash' as const), pod: fc.nat(9) }),
  fc.record({
    do: fc.constant('fault' as const),
    type: fc.constantFrom('node-stop' as const, 'node-start' as const, 'node-disconnect' as const, 'node-reconnect' as const),
    node: fc.constantFrom(...NODES),
  }),
  fc.record({ do: fc.constant('run' as const), seconds: fc.integer({ min: 0, max: 40 }) }),
);

function take(c: SmallCluster, action: Step, serial: number): void {
  const names = c.list(POD).map(({ metadata }) => metadata.name ?? '');
  switch (action.do) {
    case 'create':
      c.createPod(`p${serial}`, SPECS[action.spec] ?? { containers: [] });
      return;
    case 'delete': {
      const name = names[action.pod];
      if (name !== undefined) c.remove(POD, name, action.graceSeconds);
      return;
    }
    case 'crash': {
      const name = names[action.pod];
      if (name !== undefined) c.fault({ type: 'container-crash', namespace: 'default', pod: name });
      return;
    }
    case 'fault':
      c.fault({ type: action.type, node: action.node });
      return;
    case 'run':
      c.run(action.seconds);
      return;
  }
}

function checkBooks(c: SmallCluster): void {
  for (const node of NODES) {
    const memory = c.cluster.state.components.get(`kubelet/${node}`)?.memory as KubeletMemory;
    const admitted = [...memory.workers.values()].filter((worker) => worker.admitted);
    expect(memory.used.pods).toBe(admitted.length);
    expect(memory.used.cpuMilli).toBe(admitted.reduce((sum, { pod }) => sum + podRequests(pod.spec ?? { containers: [] }).cpuMilli, 0));
    for (const [address, uid] of memory.addresses) expect(memory.workers.get(uid)?.podIP).toBe(`${memory.podPrefix}${address}`);
    for (const worker of memory.workers.values())
      if (worker.stage === 'terminated') expect(worker.containers.every(({ state }) => state !== 'running')).toBe(true);
  }
}

describe('a kubelet', () => {
  it('keeps its books, and brings every pod up once all is well', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 25 }), (steps) => {
        const c = smallCluster(2);
        steps.forEach((action, serial) => {
          take(c, action, serial);
          c.run(0.05);
          checkBooks(c);
        });
        for (const node of NODES) for (const type of ['node-start', 'node-reconnect'] as const) c.fault({ type, node });
        c.run(800);
        checkBooks(c);
        for (const { metadata, status } of c.list(POD)) {
          expect([metadata.name, metadata.deletionTimestamp, status?.phase]).toEqual([metadata.name, undefined, 'Running']);
          expect(status?.containerStatuses?.every(({ ready }) => ready)).toBe(true);
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
