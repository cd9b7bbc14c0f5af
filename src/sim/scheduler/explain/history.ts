/** What became of each pod in the queue, step by step. Only so many pods are remembered, and only so many steps of each. */
import type { QueueStep } from '../../../api/scheduling.ts';
import type { ClusterEvent } from '../framework/events.ts';

const MAX_PODS = 500;
const MAX_STEPS = 40;

/** By uid, the pod that came first foremost. */
export type QueueHistories = Map<string, { readonly steps: QueueStep[]; dropped: number }>;

/** What moved a pod: an event, and the plugin whose hint it met. */
export interface Reason {
  readonly event: string;
  readonly about: string;
  readonly plugins: readonly string[];
}

export const NO_REASON: Reason = { event: '', about: '', plugins: [] };

export function noteStep(
  histories: QueueHistories,
  uid: string,
  at: number,
  to: QueueStep['to'],
  why: Partial<Omit<QueueStep, 'at' | 'to'>> = {},
): void {
  const step: QueueStep = { at, to, event: '', about: '', plugins: [], attempt: 0, node: '', ...why };
  const known = histories.get(uid);
  if (known === undefined) {
    histories.set(uid, { steps: [step], dropped: 0 });
    if (histories.size > MAX_PODS) forgetOldest(histories);
    return;
  }
  known.steps.push(step);
  if (known.steps.length <= MAX_STEPS) return;
  // How it came in stays, what lies in between goes.
  known.steps.splice(1, 1);
  known.dropped += 1;
}

function forgetOldest(histories: QueueHistories): void {
  for (const uid of histories.keys()) {
    histories.delete(uid);
    return;
  }
}

/** An event that a plugin's hint took for help. */
export function reasonOf(event: ClusterEvent, plugin: string): Reason {
  return { event: event.type, about: subjectOf(event), plugins: [plugin] };
}

function subjectOf(event: ClusterEvent): string {
  const { metadata } = objectOf(event);
  const { name = '', namespace } = metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Every event names one object, which stands beside its type and, of updates, the object before. */
function objectOf(event: ClusterEvent): { readonly metadata?: { readonly name?: string; readonly namespace?: string } } {
  const { type: _type, ...rest } = event;
  for (const [name, value] of Object.entries(rest)) if (name !== 'previous' && typeof value === 'object') return value;
  return {};
}
