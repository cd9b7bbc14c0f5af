import { NODE } from '../../../api/resources.ts';
import { ApiError } from '../../../api/errors.ts';
import { formatTime } from '../../../api/time.ts';
import type { Node, Taint } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { LifecycleContext } from './memory.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Which NoSchedule taint stands for which status of which condition. */
const TAINT_OF: { readonly [condition: string]: { readonly [status: string]: string } } = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
};

const CONDITION_TAINTS: ReadonlySet<string> = new Set([
  UNSCHEDULABLE,
  ...Object.values(TAINT_OF).flatMap((taints) => Object.values(taints)),
]);

export function isTaintedAsConditions(node: Node): boolean {
  const wanted = wantedKeys(node);
  let present = 0;
  for (const taint of node.spec?.taints ?? []) {
    if (!isConditionTaint(taint)) continue;
    if (!wanted.includes(taint.key)) return false;
    present += 1;
  }
  return present === wanted.length;
}

/** NoSchedule taints follow conditions and spec.unschedulable at once (doNoScheduleTaintingPass). */
export function taintAsConditions(context: LifecycleContext, node: Node): void {
  if (isTaintedAsConditions(node)) return;
  const wanted = wantedKeys(node);
  const kept = (node.spec?.taints ?? []).filter((taint) => !isConditionTaint(taint) || wanted.includes(taint.key));
  const missing = wanted.filter((key) => !kept.some((taint) => isConditionTaint(taint) && taint.key === key));
  writeTaints(context, node, [...kept, ...missing.map((key) => newTaint(key, 'NoSchedule', context.now))]);
}

/** Takes both NoExecute taints off. */
export function removeEvictionTaints(context: LifecycleContext, node: Node): void {
  const taints = node.spec?.taints;
  // Most nodes have none, and all are looked at every few seconds.
  if (taints === undefined) return;
  const left = taints.filter((taint) => !isEvictionTaint(taint));
  if (left.length < taints.length) writeTaints(context, node, left);
}

/** Taints for eviction what is not ready (False) or not to be reached (Unknown); `ready` as the condition has it. */
export function putEvictionTaint(context: LifecycleContext, node: Node, ready: string): void {
  const others = (node.spec?.taints ?? []).filter((taint) => !isEvictionTaint(taint));
  writeTaints(context, node, [...others, newTaint(evictionKey(ready), 'NoExecute', context.now)]);
}

/** The key of the taint that goes with a Ready condition of False, or of Unknown. */
export function evictionKey(ready: string): string {
  return ready === 'False' ? NOT_READY : UNREACHABLE;
}

export function hasEvictionTaint(node: Node, key: string): boolean {
  return (node.spec?.taints ?? []).some((taint) => taint.key === key && taint.effect === 'NoExecute');
}

function isEvictionTaint({ key, effect }: Taint): boolean {
  return effect === 'NoExecute' && (key === NOT_READY || key === UNREACHABLE);
}

function isConditionTaint({ key, effect }: Taint): boolean {
  return effect === 'NoSchedule' && CONDITION_TAINTS.has(key);
}

function wantedKeys(node: Node): readonly string[] {
  const keys: string[] = [];
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = TAINT_OF[type]?.[status];
    if (key !== undefined) keys.push(key);
  }
  if (node.spec?.unschedulable === true) keys.push(UNSCHEDULABLE);
  return keys;
}

function newTaint(key: string, effect: Taint['effect'], now: number): Taint {
  return { key, effect, timeAdded: formatTime(now) };
}

function writeTaints(context: LifecycleContext, node: Node, taints: readonly Taint[]): void {
  const { name = '' } = node.metadata;
  try {
    const current = context.client.get(NODE, '', name);
    // Decided on an old view of the taints: the informer will bring the new one, and with it another look.
    if (!deepEqual(current.spec?.taints, node.spec?.taints)) return;
    context.client.patch(NODE, '', name, 'merge', { spec: { taints: taints.length === 0 ? null : taints.map((taint) => ({ ...taint })) } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
