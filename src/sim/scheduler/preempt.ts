/** Carrying out a preemption: the victims go, and their place is kept for the pod until it can take it. */
import { ApiError } from '../../api/errors.ts';
import { POD } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { type ConditionWords, patchPodCondition } from '../client/pod-condition.ts';
import type { Preemption } from './framework/plugin.ts';
import type { SchedulerContext } from './memory.ts';

const DISRUPTED: ConditionWords = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'PreemptionByScheduler',
  message: 'default-scheduler: preempting to accommodate a higher priority pod',
};

export function preempt(context: SchedulerContext, pod: Pod, { node, victims }: Preemption): void {
  const { nominees } = context.memory.cache;
  const { uid = '', name = '', namespace = '' } = pod.metadata;
  const priority = pod.spec?.priority ?? 0;
  for (const [other, nominee] of nominees) {
    if (nominee.node === node && nominee.priority < priority) giveUpPlace(context, other, nominee.key);
  }
  nominees.set(uid, { key: `${namespace}/${name}`, node, priority });
  context.because(`${victims.length} pods on ${node} make way for ${namespace}/${name}`);
  for (const victim of victims) if (victim.metadata.deletionTimestamp === undefined) evict(context, victim, uid, node);
}

function evict(context: SchedulerContext, victim: Pod, preemptor: string, node: string): void {
  try {
    patchPodCondition(context.client, context.now, victim, DISRUPTED);
    context.client.delete(POD, victim.metadata.namespace ?? '', victim.metadata.name ?? '');
  } catch (error) {
    // Gone already: so much the better.
    if (!(error instanceof ApiError)) throw error;
    return;
  }
  context.event(victim, 'Normal', 'Preempted', `Preempted by pod ${preemptor} on node ${node}`);
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
