/**
 * How many replicas a metric asks for (pkg/controller/podautoscaler: replica_calculator.go, metrics/utilization.go): the pods that are
 * ready, times the ratio of what they use to what they should. Pods that tell nothing are counted so that they never make the change
 * larger, and a second ratio with them has to agree with the first one.
 */
import type { Pod } from '../../../api/types.gen.ts';
import { MetricError } from './metric-error.ts';
import { type PodGroups, type PodSetup, groupPods } from './pod-groups.ts';
import { requestsOf } from './pod-requests.ts';
import type { PodSamples } from './samples.ts';

/** How far use may be from its target, as a part of it. */
export interface Tolerances {
  readonly scaleUp: number;
  readonly scaleDown: number;
}

export interface Workload {
  readonly replicas: number;
  readonly pods: readonly Pod[];
  readonly tolerances: Tolerances;
  readonly now: number;
  readonly setup: PodSetup;
}

/** A resource of containers; another metric of pods has neither. */
export interface Measured {
  readonly samples: PodSamples;
  readonly resource: string;
  /** '' for whole pods. */
  readonly container: string;
}

export interface Proposal {
  readonly replicas: number;
  /** Thousandths, of each pod on average. */
  readonly milli: number;
  /** Percent of what was asked for; absent where that does not matter. */
  readonly utilization?: number;
}

/** Throws a MetricError. `target` in percent of the requests. */
export function replicasForUtilization(workload: Workload, { samples, resource, container }: Measured, target: number): Proposal {
  const groups = groupsOf(workload, samples, resource);
  const measured = withoutSome(samples, groups);
  const requests = requestsOf(workload.pods, container, resource);
  const { ratio, utilization, milli } = utilizationOf(measured, requests, target);
  // Of what speaks against fewer replicas: as if each used all that it asks for, or what it should use where that is more.
  const full = (pod: string) => Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, target)) / 100);
  const again = (uses: Uses) => utilizationOf(uses, requests, target).ratio;
  return { replicas: replicasFor(workload, groups, { measured, ratio, full, again }), milli, utilization };
}

/** Throws a MetricError. `target` in thousandths for each pod. */
export function replicasForAverage(workload: Workload, { samples, resource }: Measured, target: number): Proposal {
  const groups = groupsOf(workload, samples, resource);
  const measured = withoutSome(samples, groups);
  const ratioOf = (uses: Uses) => averageOf(uses) / target;
  const reckoning = { measured, ratio: ratioOf(measured), full: () => target, again: ratioOf };
  return { replicas: replicasFor(workload, groups, reckoning), milli: averageOf(measured) };
}

/** Thousandths by the names of pods. */
type Uses = ReadonlyMap<string, number>;

interface Reckoning {
  /** Never empty. */
  readonly measured: Uses;
  readonly ratio: number;
  full(pod: string): number;
  again(uses: Uses): number;
}

function replicasFor({ replicas, tolerances }: Workload, { ready, unready, missing }: PodGroups, reckoning: Reckoning): number {
  const { measured, ratio, full, again } = reckoning;
  const counted = ratio > 1 ? unready : [];
  if (missing.length === 0 && counted.length === 0) return isWithin(tolerances, ratio) ? replicas : Math.ceil(ratio * ready);
  const absent = ratio === 1 ? [] : missing.map((pod) => [pod, ratio < 1 ? full(pod) : 0] as const);
  const all = new Map([...measured, ...absent, ...counted.map((pod) => [pod, 0] as const)]);
  const next = again(all);
  if (isWithin(tolerances, next) || (ratio < 1 && next > 1) || (ratio > 1 && next < 1)) return replicas;
  const wanted = Math.ceil(next * all.size);
  return (next < 1 && wanted > replicas) || (next > 1 && wanted < replicas) ? replicas : wanted;
}

function isWithin({ scaleUp, scaleDown }: Tolerances, ratio: number): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

function groupsOf({ pods, now, setup }: Workload, samples: PodSamples, resource: string): PodGroups {
  if (pods.length === 0) throw new MetricError('no pods returned by selector while calculating replica count');
  return groupPods(pods, samples, resource, now, setup);
}

function withoutSome(samples: PodSamples, { ignored, unready }: PodGroups): Uses {
  const excluded = new Set([...ignored, ...unready]);
  const uses = new Map([...samples].filter(([pod]) => !excluded.has(pod)).map(([pod, { milli }]) => [pod, milli]));
  if (uses.size === 0) throw new MetricError('did not receive metrics for targeted pods (pods might be unready)');
  return uses;
}

/** Of the pods that are known. */
function utilizationOf(uses: Uses, requests: Uses, target: number) {
  const known = [...uses].filter(([pod]) => requests.has(pod));
  const used = known.reduce((sum, [, milli]) => sum + milli, 0);
  const requested = known.reduce((sum, [pod]) => sum + (requests.get(pod) ?? 0), 0);
  if (requested === 0) throw new MetricError('no metrics returned matched known pods');
  const utilization = Math.trunc((used * 100) / requested);
  return { ratio: utilization / target, utilization, milli: Math.trunc(used / known.length) };
}

function averageOf(uses: Uses): number {
  return Math.trunc([...uses.values()].reduce((sum, milli) => sum + milli, 0) / uses.size);
}
