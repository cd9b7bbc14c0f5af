import { deepEqual } from '../../../base/equal.ts';
import type { FieldError } from '../../field-error.ts';
import { RESOURCE_CLAIM_TEMPLATE } from '../../resources.ts';
import type { ResourceClaimTemplate } from '../../types.gen.ts';
import { validateAnnotations, validateLabels } from '../../validation/metadata.ts';
import { findingsOf, immutable, shown } from '../checks.ts';
import { AGE, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkDevices } from '../resource-claim/devices.ts';
import { defaultClaimSpec } from '../resource-claim/resource-claim.ts';
import { alter } from '../sharing.ts';

export const resourceClaimTemplateKind = plainKind<ResourceClaimTemplate>(RESOURCE_CLAIM_TEMPLATE, {
  returnsObjectOnDelete: true,
  default: (template) => alter(template, 'spec', (spec) => alter(spec, 'spec', defaultClaimSpec)),
  validate: validateTemplate,
  validateUpdate: (next, stored) => [
    ...validateTemplate(next),
    ...(deepEqual(next.spec, stored.spec) ? [] : [immutable('spec', shown(next.spec))]),
  ],
  columns: [NAME, AGE],
});

function validateTemplate({ spec }: ResourceClaimTemplate): readonly FieldError[] {
  return findingsOf((findings) => {
    findings.push(...validateAnnotations(spec?.metadata?.annotations, 'spec.metadata.annotations'));
    findings.push(...validateLabels(spec?.metadata?.labels, 'spec.metadata.labels'));
    checkDevices(spec?.spec?.devices ?? {}, 'spec.spec.devices', findings);
  });
}
