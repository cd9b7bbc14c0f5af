import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import type { PersistentVolumeClaim, StatefulSet, StatefulSetSpec } from '../../types.gen.ts';
import { statefulSetKind } from './stateful-set.ts';

const CLAIM: PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function statefulSet(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  const labels = { app: 'db' };
  return deepFreeze(
    statefulSetKind.default({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'default' },
      spec: {
        serviceName: 'db',
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'postgres:17' }] } },
        volumeClaimTemplates: [CLAIM],
        ...spec,
      },
    }),
  );
}

const created = (spec?: Partial<StatefulSetSpec>): StatefulSet =>
  deepFreeze(statefulSetKind.prepareForCreate?.(statefulSet(spec)) ?? statefulSet());

function errorsOfUpdate(change: Partial<StatefulSetSpec>): readonly string[] {
  const stored = created();
  const next = { ...stored, spec: { selector: {}, template: {}, ...stored.spec, ...change } };
  return (statefulSetKind.validateUpdate?.(next, stored) ?? []).map(fieldErrorText);
}

describe('a new set', () => {
  test('is valid, rolls all of its pods, and keeps its claims', () => {
    const set = created();
    expect(statefulSetKind.validate(set)).toEqual([]);
    expect(set.spec).toMatchObject({
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    });
    expect(set.status).toEqual({ replicas: 0, availableReplicas: 0 });
  });

  test('tells its claims whole', () => {
    expect(created().spec?.volumeClaimTemplates?.[0]).toMatchObject({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      spec: { volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    });
  });

  test('loses fields of features that are off', () => {
    const { spec } = created({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1, maxUnavailable: 2 } } });
    expect(spec?.updateStrategy?.rollingUpdate).toEqual({ partition: 1 });
  });

  test('that deletes replaces pods by hand', () => {
    expect(statefulSet({ updateStrategy: { type: 'OnDelete' } }).spec?.updateStrategy).toEqual({ type: 'OnDelete' });
  });
});

describe('an update', () => {
  test('may change replicas, the strategy and the retention of claims', () => {
    expect(errorsOfUpdate({ replicas: 3, minReadySeconds: 5, revisionHistoryLimit: 2 })).toEqual([]);
    expect(errorsOfUpdate({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } })).toEqual([]);
  });

  test.each<Partial<StatefulSetSpec>>([{ serviceName: 'other' }, { podManagementPolicy: 'Parallel' }, { volumeClaimTemplates: [] }])(
    'may not change %j',
    (change) => {
      expect(errorsOfUpdate(change).join()).toContain("updates to statefulset spec for fields other than 'replicas'");
    },
  );
});

test('a negative history limit is warned about', () => {
  expect(statefulSetKind.warnings?.(statefulSet({ revisionHistoryLimit: -1 }))).toEqual([
    'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
  ]);
});
