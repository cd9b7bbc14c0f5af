import { type FieldError, invalid } from '../../field-error.ts';
import { labelKey, nameIsDnsLabel } from '../../names.ts';
import { nameOf } from '../../object.ts';
import { NAMESPACE } from '../../resources.ts';
import type { Namespace } from '../../types.gen.ts';
import { type Findings, checkRule, findingsOf } from '../checks.ts';
import { AGE, NAME, READ_WRITE_VERBS, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fill, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';

export const namespaceKind = plainKind<Namespace>(NAMESPACE, {
  shortNames: ['ns'],
  verbs: READ_WRITE_VERBS.filter((verb) => verb !== 'deletecollection'),
  subresources: ['status', 'finalize'],
  returnsObjectOnDelete: true,
  selectableFields: ['status.phase'],
  fieldValue: ({ status }) => status?.phase ?? '',
  validateName: nameIsDnsLabel,
  default: (namespace) => alter(withNameLabel(fill<Namespace>(namespace, EMPTY)), 'status', (status) => fill(status, { phase: 'Active' })),
  prepareForCreate: (namespace) => ({ ...withFinalizer(namespace), status: { phase: 'Active' } }),
  prepareForUpdate: (next, stored) => withStatusOf(withFinalizersOf(next, stored), stored),
  prepareForStatusUpdate: withSpecOf,
  validate: (namespace) => findingsOf((findings) => checkFinalizers(namespace, () => 'spec.finalizers', findings)),
  validateUpdate: () => [],
  validateStatusUpdate,
  columns: [NAME, column<Namespace>('Status', 'string', ({ status }) => status?.phase ?? ''), AGE],
});

const EMPTY: Partial<Namespace> = { spec: {}, status: { phase: 'Active' } };

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Every namespace can be selected by its name, whatever is done to its labels. */
function withNameLabel(namespace: Namespace): Namespace {
  const name = nameOf(namespace);
  if (name === '' || namespace.metadata.labels?.[NAME_LABEL] === name) return namespace;
  return put(namespace, 'metadata', { ...namespace.metadata, labels: { ...namespace.metadata.labels, [NAME_LABEL]: name } });
}

/** The namespace controller's: it is taken away once everything in the namespace is gone. */
const FINALIZER = 'kubernetes';

function withFinalizer(namespace: Namespace): Namespace {
  const finalizers = namespace.spec?.finalizers ?? [];
  if (finalizers.includes(FINALIZER)) return namespace;
  return put(namespace, 'spec', { ...namespace.spec, finalizers: [...finalizers, FINALIZER] });
}

/** Its own finalizers change through `finalize` alone. */
function withFinalizersOf(next: Namespace, stored: Namespace): Namespace {
  return stored.spec === undefined ? drop(next, 'spec') : put(next, 'spec', stored.spec);
}

const STANDARD_FINALIZERS = [FINALIZER, 'orphan', 'foregroundDeletion'];

/** Upstream tells which of them is wrong only where they are all that is written. */
function checkFinalizers({ spec }: Namespace, pathOf: (index: number) => string, findings: Findings): void {
  for (const [index, finalizer] of (spec?.finalizers ?? []).entries()) {
    checkRule(labelKey, finalizer, pathOf(index), findings);
    if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) continue;
    findings.push(invalid(pathOf(index), finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
  }
}

export function validateFinalize(namespace: Namespace): readonly FieldError[] {
  return findingsOf((findings) => checkFinalizers(namespace, (index) => `spec.finalizers[${index}]`, findings));
}

function validateStatusUpdate({ metadata, status }: Namespace): readonly FieldError[] {
  const phase = status?.phase ?? '';
  if (metadata.deletionTimestamp === undefined) {
    return phase === 'Active' ? [] : [invalid('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  return phase === 'Terminating' ? [] : [invalid('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}
