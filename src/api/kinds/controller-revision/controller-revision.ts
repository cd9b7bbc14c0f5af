import { groupVersionOf } from '../../object.ts';
import { type FieldError, required } from '../../field-error.ts';
import { CONTROLLER_REVISION } from '../../resources.ts';
import type { ControllerRevision } from '../../types.gen.ts';
import { validateImmutable } from '../../validation/metadata.ts';
import { checkNotNegative, findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';

/** `pkg/apis/apps/validation`, `pkg/registry/apps/controllerrevision`. */
export const controllerRevisionKind = /* @__PURE__ */ plainKind<ControllerRevision>(CONTROLLER_REVISION, {
  validate: (revision) => [...validateRevision(revision), ...validateData(revision)],
  validateUpdate: (next, stored) => [...validateRevision(next), ...validateImmutable(next.data, stored.data, 'data')],
  columns: [
    NAME,
    column<ControllerRevision>('Controller', 'string', controllerName),
    column<ControllerRevision>('Revision', 'string', ({ revision }) => revision),
    AGE,
  ],
});

function validateRevision({ revision }: ControllerRevision): readonly FieldError[] {
  return findingsOf((findings) => checkNotNegative(revision, 'revision', findings));
}

function validateData({ data = null }: ControllerRevision): readonly FieldError[] {
  if (data === null) return [required('data', 'data is mandatory')];
  return typeof data === 'object' && !Array.isArray(data) ? [] : [required('data', 'data must be a valid JSON object')];
}

/** `daemonset.apps/web`. */
function controllerName({ metadata }: ControllerRevision): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return '<none>';
  const { group } = groupVersionOf(owner.apiVersion);
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}
