import { describe, expect, it } from 'vitest';
import type { Pod, ReplicaSet, ReplicaSetStatus } from '../../../api/types.gen.ts';
import order from '../../../testing/data/tables/replicaset-active-pods-order.json' with { type: 'json' };
import rank from '../../../testing/data/tables/replicaset-deletion-rank.json' with { type: 'json' };
import victims from '../../../testing/data/tables/replicaset-pods-to-delete.json' with { type: 'json' };
import statuses from '../../../testing/data/tables/replicaset-status.json' with { type: 'json' };
import { REPLICATION_CONTROLLERS, REPLICA_SETS, minReadyMs } from './kinds.ts';
import { calculateStatus } from './status.ts';
import { isPodActive } from '../../../api/pod/conditions.ts';
import { EVERYTHING } from '../../../api/labels.ts';
import { createTally, recount } from './tally.ts';
import { ageBuckets, compareRanks, podsToDelete, rankOf } from './victims.ts';

/** "Now" of the upstream tests when their cases were recorded. */
const NOW = Date.parse('2026-11-20T20:37:29Z');

/** Cases of upstream's own tests. */
type Cases<In, Out> = readonly { readonly name: string; readonly in: In; readonly out: Out }[];

describe('which pod is deleted first', () => {
  type Ranked = { pod: Pod; rank: number };
  type In = { a: Ranked; b: Ranked; podDeletionCost: boolean; logarithmicScaleDown: boolean };
  // The two switches are on in Kubernetes 1.36 and have no off position here.
  const usual = (rank.cases as unknown as Cases<In, { order: string }>).filter(
    ({ in: given }) => given.podDeletionCost && given.logarithmicScaleDown,
  );
  it.each(usual)('$name', ({ in: given, out }) => {
    const compared = compareRanks(rankOf(given.a.pod, given.a.rank, ageBuckets(NOW)), rankOf(given.b.pod, given.b.rank, ageBuckets(NOW)));
    expect(compared < 0 ? 'a-first' : compared === 0 ? 'equal' : 'b-first').toBe(out.order);
  });

  it.each(order.cases as unknown as Cases<{ pods: Pod[] }, { order: string[] }>)('$name', ({ in: given, out }) => {
    const ranks = given.pods.toReversed().map((pod) => rankOf(pod, 0, ageBuckets(NOW)));
    expect(ranks.sort(compareRanks).map(({ pod }) => pod.metadata.name)).toEqual(out.order);
  });

  it.each(victims.cases as unknown as Cases<{ pods: Pod[]; related?: Pod[]; diff: number }, { podsToDelete: Pod[] }>)(
    '$name',
    ({ in: given, out }) => {
      const related = given.related ?? given.pods;
      const chosen = podsToDelete(
        given.pods,
        (node) => related.filter((pod) => isPodActive(pod) && pod.spec?.nodeName === node).length,
        given.diff,
        NOW,
      ).slice(0, given.diff);
      expect(new Set(chosen.map((pod) => pod.metadata.uid))).toEqual(new Set(out.podsToDelete.map((pod) => pod.metadata.uid)));
    },
  );
});

describe('status of a ReplicaSet', () => {
  type In = { replicaset: ReplicaSet; activePods: Pod[]; terminatingPods?: Pod[]; enableDeploymentReplicaSetTerminatingReplicas: boolean };
  it.each(statuses.cases as unknown as Cases<In, { replicaSetStatus: ReplicaSetStatus }>)('$name', ({ in: given, out }) => {
    const pods = [...given.activePods, ...(given.terminatingPods ?? [])].map((pod, index) => ({ key: `default/${index}`, pod }));
    const tally = createTally('default/foobar', { selector: EVERYTHING, templateLabels: {}, minReadyMs: 0 });
    const templateLabels = given.replicaset.spec?.template?.metadata?.labels;
    recount(tally, { selector: EVERYTHING, templateLabels, minReadyMs: minReadyMs(given.replicaset) }, pods, NOW);
    const kind = given.enableDeploymentReplicaSetTerminatingReplicas ? REPLICA_SETS : REPLICATION_CONTROLLERS;
    expect(calculateStatus(kind, given.replicaset, tally, undefined, NOW)).toEqual(out.replicaSetStatus);
  });
});
