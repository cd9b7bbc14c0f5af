/** Carrying out a preemption: the victims go, and their place is kept for the pod until it can take it. */
import { ApiError } from '../../api/errors.ts';
import { POD } from '../../api/resources.ts';
import { keyOf } from '../../api/object.ts';
import type { Pod } from '../../api/types.gen.ts';
import { type ConditionWords, patchPodCondition } from '../client/pod-condition.ts';
import type { Preemption } from './framework/plugin.ts';
import type { SchedulerContext } from './memory.ts';
import { tell } from './tell.ts';

function disruptedBy({ profile }: Preemptor): ConditionWords {
  const message = `${profile}: preempting to accommodate a higher priority pod`;
  return { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message };
}

interface Preemptor {
  readonly uid: string;
  /** Its schedulerName. */
  readonly profile: string;
}

/** Two requests for each of the others, side by side. */
const LAST_VICTIM_MS = 10;

export function preempt(context: SchedulerContext, profile: string, pod: Pod, { node, victims }: Preemption): void {
  const { nominees } = context.memory.cache;
  const { uid = '', name = '', namespace = '' } = pod.metadata;
  const priority = pod.spec?.priority ?? 0;
  for (const [other, nominee] of nominees) {
    if (nominee.node === node && nominee.priority < priority) giveUpPlace(context, other, nominee.key);
  }
  nominees.set(uid, { key: `${namespace}/${name}`, node, priority });
  context.because(`${victims.length} pods on ${node} make way for ${namespace}/${name}`);
  const staying = victims.filter((victim) => victim.metadata.deletionTimestamp === undefined);
  const last = staying.pop();
  for (const victim of staying) evict(context, victim, { uid, profile }, node);
  if (last === undefined) return;
  if (staying.length === 0) evict(context, last, { uid, profile }, node);
  else {
    context.memory.preempting.set(uid, { uid: last.metadata.uid ?? '', key: keyOf(last), node, profile });
    context.timer('preempt', LAST_VICTIM_MS, uid);
  }
}

/**
 * The last of several victims is told when all others have been: until then the pod they make way for is not tried again, and
 * does not miss that the last one has gone.
 */
export function preemptLast(context: SchedulerContext, uid: string): void {
  const { preempting } = context.memory;
  const last = preempting.get(uid);
  preempting.delete(uid);
  const victim = last && context.lister(POD).byKey(last.key);
  if (last === undefined || victim?.metadata.uid !== last.uid || victim.metadata.deletionTimestamp !== undefined) return;
  evict(context, victim, { uid, profile: last.profile }, last.node);
}

function evict(context: SchedulerContext, victim: Pod, preemptor: Preemptor, node: string): void {
  try {
    patchPodCondition(context.client, context.now, victim, disruptedBy(preemptor));
    context.client.delete(POD, victim.metadata.namespace ?? '', victim.metadata.name ?? '');
  } catch (error) {
    // Gone already: so much the better.
    if (!(error instanceof ApiError)) throw error;
    return;
  }
  tell(context, preemptor.profile, victim, 'Normal', 'Preempted', `Preempted by pod ${preemptor.uid} on node ${node}`);
}

/** A more important pod takes the place that this one was waiting for. */
function giveUpPlace(context: SchedulerContext, uid: string, key: string): void {
  context.memory.cache.nominees.delete(uid);
  const [namespace = '', name = ''] = key.split('/');
  try {
    context.client.patch(POD, namespace, name, 'merge', { status: { nominatedNodeName: null } }, 'status');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
