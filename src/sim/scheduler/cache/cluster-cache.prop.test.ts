import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node, Pod } from '../../../api/types.gen.ts';
import {
  type ClusterCache,
  addPod,
  createClusterCache,
  putNode,
  regroupPod,
  removeNode,
  removePod,
  visitingOrder,
} from './cluster-cache.ts';
import { domainCounts } from './domains.ts';
import { topologyOf } from './topology.ts';

const ZONE = 'topology.kubernetes.io/zone';

const node = (name: string, zone: string): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone } },
  spec: zone === 'b' ? { taints: [{ key: 'soft', effect: 'PreferNoSchedule' }] } : {},
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, images: [{ names: [`image-${zone}`], sizeBytes: 1 }] },
});

const pod = (uid: string, app: string, leaving: boolean): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { uid, namespace: 'default', labels: { app }, ...(leaving ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
  spec: {
    containers: [
      { name: 'c', ports: [{ containerPort: 80, hostPort: 8080 }], resources: { requests: { cpu: '100m', 'example.com/gpu': '1' } } },
    ],
  },
});

type Act =
  | { readonly type: 'node'; readonly name: string; readonly zone: string }
  | { readonly type: 'no-node'; readonly name: string }
  | { readonly type: 'pod'; readonly uid: string; readonly app: string; readonly on: string }
  | { readonly type: 'leave'; readonly uid: string }
  | { readonly type: 'no-pod'; readonly uid: string };

const name = fc.constantFrom('n1', 'n2', 'n3');
const uid = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const acts = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('node' as const), name, zone: fc.constantFrom('a', 'b') }),
    fc.record({ type: fc.constant('no-node' as const), name }),
    fc.record({ type: fc.constant('pod' as const), uid, app: fc.constantFrom('web', 'db'), on: name }),
    fc.record({ type: fc.constant('leave' as const), uid }),
    fc.record({ type: fc.constant('no-pod' as const), uid }),
  ),
  { maxLength: 40 },
);

/** What stands at the end of a list of acts, and the cache that went through them. */
function play(list: readonly Act[]): {
  cache: ClusterCache;
  nodes: Map<string, Node>;
  pods: Map<string, { pod: Pod; app: string; on: string }>;
} {
  const cache = createClusterCache();
  const nodes = new Map<string, Node>();
  const pods = new Map<string, { pod: Pod; app: string; on: string }>();
  for (const act of list) {
    if (act.type === 'node') {
      const next = node(act.name, act.zone);
      putNode(cache, next, nodes.get(act.name));
      nodes.set(act.name, next);
    } else if (act.type === 'no-node') {
      const before = nodes.get(act.name);
      if (before !== undefined) removeNode(cache, before);
      nodes.delete(act.name);
    } else if (act.type === 'pod') {
      if (pods.has(act.uid)) continue;
      const next = pod(act.uid, act.app, false);
      addPod(cache, next, act.on);
      pods.set(act.uid, { pod: next, app: act.app, on: act.on });
    } else if (act.type === 'leave') {
      const before = pods.get(act.uid);
      if (before === undefined) continue;
      const next = pod(act.uid, before.app, true);
      regroupPod(cache, next);
      pods.set(act.uid, { ...before, pod: next });
    } else {
      removePod(cache, act.uid);
      pods.delete(act.uid);
    }
    // Asked for now and then, so that the counts by zone are kept and not made anew at the end.
    for (const group of cache.groups.byId.values()) domainCounts(group, ZONE, cache.slots);
  }
  return { cache, nodes, pods };
}

/** All that decisions are based on, without the numbers of slots and groups. */
function essence(cache: ClusterCache): unknown {
  const nameOf = (slot: number): string => cache.slots[slot]?.name ?? '';
  const sorted = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].filter(([, count]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const byNode = (counts: ReadonlyMap<number, number>) => sorted(new Map([...counts].map(([slot, count]) => [nameOf(slot), count])));
  const nodes = cache.slots.flatMap((info) => {
    if (info === null) return [];
    const { slot: _slot, usedScalars, usedPorts, ...rest } = info;
    return [{ ...rest, usedScalars: sorted(new Map(Object.entries(usedScalars))), ports: usedPorts.length }];
  });
  return {
    nodes: nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    order: visitingOrder(cache)
      .map(nameOf)
      .toSorted((a, b) => (a < b ? -1 : 1)),
    groups: [...cache.groups.byId.values()]
      .map((group) => ({
        key: group.key,
        nodes: byNode(group.nodes),
        leaving: byNode(group.leaving),
        zones: sorted(domainCounts(group, ZONE, cache.slots).all),
        staying: sorted(domainCounts(group, ZONE, cache.slots).staying),
      }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    images: sorted(new Map([...cache.images].map(([image, { nodes: having }]) => [image, having.size]))),
    zones: [...topologyOf(cache, ZONE).values.keys()].toSorted((a, b) => (a < b ? -1 : 1)),
    soft: cache.softTaintedNodes,
    pods: [...cache.pods.keys()].toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

describe('the cache', () => {
  it('after any changes says what one says that was built from the result', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { cache, nodes, pods } = play(list);
        const rebuilt = createClusterCache();
        for (const object of nodes.values()) putNode(rebuilt, object, undefined);
        for (const { pod: object, on } of pods.values()) addPod(rebuilt, object, on);
        expect(essence(cache)).toEqual(essence(rebuilt));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
