/**
 * kube-scheduler: gives every pod that has no node the one that suits it best. One pod per event. It filters, scores, assumes
 * and binds in one go, since a binding here is one synchronous request; only who needs volumes that are not there yet has its
 * place and is bound later.
 */
import {
  NAMESPACE,
  NODE,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DISRUPTION_BUDGET,
  REPLICATION_CONTROLLER,
  REPLICA_SET,
  SERVICE,
  STORAGE_CLASS,
} from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { type ComponentDefinition, defineComponent, watch } from '../kernel/component.ts';
import { continueBinding } from './bind.ts';
import { onNodeChange, onPodChange, onServiceChange } from './handlers.ts';
import { ORDERS, type SchedulerContext, type SchedulerMemory, createMemory } from './memory.ts';
import { preemptLast } from './preempt.ts';
import { DEFAULT_PROFILE } from './plugins/registry.ts';
import { popPod } from './queue/scheduling-queue.ts';
import { flushErrors, flushLeftovers, wakeNext } from './requeue.ts';
import { scheduleOne } from './schedule-one.ts';
import { explain } from './verdicts.ts';
import { onClaimChange, onStorageClassChange, onVolumeChange } from './volume-handlers.ts';

export const scheduler: ComponentDefinition<SchedulerMemory> = defineComponent<SchedulerMemory>({
  name: 'default-scheduler',
  process: 'kube-scheduler',
  recordsByVersion: true,
  user: 'system:kube-scheduler',
  watches: [
    watch(NODE, onNodeChange),
    watch(POD, onPodChange),
    watch(SERVICE, onServiceChange),
    watch(REPLICA_SET),
    watch(REPLICATION_CONTROLLER),
    watch(NAMESPACE),
    watch(POD_DISRUPTION_BUDGET),
    watch(PERSISTENT_VOLUME, onVolumeChange),
    watch(PERSISTENT_VOLUME_CLAIM, onClaimChange),
    watch(STORAGE_CLASS, onStorageClassChange),
  ],
  // A real scheduler of this kind of machine places some 285 pods a second.
  syncMs: 3,
  init: createMemory,
  sync: syncNext,
  onTimer(context, name, data) {
    if (name === 'preempt') preemptLast(context, typeof data === 'string' ? data : '');
    else if (name === 'binding') continueBinding(context, typeof data === 'string' ? data : '');
    else if (name === 'errors') flushErrors(context);
    else flushLeftovers(context);
  },
  onAsk: answer,
});

/** Schedules whoever is next, which need not be the pod whose key woke us. */
function syncNext(context: SchedulerContext): void {
  const queued = popPod(context.memory.queue, context.now, ORDERS);
  if (queued === undefined) return;
  scheduleOne(context, queued);
  wakeNext(context);
}

/** `{verdict: uid}` asks for the account of the last decision about a pod. */
function answer({ memory }: SchedulerContext, question: JsonValue): JsonValue | undefined {
  if (typeof question !== 'object' || question === null || !('verdict' in question)) return undefined;
  const { verdict: uid } = question;
  return typeof uid === 'string' ? explain(memory.verdicts, DEFAULT_PROFILE, uid) : undefined;
}
