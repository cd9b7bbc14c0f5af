import { type FieldError, required } from '../../field-error.ts';
import { matchesSelector, selectorOfSet, selectorText } from '../../labels.ts';
import { REPLICATION_CONTROLLER } from '../../resources.ts';
import type { ReplicationController, ReplicationControllerSpec } from '../../types.gen.ts';
import { type Findings, checkNotNegative, findingsOf } from '../checks.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import {
  checkReplicaCounts,
  checkTemplate,
  defaultTemplate,
  labelsCell,
  mismatch,
  preparedTemplate,
  templateColumns,
  workloadWarnings,
} from '../workload.ts';

/** `pkg/apis/core/{v1/defaults,validation}`, `pkg/registry/core/replicationcontroller`. */
export const replicationControllerKind = plainKind<ReplicationController>(REPLICATION_CONTROLLER, {
  shortNames: ['rc'],
  categories: ['all'],
  etcdPrefix: '/registry/controllers',
  hasGeneration: true,
  subresources: ['status', 'scale'],
  defaultPropagation: 'Orphan',
  selectableFields: ['status.replicas'],
  fieldValue: (controller) => String(controller.status?.replicas ?? 0),
  default: withDefaults,
  prepareForCreate: (controller) => ({ ...preparedTemplate(controller), status: { replicas: 0 } }),
  prepareForUpdate: (next, stored) => preparedTemplate(withStatusOf(next, stored)),
  prepareForStatusUpdate: withSpecOf,
  validate: validateController,
  validateUpdate: (next, stored) => (next.spec === stored.spec ? [] : validateController(next)),
  validateStatusUpdate: ({ status }) => findingsOf((findings) => checkReplicaCounts({ ...status }, COUNTS, BOUNDED, findings)),
  warnings: workloadWarnings,
  scale: {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(selectorOfSet(spec?.selector)),
    withReplicas: (controller, replicas) => alter(controller, 'spec', (spec) => ({ ...spec, replicas })),
  },
  columns: [
    NAME,
    column<ReplicationController>('Desired', 'integer', ({ spec }) => spec?.replicas ?? 0),
    column<ReplicationController>('Current', 'integer', ({ status }) => status?.replicas ?? 0),
    column<ReplicationController>('Ready', 'integer', ({ status }) => status?.readyReplicas ?? 0),
    AGE,
    ...templateColumns<ReplicationController>(),
    wideColumn<ReplicationController>('Selector', ({ spec }) => labelsCell(spec?.selector)),
  ],
});

const BOUNDED = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
const COUNTS = ['replicas', ...BOUNDED, 'observedGeneration'];

/** Selector and labels are those of the template where they are left out. */
function withDefaults(controller: ReplicationController): ReplicationController {
  const labels = controller.spec?.template?.metadata?.labels;
  let next = alter(fill<ReplicationController>(controller, { spec: {} }), 'spec', (spec) =>
    alter(fill(spec, { replicas: 1 }), 'template', defaultTemplate),
  );
  if (labels === undefined) return next;
  if (Object.keys(next.spec?.selector ?? {}).length === 0) next = alter(next, 'spec', (spec) => put(spec, 'selector', labels));
  return Object.keys(next.metadata.labels ?? {}).length > 0 ? next : put(next, 'metadata', { ...next.metadata, labels });
}

function validateController({ spec = {} }: ReplicationController): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(spec, findings));
}

function checkSpec({ minReadySeconds, selector = {}, replicas, template }: ReplicationControllerSpec, findings: Findings): void {
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', findings);
  if (Object.keys(selector).length === 0) findings.push(required('spec.selector'));
  if (replicas === undefined) findings.push(required('spec.replicas'));
  checkNotNegative(replicas, 'spec.replicas', findings);
  const labels = template?.metadata?.labels;
  if (template !== undefined && !matchesSelector(selectorOfSet(selector), labels)) findings.push(mismatch(labels, 'spec.template'));
  checkTemplate(template, 'ReplicationController', 'spec.template', findings);
}
