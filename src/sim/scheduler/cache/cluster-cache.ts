/**
 * What the scheduler believes of the cluster: nodes with what their pods use, kept current change by change. A pod that was
 * just bound counts at once ("assumed"), before the informer tells of it (pkg/scheduler/backend/cache).
 */
import { zoneKey } from '../../../api/node-topology.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { noteChange } from './by-slot.ts';
import { type ImageState, addImages, removeImages } from './images.ts';
import { type NodeInfo, countPod, createNodeInfo, describeNode, forgetNode } from './node-info.ts';
import { type ZoneNodes, addToTree, listTree, removeFromTree } from './node-tree.ts';
import { type PodFacts, podFacts } from './pod-facts.ts';
import { bump, forgetDomains } from './domains.ts';
import { type PodGroups, countInGroup, createPodGroups, groupOf } from './pod-groups.ts';
import { type StorageOfNodes, addStorage, removeStorage, storageOf } from './pod-storage.ts';
import { type ServiceIndex, createServiceIndex } from './service-index.ts';

export interface ClusterCache {
  /** Nodes by slot; a free slot is null. */
  readonly slots: (NodeInfo | null)[];
  readonly freeSlots: number[];
  readonly slotOf: Map<string, number>;
  readonly tree: ZoneNodes[];
  /** Slots in the order in which nodes are visited; null when the tree has changed since. */
  order: number[] | null;
  /** Counts the changes of that order. */
  orderVersion: number;
  /** Assigned and assumed pods by uid. */
  readonly pods: Map<string, AssignedPod>;
  /** How many of them have which priority. */
  readonly priorities: Map<number, number>;
  /** By uid. */
  readonly nominees: Map<string, Nominee>;
  readonly groups: PodGroups;
  /** Of the assigned pods whose volumes matter to others. */
  readonly storage: StorageOfNodes;
  readonly images: Map<string, ImageState>;
  readonly services: ServiceIndex;
  /** How many nodes are cordoned, have NoSchedule or NoExecute taints, have PreferNoSchedule taints. */
  cordonedNodes: number;
  hardTaintedNodes: number;
  softTaintedNodes: number;
  /** Counts the changes of which nodes there are and of their labels. */
  topologyVersion: number;
}

export interface AssignedPod {
  readonly slot: number;
  readonly facts: PodFacts;
  readonly group: number;
  readonly leaving: boolean;
  readonly priority: number;
}

/** A pod that made others go, and waits for their place. */
export interface Nominee {
  /** `namespace/name`. */
  readonly key: string;
  readonly node: string;
  readonly priority: number;
}

export function createClusterCache(): ClusterCache {
  return {
    slots: [],
    freeSlots: [],
    slotOf: new Map(),
    tree: [],
    order: null,
    orderVersion: 0,
    pods: new Map(),
    priorities: new Map(),
    nominees: new Map(),
    groups: createPodGroups(),
    storage: new Map(),
    images: new Map(),
    services: createServiceIndex(),
    cordonedNodes: 0,
    hardTaintedNodes: 0,
    softTaintedNodes: 0,
    topologyVersion: 0,
  };
}

/** Slots of all nodes in visiting order. */
export function visitingOrder(cache: ClusterCache): readonly number[] {
  return (cache.order ??= listTree(cache.tree));
}

export function nodeAt(cache: ClusterCache, slot: number): NodeInfo | undefined {
  return cache.slots[slot] ?? undefined;
}

export function nodeNamed(cache: ClusterCache, name: string): NodeInfo | undefined {
  const slot = cache.slotOf.get(name);
  return slot === undefined ? undefined : nodeAt(cache, slot);
}

export function putNode(cache: ClusterCache, node: Node, previous: Node | undefined): void {
  const info = nodeFor(cache, node.metadata.name ?? '');
  const zone = zoneKey(node.metadata.labels);
  if (!info.present || info.zone !== zone) {
    if (info.present) removeFromTree(cache.tree, info.zone, info.slot);
    addToTree(cache.tree, zone, info.slot);
    forgetOrder(cache);
  }
  const wasPresent = info.present;
  const { labels } = info;
  countMarks(cache, info, -1);
  describeNode(info, node);
  noteChange(cache, info.slot);
  countMarks(cache, info, 1);
  if (!wasPresent || (labels !== info.labels && !deepEqual(labels, info.labels))) forgetTopology(cache, info);
  const images = node.status?.images;
  if (previous === undefined || previous.status?.images !== images) {
    removeImages(cache.images, info.slot, previous?.status?.images);
    addImages(cache.images, info.slot, images);
  }
}

