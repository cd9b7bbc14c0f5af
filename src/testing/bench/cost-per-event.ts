import type { Figure } from './main.ts';
import { type Rollout, median, rollOut, settledCluster } from './measure.ts';

const RUNS = 7;

/** The same roll-out on the same hundred nodes, ten times as big: an event may not cost more for it. */
export async function costPerEvent(): Promise<readonly Figure[]> {
  rollOut(settledCluster(100), 300);
  const small: number[] = [];
  const large: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    small.push(...Array.from({ length: 5 }, () => perEvent(rollOut(settledCluster(100), 300))));
    large.push(perEvent(rollOut(settledCluster(100), 3000)));
  }
  return [
    { name: 'cost per event at 300 pods', value: median(small), unit: 'µs' },
    { name: 'cost per event at 3,000 pods', value: median(large), unit: 'µs' },
    { name: 'ratio', value: median(large) / median(small), unit: 'times', target: { atMost: 1.3 } },
  ];
}

const NODES_OF_MANY = 1_000;

/** The same once more, ten times as big again on a thousand nodes. It takes minutes, so it is the time of processors that counts. */
export function costAmongMany(): readonly Figure[] {
  const small: number[] = [];
  const large: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    small.push(...Array.from({ length: 3 }, () => workPerEvent(rollOut(settledCluster(NODES_OF_MANY), 3_000))));
    large.push(workPerEvent(rollOut(settledCluster(NODES_OF_MANY), 30_000)));
  }
  return [
    { name: 'cost per event at 3,000 pods on 1,000 nodes', value: median(small), unit: 'µs' },
    { name: 'cost per event at 30,000 pods on 1,000 nodes', value: median(large), unit: 'µs' },
    { name: 'ratio', value: median(large) / median(small), unit: 'times', target: { atMost: 1.3 } },
  ];
}

function workPerEvent({ cpuMs, events }: Rollout): number {
  return (cpuMs * 1000) / events;
}

function perEvent({ wallMs, events }: Rollout): number {
  return (wallMs * 1000) / events;
}
