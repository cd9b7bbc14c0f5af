/** A copy of the scheduler's cache to play through what would happen. What is never written into is shared, so it costs little. */
import { type ClusterCache, removePod } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodGroup, PodGroups } from '../cache/pod-groups.ts';
import { shareTopology } from '../cache/topology.ts';

export function copyCache(cache: ClusterCache): ClusterCache {
  return {
    ...cache,
    slots: cache.slots.map((info) => info && copyNode(info)),
    freeSlots: [...cache.freeSlots],
    slotOf: new Map(cache.slotOf),
    tree: cache.tree.map((zone) => ({ ...zone, slots: [...zone.slots] })),
    order: cache.order && [...cache.order],
    pods: new Map(cache.pods),
    priorities: new Map(cache.priorities),
    nominees: new Map(cache.nominees),
    groups: copyGroups(cache.groups),
    storage: new Map([...cache.storage].map(([slot, pods]) => [slot, new Map(pods)])),
  };
}

/** The same without some pods. Only what counts them is copied; `without` and what it came from must not be written into otherwise. */
export function cacheWithout(cache: ClusterCache, uids: readonly string[]): ClusterCache {
  const slots = [...cache.slots];
  const byId = new Map(cache.groups.byId);
  for (const uid of uids) {
    const { slot, group } = cache.pods.get(uid) ?? { slot: -1, group: -1 };
    const info = cache.slots[slot];
    const known = cache.groups.byId.get(group);
    if (info && slots[slot] === info) slots[slot] = copyNode(info);
    if (known !== undefined && byId.get(group) === known) byId.set(group, copyGroup(known));
  }
  const without: ClusterCache = {
    ...cache,
    slots,
    freeSlots: [...cache.freeSlots],
    slotOf: new Map(cache.slotOf),
    pods: new Map(cache.pods),
    priorities: new Map(cache.priorities),
    groups: { ...copyIndexes(cache.groups), byId },
    storage: new Map([...cache.storage].map(([slot, pods]) => [slot, new Map(pods)])),
  };
  shareTopology(cache, without);
  for (const uid of uids) removePod(without, uid);
  return without;
}

/** The same, so that the Node object of that name can be put into it; `relabelled` if with other labels, or for the first time. */
export function cacheForNode(cache: ClusterCache, name: string, relabelled: boolean): ClusterCache {
  const slot = cache.slotOf.get(name) ?? -1;
  const info = cache.slots[slot];
  const slots = [...cache.slots];
  if (info) slots[slot] = copyNode(info);
  const next: ClusterCache = { ...cache, slots };
  if (!relabelled) {
    shareTopology(cache, next);
    return next;
  }
  return {
    ...next,
    freeSlots: [...cache.freeSlots],
    slotOf: new Map(cache.slotOf),
    tree: cache.tree.map((zone) => ({ ...zone, slots: [...zone.slots] })),
    // What is counted by domain is kept by group.
    groups: info && info.podCount > 0 ? copyGroups(cache.groups) : cache.groups,
  };
}

function copyNode(info: NodeInfo): NodeInfo {
  return { ...info, usedScalars: { ...info.usedScalars } };
}

function copyGroups(groups: PodGroups): PodGroups {
  return { ...copyIndexes(groups), byId: new Map([...groups.byId].map(([id, group]) => [id, copyGroup(group)])) };
}

function copyIndexes(groups: PodGroups): PodGroups {
  return {
    ...groups,
    ids: new Map(groups.ids),
    byLabel: new Map([...groups.byLabel].map(([namespace, labels]) => [namespace, copySets(labels)])),
    byNamespace: copySets(groups.byNamespace),
    withAffinity: new Set(groups.withAffinity),
  };
}

function copyGroup(group: PodGroup): PodGroup {
  return { ...group, nodes: new Map(group.nodes), leaving: new Map(group.leaving) };
}

function copySets(sets: ReadonlyMap<string, ReadonlySet<number>>): Map<string, Set<number>> {
  return new Map([...sets].map(([key, ids]) => [key, new Set(ids)]));
}
