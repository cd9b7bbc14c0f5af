import { expect, test } from 'vitest';
import { serializePlain } from '../base/serialize.ts';
import { type Cluster, createCluster } from '../sim/cluster.ts';
import type { ClusterState } from '../sim/cluster-state.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const ROUNDS_PER_HOUR = 12;

function post(cluster: Cluster, group: string, resource: string, body: object): void {
  const { code } = cluster.request({ verb: 'create', group, resource, namespace: 'default', body: body as never });
  if (code !== 201) throw new Error(`${resource}: ${code}`);
}

/** Everything comes and goes: workloads, a Service, Jobs, Events; names are never used twice. */
function round(cluster: Cluster, number: number): void {
  const name = `app-${number}`;
  const labels = { app: name };
  const spec = { containers: [{ name: 'app', image: 'nginx:1.29' }] };
  const template = { metadata: { labels }, spec };
  post(cluster, 'apps', 'deployments', { metadata: { name }, spec: { replicas: 3, selector: { matchLabels: labels }, template } });
  post(cluster, '', 'services', { metadata: { name }, spec: { selector: labels, ports: [{ port: 80 }] } });
  post(cluster, 'batch', 'jobs', {
    metadata: { name },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'busybox:1.37', command: ['true'] }] } } },
  });
  post(cluster, '', 'configmaps', { metadata: { name }, data: { number: String(number) } });
  const part = HOUR_MS / ROUNDS_PER_HOUR;
  cluster.advance(cluster.state.now + part / 2);
  cluster.traffic({ url: `http://${name}.default.svc.cluster.local/`, count: 3 });
  const kinds = [
    ['apps', 'deployments'],
    ['', 'services'],
    ['batch', 'jobs'],
    ['', 'configmaps'],
  ] as const;
  for (const [group, resource] of kinds)
    cluster.request({ verb: 'delete', group, resource, namespace: 'default', name, body: { propagationPolicy: 'Background' } });
  cluster.advance(cluster.state.now + part / 2);
}

/** Bytes of every part of the state, of what the API server remembers and of every component's memory, piece by piece. */
function sizes({ components, processes, server, ...rest }: ClusterState): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  const weigh = (owner: string, pieces: object) => {
    for (const [name, piece] of Object.entries(pieces)) parts.set(`${owner} ${name}`, serializePlain(piece ?? null).length);
  };
  weigh('cluster', rest);
  weigh('server', server);
  for (const [id, { memory }] of components) if (typeof memory === 'object' && memory !== null) weigh(id, memory);
  for (const [id, process] of processes) weigh(id, process);
  return parts;
}

test('a cluster that has been in use for hours is no larger than after the first of them', () => {
  const cluster = createCluster(
    { startTime: START, machines: [{ name: 'node-1', cpu: '8', memory: '16Gi', zone: 'a' }], images: 'preloaded' },
    1,
  );
  let number = 0;
  const hours = (count: number) => {
    for (let left = count * ROUNDS_PER_HOUR; left > 0; left -= 1) round(cluster, (number += 1));
    return sizes(cluster.state);
  };
  // Events live for an hour, history for ten minutes.
  const young = hours(2);
  const old = hours(4);
  const grown = [...old].filter(([name, size]) => !BOUNDED.has(name) && size > (young.get(name) ?? 0) * 1.2 + 1_000);
  expect(grown.map(([name, size]) => `${name}: ${young.get(name) ?? 0} → ${size}`)).toEqual([]);
  expect(number).toBe(6 * ROUNDS_PER_HOUR);
});

/** These grow up to a limit of their own: commands and causes by count, the rest to the last five hundred. */
const BOUNDED: ReadonlySet<string> = new Set([
  'cluster commands',
  'cluster causes',
  'server audit',
  'garbage-collector-controller absent',
  'default-scheduler verdicts',
  'default-scheduler histories',
]);
