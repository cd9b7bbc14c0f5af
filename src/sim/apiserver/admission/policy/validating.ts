/** ValidatingAdmissionPolicy: rules in CEL that people bind to requests (apiserver's admission/plugin/policy/validating). */
import { ApiError } from '../../../../api/errors.ts';
import { RETURNS } from '../../../../api/cel/policy.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { nameOf } from '../../../../api/object.ts';
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../../../../api/types.gen.ts';
import type { RequestScope } from '../../server.ts';
import type { AdmissionPlugin } from '../plugin.ts';
import { refusal } from '../refuse.ts';
import { type Budget, OutOfBudget, matchConditions, runExpression } from './evaluation.ts';
import { ConfigurationError, type Hook, hasObjects, hooksOf, matchesOf } from './hooks.ts';
import { type Subject, isExempt, subjectOf } from './subject.ts';
import { type Evaluation, POLICY_BUDGET, evaluationOf } from './variables.ts';

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io';
const BINDINGS = 'validatingadmissionpolicybindings.admissionregistration.k8s.io';

export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  validate(scope, object, attributes) {
    const { store } = scope.server;
    if (!hasObjects(store, BINDINGS) || !hasObjects(store, POLICIES) || isExempt(scope)) return;
    const subject = subjectOf(scope, object, attributes);
    const denials = hooksOf<ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding>(store, POLICIES, BINDINGS).flatMap((hook) =>
      denialsOf(subject, hook),
    );
    const [first] = denials;
    if (first !== undefined) throw denied(scope, object, first);
  },
};

interface Denial {
  readonly policy: string;
  readonly binding: string | undefined;
  readonly message: string;
  readonly reason: string;
}

interface Verdict {
  readonly message: string;
  readonly reason: string;
}

function denialsOf(subject: Subject, hook: Hook<ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding>): readonly Denial[] {
  const policy = nameOf(hook.policy);
  const { spec = {} } = hook.policy;
  const denials: Denial[] = [];
  const misconfigured = (message: string, binding?: string): void => {
    if (spec.failurePolicy === 'Ignore') return;
    const what = binding === undefined ? 'policy' : 'binding';
    denials.push({ policy, binding, message: `failed to configure ${what}: ${message}`, reason: '' });
  };
  try {
    for (const { binding, matched, params } of matchesOf(subject, hook, (error, each) => misconfigured(error, nameOf(each)))) {
      for (const param of params) {
        const verdicts = verdictsOf(evaluationOf(subject, matched, spec, param), spec);
        denials.push(...act(subject.scope, policy, binding, verdicts));
      }
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    misconfigured(error.message);
  }
  return denials;
}

/** What a binding makes of findings: refuse, warn, or only note. */
function act(
  scope: RequestScope,
  policy: string,
  binding: ValidatingAdmissionPolicyBinding,
  verdicts: readonly Verdict[],
): readonly Denial[] {
  const actions = binding.spec.validationActions;
  const name = nameOf(binding);
  if (actions.includes('Warn')) {
    for (const { message } of verdicts) {
      scope.warnings?.push(`Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${name}': ${message}`);
    }
  }
  return actions.includes('Deny') ? verdicts.map((verdict) => ({ policy, binding: name, ...verdict })) : [];
}

function verdictsOf(evaluation: Evaluation, spec: ValidatingAdmissionPolicySpec): readonly Verdict[] {
  const { failurePolicy, matchConditions: conditions = [] } = spec;
  const failed = (message: string): readonly Verdict[] => (failurePolicy === 'Ignore' ? [] : [{ message, reason: '' }]);
  const outcome = matchConditions(evaluation, conditions, failurePolicy);
  if ('error' in outcome) return failed(outcome.error);
  if (!outcome.matches) return [];
  try {
    const budget = { left: POLICY_BUDGET };
    const validations = (spec.validations ?? []).map((validation) => [validation, run(evaluation, validation, budget)] as const);
    return [
      ...validations.flatMap(([validation, result]) => {
        if (result === 'admitted') return [];
        if (result !== 'violated') return failed(result.error);
        return [{ message: messageOf(evaluation, validation, budget), reason: validation.reason ?? 'Invalid' }];
      }),
      ...annotationErrors(evaluation, spec).flatMap(failed),
    ];
  } catch (error) {
    if (error instanceof OutOfBudget) return failed(error.message);
    throw error;
  }
}

function run(evaluation: Evaluation, { expression }: Validation, budget: Budget): 'admitted' | 'violated' | { readonly error: string } {
  const result = runExpression(evaluation, expression, RETURNS.bool, evaluation.declared, budget);
  if ('error' in result) return result;
  return result.value === true ? 'admitted' : 'violated';
}

const MAX_MESSAGE = 5 * 1024;

function messageOf(evaluation: Evaluation, { expression, message = '', messageExpression = '' }: Validation, budget: Budget): string {
  const plain = message.trim() || `failed expression: ${expression.trim()}`;
  if (messageExpression === '') return plain;
  const declared = { ...evaluation.declared, authorizer: false };
  const result = runExpression(evaluation, messageExpression, RETURNS.string, declared, budget);
  const text = 'value' in result && typeof result.value === 'string' ? result.value.trim() : '';
  return text === '' || text.length > MAX_MESSAGE || text.includes('\n') ? plain : text;
}

/** Annotations themselves go to the audit log alone; one that can't be computed is a failure of the policy. */
function annotationErrors(evaluation: Evaluation, { auditAnnotations = [] }: ValidatingAdmissionPolicySpec): readonly string[] {
  const budget = { left: POLICY_BUDGET };
  return auditAnnotations.flatMap(({ valueExpression }) => {
    const result = runExpression(evaluation, valueExpression.trim(), RETURNS.auditAnnotation, evaluation.declared, budget);
    return 'error' in result ? [result.error] : [];
  });
}

const CODES: Readonly<Record<string, number>> = { Forbidden: 403, Unauthorized: 401, RequestEntityTooLarge: 413 };

function denied(scope: RequestScope, object: KubeObject, { policy, binding, message, reason }: Denial): ApiError {
  const by = binding === undefined ? `'${policy}'` : `'${policy}' with binding '${binding}'`;
  const text = `ValidatingAdmissionPolicy ${by} denied request: ${message}`;
  const { status } = refusal(scope, object, text, [{ message: text }]);
  const shown = reason === '' ? 'Invalid' : reason;
  return new ApiError({ ...status, reason: shown, code: CODES[shown] ?? 422 });
}
