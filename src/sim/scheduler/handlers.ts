/** What the scheduler does when its informers tell of a change (pkg/scheduler/eventhandlers.go). */
import { isPodTerminal } from '../../api/pod/conditions.ts';
import type { Node, Pod, Service } from '../../api/types.gen.ts';
import { deepEqual } from '../../base/equal.ts';
import type { Change } from '../kernel/component.ts';
import { addPod, putNode, regroupPod, removeNode, removePod } from './cache/cluster-cache.ts';
import { looksTheSame } from './cache/pod-groups.ts';
import { addService, removeService } from './cache/service-index.ts';
import { assignedPodUpdates, nodeUpdates, podUpdates } from './framework/events.ts';
import { DEFAULT_SCHEDULER } from './framework/profile.ts';
import { type SchedulerContext, profilesOf } from './memory.ts';
import { admitPod, removeFromQueue } from './queue/scheduling-queue.ts';
import { enterQueue, fire, fireOwn } from './requeue.ts';

export function onNodeChange(context: SchedulerContext, { type, object: node, previous }: Change<Node>): void {
  const { cache } = context.memory;
  if (type === 'DELETED') {
    removeNode(cache, previous ?? node);
    fire(context, { type: 'NodeDelete', node });
    return;
  }
  if (previous === undefined) {
    putNode(cache, node, undefined);
    fire(context, { type: 'NodeAdd', node });
    return;
  }
  if (isHeartbeat(node, previous)) return;
  putNode(cache, node, previous);
  for (const update of nodeUpdates(node, previous)) fire(context, { type: update, node, previous });
}

export function onPodChange(context: SchedulerContext, { type, object: pod, previous }: Change<Pod>): void {
  // One object after another under the same name, which a relist may show as a single change.
  const replaced = previous !== undefined && type !== 'DELETED' && previous.metadata.uid !== pod.metadata.uid;
  if (replaced) forgetPod(context, previous);
  if (type === 'DELETED') forgetPod(context, pod);
  else if (previous === undefined || replaced) meetPod(context, pod);
  else changePod(context, pod, previous);
}

export function onServiceChange({ memory }: SchedulerContext, { type, object, previous }: Change<Service>): void {
  const { namespace = '', name = '' } = object.metadata;
  const { services } = memory.cache;
  if (previous !== undefined) {
    if (type === 'MODIFIED' && previous.spec?.selector === object.spec?.selector) return;
    removeService(services, namespace, name, previous.spec?.selector);
  }
  if (type !== 'DELETED') addService(services, namespace, name, object.spec?.selector);
}

/** Nothing changed but timestamps of conditions and the like: the usual case, once every few seconds per node. */
function isHeartbeat(node: Node, previous: Node): boolean {
  return (
    node.spec === previous.spec &&
    node.metadata.labels === previous.metadata.labels &&
    node.metadata.annotations === previous.metadata.annotations &&
    node.status?.images === previous.status?.images &&
    nodeUpdates(node, previous).length === 0
  );
}

function meetPod(context: SchedulerContext, pod: Pod): void {
  if (isPodTerminal(pod)) return;
  if (pod.spec?.nodeName) {
    assign(context, pod, pod.spec.nodeName);
  } else {
    awaitPlace(context, pod);
  }
}

function changePod(context: SchedulerContext, pod: Pod, previous: Pod): void {
  if (isPodTerminal(pod)) {
    if (!isPodTerminal(previous)) forgetPod(context, pod);
    return;
  }
  const nodeName = pod.spec?.nodeName;
  const leaves = pod.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
  if (pod.spec === previous.spec && pod.metadata.labels === previous.metadata.labels && !leaves) return;
  if (!nodeName) updateWaiting(context, pod, previous);
  else if (!previous.spec?.nodeName) assign(context, pod, nodeName, previous);
  else updateAssigned(context, pod, previous, nodeName);
}

/** A pod got its node: usually the one that we gave it, and then it is counted already. */
function assign(context: SchedulerContext, pod: Pod, nodeName: string, previous?: Pod): void {
  const { cache, queue } = context.memory;
  const uid = pod.metadata.uid ?? '';
  removeFromQueue(queue, uid);
  cache.nominees.delete(uid);
  const relabelled = cache.pods.has(uid) && !looksTheSame(pod, previous);
  addPod(cache, pod, nodeName);
  if (relabelled) regroupPod(cache, pod);
  fire(context, { type: 'AssignedPodAdd', pod });
}

function updateAssigned(context: SchedulerContext, pod: Pod, previous: Pod, nodeName: string): void {
  const sameLabels = pod.metadata.labels === previous.metadata.labels || deepEqual(pod.metadata.labels, previous.metadata.labels);
  const sameNeeds = pod.spec?.containers === previous.spec?.containers && pod.spec?.initContainers === previous.spec?.initContainers;
  const leaves = pod.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
  const { cache } = context.memory;
  if (!sameNeeds) {
    removePod(cache, pod.metadata.uid ?? '');
    addPod(cache, pod, nodeName);
  } else if (!sameLabels || leaves) {
    regroupPod(cache, pod);
  }
  for (const type of assignedPodUpdates(pod, previous)) fire(context, { type, pod, previous });
}

function updateWaiting(context: SchedulerContext, pod: Pod, previous: Pod): void {
  const queued = context.memory.queue.pods.get(pod.metadata.uid ?? '');
  if (queued === undefined) return;
  for (const type of podUpdates(pod, previous)) fireOwn(context, queued, { type, pod, previous });
}

function forgetPod(context: SchedulerContext, pod: Pod): void {
  const uid = pod.metadata.uid ?? '';
  removeFromQueue(context.memory.queue, uid);
  context.memory.cache.nominees.delete(uid);
  if (!context.memory.cache.pods.has(uid)) return;
  removePod(context.memory.cache, uid);
  fire(context, { type: 'AssignedPodDelete', pod });
}

/** Pods of schedulers that nobody runs stay as they are, without a word. */
export function awaitPlace(context: SchedulerContext, pod: Pod): void {
  const profile = pod.spec?.schedulerName ?? DEFAULT_SCHEDULER;
  if (!profilesOf(context).byName.has(profile)) return;
  enterQueue(context, admitPod(context.memory.queue, pod, profile, context.now), pod);
}
