import { type FieldError, forbidden, required, tooLong } from '../../field-error.ts';
import { dns1123Label, utf8Length } from '../../names.ts';
import { nameOf } from '../../object.ts';
import { INGRESS_CLASS } from '../../resources.ts';
import type { IngressClass, IngressClassParametersReference } from '../../types.gen.ts';
import { type Findings, checkOneOf, checkPrefixedPath, checkRule, findingsOf, immutable } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkReference } from '../ingress/validate.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';

/** `pkg/apis/networking`, `pkg/registry/networking/ingressclass`. */
export const ingressClassKind = plainKind<IngressClass>(INGRESS_CLASS, {
  hasGeneration: true,
  default: (ingressClass) =>
    alter(fill<IngressClass>(ingressClass, { spec: {} }), 'spec', (spec) =>
      alter(spec, 'parameters', (parameters) => (parameters.scope === undefined ? { ...parameters, scope: 'Cluster' } : parameters)),
    ),
  validate: (ingressClass) => findingsOf((findings) => checkSpec(ingressClass, findings)),
  validateUpdate: (next, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      const { controller = '' } = next.spec ?? {};
      if (controller !== (stored.spec?.controller ?? '')) findings.push(immutable('spec.controller', controller));
      checkSpec(next, findings);
    }),
  columns: [
    { ...NAME, cell: (object) => `${nameOf(object)}${isDefault(object) ? ' (default)' : ''}` },
    column<IngressClass>('Controller', 'string', ({ spec }) => spec?.controller ?? ''),
    column<IngressClass>('Parameters', 'string', parametersText),
    AGE,
  ],
});

function isDefault({ metadata }: IngressClass): boolean {
  return metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
}

function parametersText({ spec }: IngressClass): string {
  if (spec?.parameters === undefined) return '<none>';
  const { apiGroup, kind, name } = spec.parameters;
  return `${kind ?? ''}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name ?? ''}`;
}

const MAX_CONTROLLER = 250;

function checkSpec({ spec }: IngressClass, findings: Findings): void {
  const { controller = '', parameters } = spec ?? {};
  if (utf8Length(controller) > MAX_CONTROLLER) findings.push(tooLong('spec.controller', MAX_CONTROLLER));
  checkPrefixedPath(controller, 'spec.controller', findings);
  if (parameters !== undefined) checkParameters(parameters, 'spec.parameters', findings);
}

function checkParameters(parameters: IngressClassParametersReference, path: string, findings: Findings): void {
  checkReference(parameters, path, findings);
  const { scope, namespace } = parameters;
  if (scope === undefined) return void findings.push(required(`${path}.scope`));
  checkOneOf(scope, ['Cluster', 'Namespace'], `${path}.scope`, findings);
  if (scope === 'Namespace') {
    if (namespace === undefined) findings.push(required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'"));
    else checkRule(dns1123Label, namespace, `${path}.namespace`, findings);
  }
  if (scope === 'Cluster' && namespace !== undefined) {
    findings.push(forbidden(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  }
}
