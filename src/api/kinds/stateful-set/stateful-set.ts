import { deepEqual } from '../../../base/equal.ts';
import { isGateOn } from '../../feature-gates.ts';
import type { KindDefinition } from '../../kind.ts';
import { nameIsDnsLabel } from '../../names.ts';
import { STATEFUL_SET } from '../../resources.ts';
import type { PersistentVolumeClaim, StatefulSet, StatefulSetSpec, StatefulSetStatus, StatefulSetUpdateStrategy } from '../../types.gen.ts';
import { claimSpecWarnings } from '../claim-spec.ts';
import { defaultClaimSpec } from '../persistent-volume-claim/persistent-volume-claim.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { alter, drop, fill, mapShared, memoised, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { defaultTemplate, preparedTemplate, scaleOf, templateColumns } from '../workload.ts';
import { validateStatefulSet, validateStatefulSetStatusUpdate, validateStatefulSetUpdate } from './validate.ts';

/** `pkg/apis/apps/v1/defaults`, `pkg/registry/apps/statefulset`; rules in `validate.ts`. */
export const statefulSetKind: KindDefinition<StatefulSet> = /* @__PURE__ */ plainKind<StatefulSet>(STATEFUL_SET, {
  shortNames: ['sts'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status', 'scale'],
  validateName: nameIsDnsLabel,
  default: (set) => alter(fill<StatefulSet>(set, { spec: {} as StatefulSetSpec }), 'spec', defaultSpec),
  prepareForCreate: (set) => ({ ...completed(withoutMaxUnavailable(preparedTemplate(set))), status: NEW_STATUS }),
  prepareForUpdate: (next, stored) =>
    preparedTemplate(completed(withStatusOf(usesMaxUnavailable(stored) ? next : withoutMaxUnavailable(next), stored))),
  prepareForStatusUpdate: withSpecOf,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatusUpdate: validateStatefulSetStatusUpdate,
  underGates: (gates) => (isGateOn(gates, 'MaxUnavailableStatefulSet') ? withMaxUnavailable : statefulSetKind),
  warnings,
  scale: scaleOf<StatefulSet>(),
  columns: [
    NAME,
    column<StatefulSet>('Ready', 'string', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    AGE,
    ...templateColumns<StatefulSet>(),
  ],
});

/** The same where several pods of a set may be replaced at once. */
const withMaxUnavailable: KindDefinition<StatefulSet> = {
  ...statefulSetKind,
  default: (set) => alter(statefulSetKind.default(set), 'spec', oneUnavailable),
  prepareForCreate: (set) => ({ ...completed(preparedTemplate(set)), status: NEW_STATUS }),
  prepareForUpdate: (next, stored) => preparedTemplate(completed(withStatusOf(next, stored))),
};

const oneUnavailable: (spec: StatefulSetSpec) => StatefulSetSpec = memoised((spec) =>
  alter(spec, 'updateStrategy', (strategy) => alter(strategy, 'rollingUpdate', (rolling) => fill(rolling, { maxUnavailable: 1 }))),
);

const NEW_STATUS: StatefulSetStatus = { replicas: 0, availableReplicas: 0 };

const defaultSpec: (spec: StatefulSetSpec) => StatefulSetSpec = memoised((spec) => {
  const strategy = spec.updateStrategy?.type
    ? spec.updateStrategy
    : { rollingUpdate: {}, ...spec.updateStrategy, type: 'RollingUpdate' as const };
  const next = fill(spec, {
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: {},
    replicas: 1,
    revisionHistoryLimit: 10,
    template: {},
  });
  const retention = alter(put(next, 'updateStrategy', defaultStrategy(strategy)), 'persistentVolumeClaimRetentionPolicy', (policy) =>
    fill(policy, { whenDeleted: 'Retain', whenScaled: 'Retain' }),
  );
  return alter(alter(retention, 'template', defaultTemplate), 'volumeClaimTemplates', (claims) => mapShared(claims, defaultClaim));
});

function defaultStrategy(strategy: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  if (strategy.type !== 'RollingUpdate') return strategy;
  return alter(strategy, 'rollingUpdate', (rolling) => fill(rolling, { partition: 0 }));
}

function defaultClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const next = fill<PersistentVolumeClaim>(claim, { metadata: {}, spec: {}, status: {} });
  return alter(alter(next, 'spec', defaultClaimSpec), 'status', (status) => fill(status, { phase: 'Pending' }));
}

/** Claims in a template are told with their kind, whether or not it was given. */
function completed(set: StatefulSet): StatefulSet {
  return alter(set, 'spec', (spec) => alter(spec, 'volumeClaimTemplates', (claims) => mapShared(claims, withKind)));
}

function withKind(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const isComplete = claim.kind === 'PersistentVolumeClaim' && claim.apiVersion === 'v1';
  return isComplete ? claim : { ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
}

/** The field belongs to a feature that is off. */
function withoutMaxUnavailable(set: StatefulSet): StatefulSet {
  return alter(set, 'spec', (spec) =>
    alter(spec, 'updateStrategy', (strategy) => alter(strategy, 'rollingUpdate', (rolling) => drop(rolling, 'maxUnavailable'))),
  );
}

function usesMaxUnavailable({ spec }: StatefulSet): boolean {
  return spec?.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined;
}

function warnings({ spec }: StatefulSet, stored?: StatefulSet): readonly string[] {
  const isTold = stored === undefined || !deepEqual(spec, stored.spec);
  // Upstream names the claim's spec on update alone, and so.
  const claimPath = (index: number): string => `spec.volumeClaimTemplates[${index}]${stored === undefined ? '' : '.Spec'}`;
  return [
    ...(isTold ? templateWarnings(spec?.template, 'spec.template') : []),
    ...(spec?.volumeClaimTemplates ?? []).flatMap((claim, index) => claimSpecWarnings(claim.spec, claimPath(index))),
    ...((spec?.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ];
}
