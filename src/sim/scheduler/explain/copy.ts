/** A copy of the scheduler's cache to play through what would happen. What is never written into is shared, so it costs little. */
import type { ClusterCache } from '../cache/cluster-cache.ts';
import type { PodGroup, PodGroups } from '../cache/pod-groups.ts';

export function copyCache(cache: ClusterCache): ClusterCache {
  return {
    ...cache,
    slots: cache.slots.map((info) => info && { ...info, usedScalars: { ...info.usedScalars } }),
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

function copyGroups(groups: PodGroups): PodGroups {
  return {
    ...groups,
    byId: new Map([...groups.byId].map(([id, group]) => [id, copyGroup(group)])),
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
