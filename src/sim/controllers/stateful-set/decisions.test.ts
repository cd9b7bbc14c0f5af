import { describe, expect, it } from 'vitest';
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet, StatefulSetSpec } from '../../../api/types.gen.ts';
import { type Holders, claimsOf, hasOtherController, isStale, ownersMatch, withOwners } from './claims.ts';
import { identityMatches, isMemberOf, newPod, ordinalOf, storageMatches } from './identity.ts';
import { condemnedOf } from './replicas.ts';
import { isOfCurrentRevision } from './rollout.ts';

function statefulSet(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default', uid: 'set' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'db' } }, template: {}, ...spec },
    status: { replicas: 2, currentReplicas: 1 },
  };
}

function podNamed(name: string, uid = 'pod'): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid } };
}

const TEMPLATE: PersistentVolumeClaim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' } };
const WITH_CLAIM = { volumeClaimTemplates: [TEMPLATE] };

it.each([
  { name: 'db-0', ordinal: 0, isMember: true },
  { name: 'db-12', ordinal: 12, isMember: true },
  { name: 'db-x-3', ordinal: 3, isMember: false },
  { name: 'db', ordinal: -1, isMember: false },
  { name: 'db-x', ordinal: -1, isMember: false },
  { name: 'db-99999999999', ordinal: -1, isMember: true },
])('$name has the ordinal $ordinal', ({ name, ordinal, isMember }) => {
  expect([ordinalOf(podNamed(name)), isMemberOf(statefulSet(), podNamed(name))]).toEqual([ordinal, isMember]);
});

it('a pod is told by its name and by its claims', () => {
  const set = statefulSet(WITH_CLAIM);
  const revision = { name: 'db-abc', template: { spec: { containers: [], volumes: [{ name: 'data', emptyDir: {} }, { name: 'tmp' }] } } };
  const made = newPod(set, revision, 1);
  expect(made.spec?.volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-1' } }, { name: 'tmp' }]);
  expect([identityMatches(set, made), storageMatches(set, made)]).toEqual([true, true]);
  const stranger = podNamed('db-01');
  expect([identityMatches(set, stranger), storageMatches(set, stranger)]).toEqual([false, false]);
});

it.each([
  { strategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } }, current: [true, true, false] },
  { strategy: { type: 'RollingUpdate', rollingUpdate: {} }, current: [false, false, false] },
  { strategy: { type: 'RollingUpdate' }, current: [true, false, false] },
  { strategy: { type: 'OnDelete' }, current: [false, false, false] },
] as const)('pods that are missing are made of the current revision: $current with $strategy', ({ strategy, current }) => {
  const set = statefulSet({ updateStrategy: strategy, ordinals: { start: 5 } });
  expect([5, 6, 7].map((ordinal) => isOfCurrentRevision(set, ordinal))).toEqual(current);
});

it('pods outside the range of ordinals have to go, the last one first', () => {
  const pods = ['db-0', 'db-7', 'db-1', 'db-2', 'db-3'].map((name) => podNamed(name));
  const names = condemnedOf(statefulSet({ ordinals: { start: 1 } }), pods).map(({ metadata }) => metadata.name);
  expect(names).toEqual(['db-7', 'db-3', 'db-0']);
});

describe('a claim', () => {
  const owner = (kind: 'StatefulSet' | 'Pod', uid: string, name: string, controller = true): OwnerReference => ({
    apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    name,
    uid,
    controller,
    blockOwnerDeletion: true,
  });
  const SET = owner('StatefulSet', 'set', 'db');
  const POD = owner('Pod', 'pod', 'db-5');
  const OTHER = owner('Pod', 'x', 'somebody');
  const FORMER_SET = owner('StatefulSet', 'former', 'db');
  const FORMER_POD = owner('Pod', 'former', 'db-5');
  const claim = (...ownerReferences: readonly OwnerReference[]): PersistentVolumeClaim => ({
    ...TEMPLATE,
    metadata: { name: 'data-db-5', ownerReferences },
  });
  const holders = (whenDeleted: 'Delete' | 'Retain', whenScaled: 'Delete' | 'Retain', replicas: number): Holders => ({
    set: statefulSet({ replicas, persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } }),
    pod: podNamed('db-5'),
    ordinal: 5,
  });

  it('is labelled as the set selects', () => {
    expect(claimsOf(statefulSet(WITH_CLAIM), 5)[0]?.metadata).toEqual({
      name: 'data-db-5',
      namespace: 'default',
      labels: { app: 'db' },
    });
  });

  it.each([
    { name: 'nobody, when it stays', holders: holders('Retain', 'Retain', 9), before: [SET, OTHER], after: [OTHER] },
    { name: 'the set, when it goes with it', holders: holders('Delete', 'Retain', 1), before: [], after: [SET] },
    { name: 'nobody while its pod is wanted', holders: holders('Retain', 'Delete', 9), before: [POD], after: [] },
    { name: 'its pod once that is not', holders: holders('Retain', 'Delete', 1), before: [], after: [POD] },
    { name: 'the set while its pod is wanted', holders: holders('Delete', 'Delete', 9), before: [POD], after: [SET] },
    { name: 'its pod in place of the set', holders: holders('Delete', 'Delete', 1), before: [SET], after: [POD] },
    { name: 'somebody else alone', holders: holders('Delete', 'Delete', 9), before: [SET, OTHER], after: [OTHER] },
    {
      name: 'the set as its controller',
      holders: holders('Delete', 'Retain', 9),
      before: [owner('StatefulSet', 'set', 'db', false)],
      after: [SET],
    },
  ])('belongs to $name', ({ holders: asked, before, after }) => {
    expect(ownersMatch(claim(...before), asked)).toBe(false);
    const { metadata } = withOwners(claim(...before), asked);
    expect(metadata.ownerReferences ?? []).toEqual(after);
    expect(ownersMatch({ ...TEMPLATE, metadata }, asked)).toBe(true);
  });

  it.each([
    { name: 'of an earlier set', before: [FORMER_SET] },
    { name: 'of an earlier pod', before: [FORMER_POD] },
    { name: 'of somebody else', before: [OTHER] },
  ])('$name is left alone', ({ before }) => {
    const asked = holders('Delete', 'Delete', 9);
    expect([ownersMatch(claim(...before), asked), hasOtherController(claim(...before), asked)]).toEqual([true, true]);
  });

  it('of a former pod is no claim for a new one', () => {
    const { set, pod } = holders('Retain', 'Delete', 9);
    expect([isStale(claim(FORMER_POD), set, pod), isStale(claim(POD), set, pod)]).toEqual([true, false]);
    expect(isStale(claim(FORMER_POD), holders('Delete', 'Retain', 9).set, pod)).toBe(false);
  });
});
