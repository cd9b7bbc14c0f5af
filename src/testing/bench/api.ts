import type { ApiRequest } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { type Cluster, createCluster } from '../../sim/cluster.ts';
import type { Figure } from './main.ts';
import { collectGarbage, median } from './measure.ts';

const RUNS = 5;
const PODS = 10_000;
const READS = 200_000;
const APPLIES = 4_000;
const START = Date.UTC(2026, 0, 1);

/**
 * The API server alone: requests from outside through decoding, defaulting, admission, validation and storage, and what a stored
 * pod weighs with everything that hangs from it. The yardstick of the same run is how fast this machine writes such a pod as JSON.
 */
export async function api(): Promise<readonly Figure[]> {
  const creates: number[] = [];
  const gets: number[] = [];
  const applies: number[] = [];
  const bytes: number[] = [];
  const yardsticks: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const figures = measure();
    // The first run is the engine's warming up.
    if (run === 0) continue;
    creates.push(figures.creates);
    gets.push(figures.gets);
    applies.push(figures.applies);
    bytes.push(figures.bytes);
    yardsticks.push(figures.yardstick);
  }
  return [
    { name: 'pods created', value: median(creates), unit: '1/s', target: { atLeast: 20_000 } },
    { name: 'pods read', value: median(gets), unit: '1/s', target: { atLeast: 100_000 } },
    { name: 'server-side applies', value: median(applies), unit: '1/s', target: { atLeast: 2_000 } },
    { name: 'memory per stored pod', value: median(bytes) / 1024, unit: 'KB', target: { atMost: 6 } },
    { name: 'yardstick: such a pod to JSON and back', value: median(yardsticks), unit: '1/s' },
    { name: 'a create against the yardstick', value: median(yardsticks) / median(creates), unit: 'times' },
  ];
}

interface Measured {
  readonly creates: number;
  readonly gets: number;
  readonly applies: number;
  readonly bytes: number;
  readonly yardstick: number;
}

function measure(): Measured {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1);
  cluster.advance(START + 5_000);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const creates = rate(PODS, (index) => must(cluster, { verb: 'create', ...PLACE, body: pod(`pod-${index}`) }));
  collectGarbage();
  // The log of commands holds the bodies of requests; a pod weighs what the store and its history hold of it.
  cluster.state.commands.held.length = 0;
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / PODS;
  const gets = rate(READS, (index) => must(cluster, { verb: 'get', ...PLACE, name: `pod-${(index * 7919) % PODS}` }));
  const applies = rate(APPLIES, (index) =>
    must(cluster, {
      verb: 'patch',
      ...PLACE,
      name: `pod-${index % 500}`,
      patchType: 'apply',
      body: applied(`pod-${index % 500}`, index),
      options: { fieldManager: 'bench' },
    }),
  );
  const sample = JSON.stringify(must(cluster, { verb: 'get', ...PLACE, name: 'pod-1' }).body);
  const yardstick = rate(PODS, () => JSON.stringify(JSON.parse(sample)));
  return { creates, gets, applies, bytes, yardstick };
}

const PLACE = { group: '', resource: 'pods', namespace: 'default' } as const;

function must(cluster: Cluster, request: ApiRequest) {
  const response = cluster.request(request);
  if (response.code >= 400) throw new Error(JSON.stringify(response.body));
  return response;
}

/** How often a second. */
function rate(count: number, act: (index: number) => unknown): number {
  const began = performance.now();
  for (let index = 0; index < count; index += 1) act(index);
  return (count * 1000) / (performance.now() - began);
}

function pod(name: string): JsonValue {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web', tier: 'front' } },
    spec: {
      containers: [
        {
          name: 'app',
          image: 'nginx:1.29',
          ports: [{ containerPort: 80 }],
          env: [{ name: 'MODE', value: 'fast' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          readinessProbe: { httpGet: { path: '/', port: 80 } },
        },
      ],
    },
  };
}

function applied(name: string, round: number): JsonValue {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { round: `r${round}`, owner: 'bench' } } };
}
