import { RETURNS, type PolicyVariables } from '../../cel/policy.ts';
import type { CelType } from '../../cel/types.ts';
import { type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import { MUTATING_ADMISSION_POLICY } from '../../resources.ts';
import type { MutatingAdmissionPolicy, Mutation } from '../../types.gen.ts';
import { checkPolicy, checkVariables, paramKindText } from '../admission/policy.ts';
import {
  REINVOCATION_POLICIES,
  checkExpression,
  checkMutatingOperations,
  defaultMatchResources,
  staticSuffixWarnings,
} from '../admission/rules.ts';
import { type Findings, checkRequiredOneOf, findingsOf, isUnset } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fillAbsent } from '../sharing.ts';

/** `pkg/apis/admissionregistration`, `pkg/registry/admissionregistration/mutatingadmissionpolicy`. */
export const mutatingAdmissionPolicyKind = plainKind<MutatingAdmissionPolicy>(MUTATING_ADMISSION_POLICY, {
  categories: ['api-extensions'],
  hasGeneration: true,
  requireVersionOnUpdate: true,
  default: (policy) =>
    alter(fillAbsent<MutatingAdmissionPolicy>(policy, { spec: {} }), 'spec', (spec) =>
      alter(fillAbsent(spec, { failurePolicy: 'Fail' }), 'matchConstraints', defaultMatchResources),
    ),
  validate: (policy) => validatePolicy(policy, undefined),
  validateUpdate: validatePolicy,
  warnings: staticSuffixWarnings,
  columns: [
    NAME,
    column<MutatingAdmissionPolicy>('Mutations', 'integer', ({ spec }) => spec?.mutations?.length ?? 0),
    column<MutatingAdmissionPolicy>('ParamKind', 'string', ({ spec }) => paramKindText(spec?.paramKind)),
    AGE,
  ],
});

function validatePolicy({ spec = {} }: MutatingAdmissionPolicy, stored: MutatingAdmissionPolicy | undefined): readonly FieldError[] {
  return findingsOf((findings) => {
    checkPolicy(spec, stored?.spec, 'spec', findings, () => {
      checkMutatingOperations(spec.matchConstraints, 'spec.matchConstraints', findings);
    });
    const base: PolicyVariables = { params: spec.paramKind !== undefined, authorizer: true };
    const variables = { ...checkVariables(spec, base, 'spec', findings), patchTypes: true };
    const { mutations = [] } = spec;
    if (mutations.length === 0) findings.push(required('spec.mutations', 'mutations must contain at least one item'));
    for (const [index, mutation] of mutations.entries()) checkMutation(mutation, variables, `spec.mutations[${index}]`, findings);
    checkRequiredOneOf(spec.reinvocationPolicy, REINVOCATION_POLICIES, 'spec.reinvocationPolicy', findings);
  });
}

const PATCH_TYPES = ['ApplyConfiguration', 'JSONPatch'];
const FIELDS = { ApplyConfiguration: 'applyConfiguration', JSONPatch: 'jsonPatch' } as const;
const RESULTS: Readonly<Record<keyof typeof FIELDS, readonly CelType[]>> = {
  ApplyConfiguration: RETURNS.applyConfiguration,
  JSONPatch: RETURNS.jsonPatch,
};

/** Of the two ways to patch, the one that the type names and not the other. */
function checkMutation(mutation: Mutation, variables: PolicyVariables, path: string, findings: Findings): void {
  const { patchType } = mutation;
  if (isUnset(patchType)) return void findings.push(required(`${path}.patchType`));
  if (!PATCH_TYPES.includes(patchType)) return void findings.push(notSupported(`${path}.patchType`, patchType, PATCH_TYPES));
  const own = FIELDS[patchType];
  const other = patchType === 'JSONPatch' ? 'applyConfiguration' : 'jsonPatch';
  const patch = mutation[own];
  if (patch === undefined) findings.push(required(`${path}.${own}`, `must be specified when patchType is ${patchType}`));
  else checkPatch(patch.expression ?? '', RESULTS[patchType], variables, `${path}.${own}.expression`, findings);
  if (mutation[other] === undefined) return;
  findings.push(invalid(`${path}.${other}`, `{${other}}`, `must not be specified when patchType is ${patchType}`));
}

function checkPatch(expression: string, returns: readonly CelType[], variables: PolicyVariables, path: string, findings: Findings): void {
  const trimmed = expression.trim();
  if (trimmed === '') findings.push(required(path));
  else checkExpression(trimmed, returns, variables, path, findings);
}
