/** What happens in the cluster that may make a waiting pod schedulable (pkg/scheduler/framework/events.go). */
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  Toleration,
  VolumeAttachment,
} from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { podRequests } from '../../../api/pod/resources.ts';

export type ClusterEvent =
  | { readonly type: 'AssignedPodAdd' | 'AssignedPodDelete'; readonly pod: Pod }
  | { readonly type: AssignedPodUpdate; readonly pod: Pod; readonly previous: Pod }
  | { readonly type: 'NodeAdd' | 'NodeDelete'; readonly node: Node }
  | { readonly type: NodeUpdate; readonly node: Node; readonly previous: Node }
  | { readonly type: 'PersistentVolumeClaimAdd' | 'PersistentVolumeClaimUpdate'; readonly claim: PersistentVolumeClaim }
  | { readonly type: 'PersistentVolumeAdd'; readonly volume: PersistentVolume }
  | { readonly type: 'PersistentVolumeUpdate'; readonly volume: PersistentVolume; readonly previous: PersistentVolume }
  | { readonly type: 'CSINodeAdd' | 'CSINodeUpdate'; readonly csiNode: CSINode; readonly previous: CSINode | undefined }
  | { readonly type: 'CSIDriverUpdate'; readonly driver: CSIDriver; readonly previous: CSIDriver }
  | { readonly type: 'CSIStorageCapacityChange'; readonly capacity: CSIStorageCapacity }
  | { readonly type: 'VolumeAttachmentDelete'; readonly attachment: VolumeAttachment }
  | { readonly type: 'StorageClassAdd'; readonly storageClass: StorageClass }
  | { readonly type: 'StorageClassUpdate'; readonly storageClass: StorageClass; readonly previous: StorageClass }
  /** The waiting pod itself changed. */
  | { readonly type: PodUpdate; readonly pod: Pod; readonly previous: Pod };

export type AssignedPodUpdate = 'AssignedPodUpdateLabel' | 'AssignedPodScaleDown' | 'AssignedPodUpdate';
export type NodeUpdate = 'UpdateNodeTaint' | 'UpdateNodeAllocatable' | 'UpdateNodeLabel' | 'UpdateNodeCondition' | 'UpdateNodeAnnotation';
export type PodUpdate =
  | 'UpdatePodLabel'
  | 'UpdatePodToleration'
  | 'UpdatePodScaleDown'
  | 'UpdatePodSchedulingGatesEliminated'
  | 'UpdatePod';
export type ClusterEventType = ClusterEvent['type'];

/** By event after which a pod that the plugin rejected may fit: a closer look at whether this one does (queueing hints). */
export type QueueingHints = { readonly [Type in ClusterEventType]?: (event: EventOf<Type>, pod: Pod) => boolean };

type EventOf<Type extends ClusterEventType, Event = ClusterEvent> = Event extends { type: infer Types }
  ? Type extends Types
    ? Event
    : never
  : never;

/** The hint of an event that always may help. */
export const always = (): boolean => true;

/** What a plugin has to say to an event; undefined when it does not care. */
export function hintFor(
  hints: QueueingHints | undefined,
  type: ClusterEventType,
): ((event: ClusterEvent, pod: Pod) => boolean) | undefined {
  return hints?.[type] as ((event: ClusterEvent, pod: Pod) => boolean) | undefined;
}

export function nodeUpdates(node: Node, previous: Node): readonly NodeUpdate[] {
  const updates: NodeUpdate[] = [];
  const uncordoned = previous.spec?.unschedulable === true && node.spec?.unschedulable !== true;
  if (uncordoned || !deepEqual(node.spec?.taints, previous.spec?.taints)) updates.push('UpdateNodeTaint');
  if (!deepEqual(node.status?.allocatable, previous.status?.allocatable)) updates.push('UpdateNodeAllocatable');
  if (!deepEqual(node.metadata.labels, previous.metadata.labels)) updates.push('UpdateNodeLabel');
  if (conditionsText(node) !== conditionsText(previous)) updates.push('UpdateNodeCondition');
  if (!deepEqual(node.metadata.annotations, previous.metadata.annotations)) updates.push('UpdateNodeAnnotation');
  return updates;
}

export function assignedPodUpdates(pod: Pod, previous: Pod): readonly AssignedPodUpdate[] {
  const updates: AssignedPodUpdate[] = [];
  if (!deepEqual(pod.metadata.labels, previous.metadata.labels)) updates.push('AssignedPodUpdateLabel');
  if (isScaledDown(pod, previous)) updates.push('AssignedPodScaleDown');
  return updates.length === 0 ? ['AssignedPodUpdate'] : updates;
}

export function podUpdates(pod: Pod, previous: Pod): readonly PodUpdate[] {
  const updates: PodUpdate[] = [];
  if (!deepEqual(pod.metadata.labels, previous.metadata.labels)) updates.push('UpdatePodLabel');
  if (isScaledDown(pod, previous)) updates.push('UpdatePodScaleDown');
  if (tolerations(pod).length !== tolerations(previous).length) updates.push('UpdatePodToleration');
  if (gates(pod) === 0 && gates(previous) > 0) updates.push('UpdatePodSchedulingGatesEliminated');
  return updates.length === 0 ? ['UpdatePod'] : updates;
}

/** Any resource is requested less than before. */
function isScaledDown(pod: Pod, previous: Pod): boolean {
  if (pod.spec === undefined || previous.spec === undefined || pod.spec.containers === previous.spec.containers) return false;
  const now = podRequests(pod.spec);
  const before = podRequests(previous.spec);
  return now.cpuMilli < before.cpuMilli || now.memoryBytes < before.memoryBytes || now.ephemeralBytes < before.ephemeralBytes;
}

function conditionsText(node: Node): string {
  return (node.status?.conditions ?? []).map(({ type, status }) => `${type}=${status}`).join();
}

function tolerations(pod: Pod): readonly Toleration[] {
  return pod.spec?.tolerations ?? [];
}

function gates(pod: Pod): number {
  return pod.spec?.schedulingGates?.length ?? 0;
}
