/** From nothing to everything Running, and to everything scheduled, at the sizes that Kubernetes promises for one cluster. */
import { fillInBrowser } from './fill-in-browser.ts';
import { FULL, fill, warmUp } from './fill.ts';
import type { Figure } from './main.ts';
import { ensureBrowser } from './site.ts';
import { type Rollout, collectGarbage, measured, rollOut, settledCluster } from './measure.ts';

interface Size {
  readonly nodes: number;
  readonly pods: number;
  /** Seconds by the clock. */
  readonly atMost: number;
}

const SIZES: readonly Size[] = [
  { nodes: 1_000, pods: 5_000, atMost: 2 },
  { nodes: 5_000, pods: 10_000, atMost: 6 },
];

/** The whole path, until all pods run and the Deployment knows of it. */
export async function scale(): Promise<readonly Figure[]> {
  warmUp();
  return SIZES.flatMap(({ nodes, pods, atMost }) => {
    const runs = Array.from({ length: RUNS }, () => {
      const cluster = settledCluster(nodes);
      collectGarbage();
      const taken = rollOut(cluster, pods);
      return { taken, figures: figuresOf(`${pods} pods on ${nodes} nodes, all Running`, atMost, taken) };
    });
    return runs.toSorted((a, b) => a.taken.wallMs - b.taken.wallMs)[RUNS >> 1]?.figures ?? [];
  });
}

/** The one in the middle is told. */
const RUNS = 3;

/** It takes minutes. */
export async function huge(): Promise<readonly Figure[]> {
  // Better missed at once than after minutes.
  ensureBrowser();
  warmUp();
  const { wallMs, figures } = fullInNode();
  collectGarbage();
  const inBrowser = await fillInBrowser(FULL);
  return [
    ...figures,
    { name: "the same in a browser's worker", value: inBrowser / 1000, unit: 's' },
    { name: 'against Node', value: inBrowser / wallMs, unit: 'times', target: { atMost: 1.5 } },
  ];
}

/** The cluster is gone when its figures are told. */
function fullInNode(): { wallMs: number; figures: readonly Figure[] } {
  const { nodes, deployments, replicas } = FULL;
  const cluster = settledCluster(nodes);
  collectGarbage();
  const taken = measured(cluster, () => fill(cluster, FULL));
  return { wallMs: taken.wallMs, figures: figuresOf(`${deployments * replicas} pods on ${nodes} nodes, all scheduled`, 60, taken) };
}

function figuresOf(name: string, atMost: number, { wallMs, cpuMs, virtualMs, events }: Rollout): readonly Figure[] {
  const resident = process.memoryUsage().rss / 2 ** 30;
  collectGarbage();
  const heap = process.memoryUsage().heapUsed / 2 ** 30;
  return [
    { name, value: wallMs / 1000, unit: 's', target: { atMost } },
    { name: 'the same, time of processors', value: cpuMs / 1000, unit: 's' },
    { name: 'the same, per event', value: (cpuMs * 1000) / events, unit: 'µs of processors' },
    { name: 'the same, virtual time', value: virtualMs / 1000, unit: 's' },
    { name: 'resident memory after it', value: resident, unit: 'GB', target: { atMost: 2 } },
    { name: 'heap after it', value: heap, unit: 'GB' },
  ];
}
