/** What the kubelet hears of the pods of its node, handed to their workers. */
import { keyOf, uidOf } from '../../api/object.ts';
import { POD } from '../../api/resources.ts';
import type { Node, Pod } from '../../api/types.gen.ts';
import type { Change } from '../kernel/component.ts';
import { release } from './admission.ts';
import { containerSpec } from './containers.ts';
import { finishPull } from './image-store.ts';
import { pullFinished } from './image-pull.ts';
import type { Kubelet, PodWorker } from './memory.ts';
import { newWorker } from './pod-worker.ts';

export function podChanged(context: Kubelet, change: Change<Pod>): void {
  if (context.memory.power !== 'on' || context.memory.stopped) return;
  const { object, previous } = change;
  const { workers } = context.memory;
  // Another of its name, between which and it there was nothing to see: the kubelet knows its pods by their UIDs (config.go).
  const former = previous === undefined || uidOf(previous) === uidOf(object) ? undefined : workers.get(uidOf(previous));
  if (former !== undefined) podRemoved(context, former, former.pod);
  const worker = workers.get(uidOf(object));
  if (change.type === 'DELETED') {
    if (worker !== undefined) podRemoved(context, worker, object);
  } else if (worker === undefined) addPod(context, object);
  else if (isEcho(worker, object)) worker.pod = object;
  else updatePod(context, worker, object);
}

/** Only what this kubelet wrote itself. After a list, what others wrote before may come with it. */
function isEcho({ pod, wroteVersion }: PodWorker, { metadata }: Pod): boolean {
  return (
    metadata.resourceVersion === wroteVersion &&
    metadata.generation === pod.metadata.generation &&
    metadata.deletionTimestamp === pod.metadata.deletionTimestamp
  );
}

/** Pods that wait for volumes go on when the node has them. */
export function nodeChanged(context: Kubelet, { object: { spec, status }, previous }: Change<Node>): void {
  takeRange(context, spec?.podCIDR ?? '');
  const before = previous?.status;
  if (status?.volumesAttached === before?.volumesAttached && status?.volumesInUse === before?.volumesInUse) return;
  for (const worker of context.memory.workers.values()) {
    if (worker.awaitedSince === 0) continue;
    worker.mountAt = context.now;
    context.enqueue(worker.uid);
  }
}

/** A Node that was there before its machine may have another range than the network has in mind for it. */
function takeRange({ memory }: Kubelet, podCIDR: string): void {
  if (podCIDR === memory.podCIDR || !podCIDR.endsWith('/24') || memory.addresses.size > 0) return;
  memory.podCIDR = podCIDR;
  memory.podPrefix = podCIDR.slice(0, podCIDR.lastIndexOf('.') + 1);
}

function addPod(context: Kubelet, pod: Pod): void {
  const worker = newWorker(pod, context.now);
  context.memory.workers.set(worker.uid, worker);
  context.enqueue(worker.uid);
}

function updatePod(context: Kubelet, worker: PodWorker, pod: Pod): void {
  const before = worker.pod;
  worker.pod = pod;
  if (pod.metadata.generation !== before.metadata.generation) specChanged(context, worker);
  // Somebody else has written the status: what the kubelet knows better is put right.
  if (pod.status !== before.status && worker.stage !== 'terminated') worker.dirty = true;
  // It was over before this kubelet heard that it should go.
  if (worker.stage === 'terminated' && before.metadata.deletionTimestamp === undefined)
    worker.unconfirmed = pod.metadata.deletionTimestamp !== undefined;
  context.enqueue(worker.uid);
}

function specChanged(context: Kubelet, worker: PodWorker): void {
  if (worker.stage !== 'syncing') return;
  if (worker.pod.metadata.deletionTimestamp === undefined) worker.dirty = true;
  for (const record of worker.containers) {
    const waitsForOther = record.pullImage !== '' && record.pullImage !== containerSpec(worker, record).image;
    if (record.state !== 'running' && waitsForOther) record.startAt = context.now;
  }
}

/** The object is gone, by force or because this kubelet confirmed it. */
function podRemoved(context: Kubelet, worker: PodWorker, last: Pod): void {
  worker.removed = true;
  worker.pod = last;
  // What is gone from the API counts no longer, even while its containers still stop (kubelet.go: HandlePodRemoves, GetActivePods).
  release(context, worker);
  if (worker.stage === 'terminated') context.memory.workers.delete(worker.uid);
  else context.enqueue(worker.uid);
}

/** A pull is over; the pod that asked for it goes on. */
export function imagePulled(context: Kubelet): void {
  const pull = finishPull(context);
  const worker = pull === undefined ? undefined : context.memory.workers.get(pull.uid);
  const record = pull === undefined ? undefined : worker?.containers[pull.container];
  if (pull === undefined || worker === undefined || record === undefined || worker.stage !== 'syncing') return;
  pullFinished(context, worker, record, pull);
  context.enqueue(worker.uid);
}

/** After a time without connection: the pods as the API server knows them now. */
export function resync(context: Kubelet): void {
  const { memory } = context;
  const pods = context.lister(POD);
  for (const worker of memory.workers.values()) {
    const known = pods.byKey(keyOf(worker.pod));
    if (known === undefined || known.metadata.uid !== worker.uid) podRemoved(context, worker, worker.pod);
    else {
      updatePod(context, worker, known);
      worker.dirty = worker.dirty || worker.stage !== 'terminated';
    }
  }
  for (const pod of pods.by('node', context.instance)) if (!memory.workers.has(pod.metadata.uid ?? '')) addPod(context, pod);
}
