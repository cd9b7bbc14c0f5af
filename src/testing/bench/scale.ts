/** From nothing to everything Running, at the sizes that Kubernetes promises for one cluster. */
import type { Figure } from './main.ts';
import { collectGarbage, measured, rollOut, settledCluster } from './measure.ts';

interface Size {
  readonly nodes: number;
  readonly deployments: number;
  readonly replicas: number;
  /** Seconds by the clock. */
  readonly atMost: number;
}

const SIZES: readonly Size[] = [
  { nodes: 1_000, deployments: 1, replicas: 5_000, atMost: 2 },
  { nodes: 5_000, deployments: 1, replicas: 10_000, atMost: 6 },
  { nodes: 5_000, deployments: 30, replicas: 5_000, atMost: 60 },
];

export async function scale(): Promise<readonly Figure[]> {
  // The engine's warming up.
  rollOut(settledCluster(100), 3_000);
  return SIZES.flatMap(allRunning);
}

function allRunning({ nodes, deployments, replicas, atMost }: Size): readonly Figure[] {
  const cluster = settledCluster(nodes);
  const names = Array.from({ length: deployments }, (_, index) => `web-${index}`);
  collectGarbage();
  const { wallMs, cpuMs, virtualMs } = measured(cluster, () => void rollOut(cluster, replicas, names));
  const resident = process.memoryUsage().rss / 2 ** 30;
  collectGarbage();
  const heap = process.memoryUsage().heapUsed / 2 ** 30;
  return [
    { name: `${deployments * replicas} pods on ${nodes} nodes, all Running`, value: wallMs / 1000, unit: 's', target: { atMost } },
    { name: 'the same, time of processors', value: cpuMs / 1000, unit: 's' },
    { name: 'the same, virtual time', value: virtualMs / 1000, unit: 's' },
    { name: 'resident memory after it', value: resident, unit: 'GB', target: { atMost: 2 } },
    { name: 'heap after it', value: heap, unit: 'GB' },
  ];
}