export function removeNode(cache: ClusterCache, node: Node): void {
  const info = nodeNamed(cache, node.metadata.name ?? '');
  if (info === undefined) return;
  removeFromTree(cache.tree, info.zone, info.slot);
  forgetOrder(cache);
  removeImages(cache.images, info.slot, node.status?.images);
  countMarks(cache, info, -1);
  forgetNode(info);
  noteChange(cache, info.slot);
  forgetTopology(cache, info);
  releaseSlot(cache, info);
}

/** Counts a pod on its node; `facts` when they are known already. Does nothing for a pod that is counted there. */
export function addPod(cache: ClusterCache, pod: Pod, nodeName: string, known?: PodFacts): void {
  const uid = pod.metadata.uid ?? '';
  const before = cache.pods.get(uid);
  if (before !== undefined) {
    if (nodeAt(cache, before.slot)?.name === nodeName) return;
    removePod(cache, uid);
  }
  const info = nodeFor(cache, nodeName);
  const group = groupOf(cache.groups, pod);
  const leaving = pod.metadata.deletionTimestamp !== undefined;
  const facts = known ?? podFacts(pod.spec ?? { containers: [] });
  const priority = pod.spec?.priority ?? 0;
  cache.pods.set(uid, { slot: info.slot, facts, group: group.id, leaving, priority });
  bump(cache.priorities, priority, 1);
  const storage = storageOf(pod);
  if (storage !== undefined) addStorage(cache.storage, info.slot, uid, storage);
  countPod(info, facts, 1);
  noteChange(cache, info.slot);
  countInGroup(cache.groups, group, info, leaving, 1);
}

export function removePod(cache: ClusterCache, uid: string): void {
  const assigned = cache.pods.get(uid);
  if (assigned === undefined) return;
  cache.pods.delete(uid);
  bump(cache.priorities, assigned.priority, -1);
  removeStorage(cache.storage, assigned.slot, uid);
  const group = cache.groups.byId.get(assigned.group);
  const info = nodeAt(cache, assigned.slot);
  if (info === undefined) return;
  if (group !== undefined) countInGroup(cache.groups, group, info, assigned.leaving, -1);
  countPod(info, assigned.facts, -1);
  noteChange(cache, info.slot);
  releaseSlot(cache, info);
}

/** Its labels changed, or it is being deleted now: it uses the same, but counts among other pods. */
export function regroupPod(cache: ClusterCache, pod: Pod): void {
  const uid = pod.metadata.uid ?? '';
  const assigned = cache.pods.get(uid);
  const info = assigned && nodeAt(cache, assigned.slot);
  if (assigned === undefined || info === undefined) return;
  const leaving = pod.metadata.deletionTimestamp !== undefined;
  const before = cache.groups.byId.get(assigned.group);
  const group = groupOf(cache.groups, pod);
  cache.pods.set(uid, { ...assigned, group: group.id, leaving });
  countInGroup(cache.groups, group, info, leaving, 1);
  if (before !== undefined) countInGroup(cache.groups, before, info, assigned.leaving, -1);
}

/** What keeps pods from a node, or makes it less welcome. */
function countMarks(cache: ClusterCache, info: NodeInfo, sign: 1 | -1): void {
  if (info.unschedulable) cache.cordonedNodes += sign;
  if (info.hardTaints.length > 0) cache.hardTaintedNodes += sign;
  if (info.softTaints.length > 0) cache.softTaintedNodes += sign;
}

function forgetTopology(cache: ClusterCache, info: NodeInfo): void {
  cache.topologyVersion += 1;
  if (info.podCount > 0) forgetDomains(cache.groups.byId.values());
}

function forgetOrder(cache: ClusterCache): void {
  cache.order = null;
  cache.orderVersion += 1;
}

function nodeFor(cache: ClusterCache, name: string): NodeInfo {
  const known = nodeNamed(cache, name);
  if (known !== undefined) return known;
  const slot = cache.freeSlots.pop() ?? cache.slots.length;
  const info = createNodeInfo(name, slot);
  cache.slots[slot] = info;
  cache.slotOf.set(name, slot);
  return info;
}

/** A name without Node object and pods is forgotten. */
function releaseSlot(cache: ClusterCache, info: NodeInfo): void {
  if (info.present || info.podCount > 0) return;
  cache.slots[info.slot] = null;
  cache.slotOf.delete(info.name);
  cache.freeSlots.push(info.slot);
}
