/**
 * kube-scheduler: gives every pod that has no node the one that suits it best. One pod per event. It filters, scores, assumes
 * and binds in one go, since a binding here is one synchronous request; only who needs volumes that are not there yet has its
 * place and is bound later.
 */
import {
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  NAMESPACE,
  NODE,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DISRUPTION_BUDGET,
  REPLICATION_CONTROLLER,
  REPLICA_SET,
  SERVICE,
  STATEFUL_SET,
  STORAGE_CLASS,
  VOLUME_ATTACHMENT,
} from '../../api/resources.ts';
import { type ComponentDefinition, defineComponent, watch } from '../kernel/component.ts';
import { continueBinding } from './bind.ts';
import { onNodeChange, onPodChange, onServiceChange } from './handlers.ts';
import { type SchedulerContext, type SchedulerMemory, type SchedulerParts, createMemory, profilesOf } from './memory.ts';
import { preemptLast } from './preempt.ts';
import { startAnew } from './restart.ts';
import { popPod } from './queue/scheduling-queue.ts';
import { flushErrors, flushLeftovers, wakeNext } from './requeue.ts';
import { scheduleOne } from './schedule-one.ts';
import {
  onAttachmentChange,
  onClaimChange,
  onCsiDriverChange,
  onCsiNodeChange,
  onStorageCapacityChange,
  onStorageClassChange,
  onVolumeChange,
} from './volume-handlers.ts';

type Given = () => SchedulerParts | undefined;

/** `parts` gives what is loaded with the first request from outside, undefined before it. */
export function schedulerWith(parts: Given): ComponentDefinition<SchedulerMemory, Given> {
  return defineComponent({ ...SCHEDULER, given: parts });
}

const SCHEDULER = defineComponent<SchedulerMemory, Given>({
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
    watch(STATEFUL_SET),
    watch(NAMESPACE),
    watch(POD_DISRUPTION_BUDGET),
    watch(PERSISTENT_VOLUME, onVolumeChange),
    watch(PERSISTENT_VOLUME_CLAIM, onClaimChange),
    watch(STORAGE_CLASS, onStorageClassChange),
    watch(CSI_NODE, onCsiNodeChange),
    watch(CSI_DRIVER, onCsiDriverChange),
    watch(CSI_STORAGE_CAPACITY, onStorageCapacityChange),
    watch(VOLUME_ATTACHMENT, onAttachmentChange),
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
  // Its configuration was changed, which a process reads once.
  onSignal: startAnew,
});

/** Schedules whoever is next, which need not be the pod whose key woke us. */
function syncNext(context: SchedulerContext): void {
  const queued = popPod(context.memory.queue, context.now, profilesOf(context).orders);
  if (queued === undefined) return;
  scheduleOne(context, queued);
  wakeNext(context);
}
