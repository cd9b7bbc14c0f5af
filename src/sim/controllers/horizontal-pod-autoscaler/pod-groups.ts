/** Which of a workload's pods count, and as what (replica_calculator.go). */
import { isTerminating, nameOf } from '../../../api/object.ts';
import { podCondition } from '../../../api/pod/conditions.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { Settings } from './settings.ts';
import type { PodSample, PodSamples } from './samples.ts';

export type PodSetup = Pick<Settings, 'cpuInitializationMs' | 'initialReadinessMs'>;

export interface PodGroups {
  /** Their samples are what is reckoned with. */
  readonly ready: number;
  /** Not there yet: counted as idle, and only against more replicas. */
  readonly unready: readonly string[];
  /** Without a sample: counted so that they speak against any change. */
  readonly missing: readonly string[];
  /** Failed or on their way out. */
  readonly ignored: readonly string[];
}

type Group = 'ready' | 'unready' | 'missing' | 'ignored';

export function groupPods(pods: readonly Pod[], samples: PodSamples, resource: string, now: number, setup: PodSetup): PodGroups {
  const groups: { readonly [group in Group]: string[] } = { ready: [], unready: [], missing: [], ignored: [] };
  for (const pod of pods) groups[groupOf(pod, samples.get(nameOf(pod)), resource, now, setup)].push(nameOf(pod));
  return { ...groups, ready: groups.ready.length };
}

function groupOf(pod: Pod, sample: PodSample | undefined, resource: string, now: number, setup: PodSetup): Group {
  if (isTerminating(pod) || pod.status?.phase === 'Failed') return 'ignored';
  if (pod.status?.phase === 'Pending') return 'unready';
  if (sample === undefined) return 'missing';
  return resource === 'cpu' && isStarting(pod, sample, now, setup) ? 'unready' : 'ready';
}

/** Programs take more cpu while they start than what their work takes. */
function isStarting(pod: Pod, sample: PodSample, now: number, { cpuInitializationMs, initialReadinessMs }: PodSetup): boolean {
  const ready = podCondition(pod, 'Ready');
  const startTime = pod.status?.startTime;
  if (ready === undefined || startTime === undefined) return true;
  const startedAt = parseTime(startTime);
  const changedAt = ready.lastTransitionTime === undefined ? -Infinity : parseTime(ready.lastTransitionTime);
  const isUnready = ready.status === 'False';
  if (startedAt + cpuInitializationMs > now) return isUnready || sample.at < changedAt + sample.windowMs;
  // One that was ready once counts although it isn't now.
  return isUnready && startedAt + initialReadinessMs > changedAt;
}
