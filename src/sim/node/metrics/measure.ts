/** What a container or a node used over an interval, as a measurement would have shown it: a pure function of what it did. */
import { hash32 } from '../../../base/prng.ts';
import type { Use } from '../../images/use/use.ts';
import { type PodStatistics, SPAN_MS } from '../statistics.ts';

/** A container, and the uid of its pod. */
export type ContainerStatistics = PodStatistics['containers'][number] & { readonly uid: string };

export interface Measurement {
  /** Billionths of a cpu, on average. */
  readonly cpuNano: number;
  /** The working set at the end, in bytes. */
  readonly bytes: number;
}

/** Milliseconds since the epoch; ends with a span. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** 0 for no limit. */
export interface Limits {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** No more than the limits: a container that wants more cpu is throttled, and one that takes more memory would not be there. */
export function measureContainer(use: Use, own: ContainerStatistics, limits: Limits, interval: Interval): Measurement {
  const cpuMilli = Math.min(limits.cpuMilli || Infinity, cpuOf(use, own, interval));
  const bytes = Math.min(limits.memoryBytes || Infinity, memoryOf(use, own, interval));
  return { cpuNano: Math.round(cpuMilli * NANO_PER_MILLI), bytes: Math.floor(bytes / PAGE) * PAGE };
}

const NANO_PER_MILLI = 1e6;
const PAGE = 4096;
const MIB = 1024 * 1024;
/** A program reaches its working set after so long, if it does not say. */
const WARM_MS = 5000;

function cpuOf({ idleMilli, start, requestMs = 1 }: Use, own: ContainerStatistics, { from, to }: Interval): number {
  const lengthMs = to - from;
  const startMs = start === undefined ? 0 : Math.max(0, Math.min(to, own.startedAt + start.ms) - Math.max(from, own.startedAt));
  const idle = idleMilli * around(1, 0.1, `${own.uid}/${own.name}/${to}`);
  return idle + ((start?.milli ?? 0) * startMs + 1000 * requestMs * requestsIn(own, to)) / lengthMs;
}

/** In the span that ends then. */
function requestsIn({ served }: ContainerStatistics, to: number): number {
  const span = to / SPAN_MS - 1;
  if (served?.span === span) return served.count;
  return served?.span === span + 1 ? served.before : 0;
}

function memoryOf({ memoryMiB, start }: Use, { uid, name, startedAt }: ContainerStatistics, { to }: Interval): number {
  const warm = Math.min(1, (to - startedAt) / Math.max(WARM_MS, start?.ms ?? 0));
  const whole = memoryMiB * MIB * around(1, 0.06, `${uid}/${name}`) * around(1, 0.01, `${uid}/${name}/${to}/memory`);
  return whole * (0.6 + 0.4 * warm);
}

/** What a machine takes for itself: system, kubelet and container runtime, and a little for each pod. */
export function measureSystem(node: string, pods: number, { cpuMilli, memoryBytes }: Limits, { to }: Interval): Measurement {
  const cpu = Math.min(45, 0.03 * cpuMilli) + 1.2 * pods;
  const memory = Math.min(620 * MIB, 0.15 * memoryBytes) + 2.5 * MIB * pods;
  return {
    cpuNano: Math.round(cpu * around(1, 0.15, `${node}/${to}`) * NANO_PER_MILLI),
    bytes: Math.floor((memory * around(1, 0.01, `${node}/${to}/memory`)) / PAGE) * PAGE,
  };
}

/** Machines give no more cpu than they have: all get the same part of what they want. */
export function shareOf(capacityMilli: number, wanted: readonly Measurement[]): number {
  const all = wanted.reduce((sum, { cpuNano }) => sum + cpuNano, 0);
  return Math.min(1, (capacityMilli * NANO_PER_MILLI) / Math.max(1, all));
}

/** The same for the same name: `middle`, more or less by as much as a part of it. */
function around(middle: number, part: number, name: string): number {
  return middle * (1 - part + (2 * part * hash32(name)) / 2 ** 32);
}
