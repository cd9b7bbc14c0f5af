import type { FieldError } from '../../field-error.ts';
import { REPLICA_SET } from '../../resources.ts';
import type { ReplicaSet, ReplicaSetSpec } from '../../types.gen.ts';
import { type Findings, checkNotNegative, findingsOf } from '../checks.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import {
  checkReplicaCounts,
  checkSelectorAndTemplate,
  checkSelectorUnchanged,
  defaultTemplate,
  preparedTemplate,
  scaleOf,
  selectorCell,
  templateColumns,
  workloadWarnings,
} from '../workload.ts';

/** `pkg/apis/apps/{v1/defaults,validation}`, `pkg/registry/apps/replicaset`. */
export const replicaSetKind = plainKind<ReplicaSet>(REPLICA_SET, {
  shortNames: ['rs'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status', 'scale'],
  selectableFields: ['status.replicas'],
  fieldValue: (replicaSet) => String(replicaSet.status?.replicas ?? 0),
  default: (replicaSet) =>
    alter(fill<ReplicaSet>(replicaSet, { spec: {} as ReplicaSetSpec }), 'spec', (spec) =>
      alter(fill(spec, { replicas: 1, template: {} }), 'template', defaultTemplate),
    ),
  prepareForCreate: (replicaSet) => ({ ...preparedTemplate(replicaSet), status: { replicas: 0 } }),
  prepareForUpdate: (next, stored) => preparedTemplate(withStatusOf(next, stored)),
  prepareForStatusUpdate: withSpecOf,
  validate: validateReplicaSet,
  validateUpdate: (next, stored) => (next.spec === stored.spec ? [] : validateUpdate(next, stored)),
  validateStatusUpdate: ({ status }) => findingsOf((findings) => checkReplicaCounts({ ...status }, COUNTS, BOUNDED, findings)),
  warnings: workloadWarnings,
  scale: scaleOf<ReplicaSet>(),
  columns: [
    NAME,
    column<ReplicaSet>('Desired', 'integer', ({ spec }) => spec?.replicas ?? 0),
    column<ReplicaSet>('Current', 'integer', ({ status }) => status?.replicas ?? 0),
    column<ReplicaSet>('Ready', 'integer', ({ status }) => status?.readyReplicas ?? 0),
    AGE,
    ...templateColumns<ReplicaSet>(),
    wideColumn<ReplicaSet>('Selector', ({ spec }) => selectorCell(spec?.selector)),
  ],
});

const BOUNDED = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
const COUNTS = ['replicas', ...BOUNDED, 'terminatingReplicas', 'observedGeneration'];

function validateReplicaSet({ spec }: ReplicaSet): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(spec ?? NO_SPEC, findings));
}

function validateUpdate(next: ReplicaSet, stored: ReplicaSet): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(next.spec ?? NO_SPEC, findings);
    checkSelectorUnchanged(next.spec?.selector, stored.spec?.selector, findings);
  });
}

const NO_SPEC: Partial<ReplicaSetSpec> = {};

function checkSpec(spec: Partial<ReplicaSetSpec>, findings: Findings): void {
  checkNotNegative(spec.replicas, 'spec.replicas', findings);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', findings);
  checkSelectorAndTemplate(spec.selector, spec.template ?? {}, 'spec', findings);
}
