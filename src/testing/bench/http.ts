/**
 * The API server over HTTP: the server in a process of its own, its clients in this one. The yardstick of the same run is a bare
 * server of Node that gives and takes the same bytes.
 */
import { Agent } from 'node:http';
import type { JsonValue } from '../../api/scalars.ts';
import { sender, startServer } from './http-client.ts';
import type { Figure } from './main.ts';
import { median } from './measure.ts';
import { type Lag, watchRollOut } from './http-watches.ts';

const RUNS = 3;
const CONNECTIONS = 16;
const CREATES = 6_000;
const GETS = 15_000;

export async function http(): Promise<readonly Figure[]> {
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await oneRun());
  const calm = await watchRollOut(await startServer('cluster', 100), 1);
  const hurried = await watchRollOut(await startServer('cluster', 100), 100);
  const middle = (of: (run: Run) => number) => median(runs.map(of));
  return [
    { name: 'objects created', value: middle(({ creates }) => creates), unit: '1/s', target: { atLeast: 2_000 } },
    { name: 'objects read', value: middle(({ gets }) => gets), unit: '1/s', target: { atLeast: 5_000 } },
    { name: 'yardstick: bare creates', value: middle(({ bareCreates }) => bareCreates), unit: '1/s' },
    { name: 'yardstick: bare reads', value: middle(({ bareGets }) => bareGets), unit: '1/s' },
    { name: 'a create against the yardstick', value: middle(({ creates, bareCreates }) => bareCreates / creates), unit: 'times' },
    { name: 'a read against the yardstick', value: middle(({ gets, bareGets }) => bareGets / gets), unit: 'times' },
    ...figuresOf(calm, 'at 1×'),
    ...figuresOf(hurried, 'as fast as possible'),
  ];
}

function figuresOf({ slowestMs, eventsPerSecond, megabytesPerSecond, yardstickMs }: Lag, when: string): Figure[] {
  return [
    { name: `lag of the slowest of 100 watches, ${when}`, value: slowestMs, unit: 'ms', target: { atMost: 1000 } },
    { name: `yardstick: the slowest answer to /version meanwhile, ${when}`, value: yardstickMs, unit: 'ms' },
    { name: `events delivered, ${when}`, value: eventsPerSecond, unit: '1/s' },
    { name: `bytes delivered, ${when}`, value: megabytesPerSecond, unit: 'MB/s' },
  ];
}

interface Run {
  readonly creates: number;
  readonly gets: number;
  readonly bareCreates: number;
  readonly bareGets: number;
}

async function oneRun(): Promise<Run> {
  const real = await measure('cluster');
  const bare = await measure('bare');
  return { creates: real.creates, gets: real.gets, bareCreates: bare.creates, bareGets: bare.gets };
}

async function measure(kind: 'cluster' | 'bare'): Promise<{ readonly creates: number; readonly gets: number }> {
  const server = await startServer(kind, 0);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = sender(server.port, agent);
  // What is compiled when first used.
  await rate(CREATES / 4, (index) => send('POST', PODS, pod(`warm-${index}`)));
  const creates = await rate(CREATES, (index) => send('POST', PODS, pod(`pod-${index}`)));
  const gets = await rate(GETS, (index) => send('GET', `${PODS}/pod-${(index * 7919) % CREATES}`));
  agent.destroy();
  server.end();
  return { creates, gets };
}

/** How often a second, with as many at a time as there are connections. */
async function rate(count: number, act: (index: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (count * 1000) / (performance.now() - began);
}

const PODS = '/api/v1/namespaces/default/pods';

function pod(name: string): JsonValue {
  const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
  const ports = [{ containerPort: 80 }];
  const env = [{ name: 'MODE', value: 'fast' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web', tier: 'front' } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.29', ports, env, resources }] },
  };
}
