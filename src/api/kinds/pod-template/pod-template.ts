import { deepEqual } from '../../../base/equal.ts';
import type { FieldError } from '../../field-error.ts';
import { containerImages, containerNames } from '../../pod/template.ts';
import { POD_TEMPLATE } from '../../resources.ts';
import type { PodTemplate } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkPodTemplate } from '../pod/validate.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { alter, fill } from '../sharing.ts';
import { defaultTemplate, labelsCell, withoutDisabledFields } from '../workload.ts';

/** `pkg/apis/core/validation`, `pkg/registry/core/podtemplate`. */
export const podTemplateKind = /* @__PURE__ */ plainKind<PodTemplate>(POD_TEMPLATE, {
  hasGeneration: true,
  returnsObjectOnDelete: true,
  default: (object) => alter(fill<PodTemplate>(object, { template: {} }), 'template', defaultTemplate),
  prepareForCreate: prepared,
  prepareForUpdate: prepared,
  generationChanged: (next, stored) => !deepEqual(next.template, stored.template),
  validate,
  validateUpdate: validate,
  warnings: (next, stored) =>
    stored !== undefined && deepEqual(next.template, stored.template) ? [] : templateWarnings(next.template, 'template'),
  columns: [
    NAME,
    column<PodTemplate>('Containers', 'string', ({ template }) => containerNames(template)),
    column<PodTemplate>('Images', 'string', ({ template }) => containerImages(template)),
    column<PodTemplate>('Pod Labels', 'string', ({ template }) => labelsCell(template?.metadata?.labels)),
  ],
});

function prepared(object: PodTemplate): PodTemplate {
  return alter(object, 'template', withoutDisabledFields);
}

function validate({ template = {} }: PodTemplate): readonly FieldError[] {
  return findingsOf((findings) => checkPodTemplate(template, 'template', findings));
}
