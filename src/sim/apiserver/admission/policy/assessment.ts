/** What a policy of validations makes of a request (apiserver's admission/plugin/policy/validating/validator.go). */
import { RETURNS } from '../../../../api/cel/policy.ts';
import type { ValidatingAdmissionPolicySpec, Validation } from '../../../../api/types.gen.ts';
import { type Budget, OutOfBudget, matchConditions, runExpression } from './evaluation.ts';
import { type Evaluation, POLICY_BUDGET } from './variables.ts';

export interface Verdict {
  /** Which of the validations. */
  readonly index: number;
  readonly message: string;
  /** Status reason; '' for what could not be evaluated. */
  readonly reason: string;
}

export type Annotation = { readonly key: string; readonly value: string } | { readonly error: string };

export interface Assessment {
  /** Of what speaks against the request. */
  readonly verdicts: readonly Verdict[];
  /** For the audit record. */
  readonly annotations: readonly Annotation[];
}

const NOTHING: Assessment = { verdicts: [], annotations: [] };

export function assess(evaluation: Evaluation, spec: ValidatingAdmissionPolicySpec): Assessment {
  const { failurePolicy, matchConditions: conditions = [], validations = [] } = spec;
  const failed = (message: string, index = 0): readonly Verdict[] => (failurePolicy === 'Ignore' ? [] : [{ index, message, reason: '' }]);
  const outcome = matchConditions(evaluation, conditions, failurePolicy);
  if ('error' in outcome) return { ...NOTHING, verdicts: failed(outcome.error) };
  if (!outcome.matches) return NOTHING;
  try {
    const budget = { left: POLICY_BUDGET };
    const results = validations.map((validation) => run(evaluation, validation, budget));
    const verdicts = validations.flatMap((validation, index) => {
      const result = results[index] ?? 'admitted';
      if (result === 'admitted') return [];
      if (result !== 'violated') return failed(result.error, index);
      return [{ index, message: messageOf(evaluation, validation, budget), reason: validation.reason ?? 'Invalid' }];
    });
    return { verdicts, annotations: annotationsOf(evaluation, spec) };
  } catch (error) {
    if (error instanceof OutOfBudget) return { ...NOTHING, verdicts: failed(error.message) };
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

function annotationsOf(
  evaluation: Evaluation,
  { auditAnnotations = [], failurePolicy }: ValidatingAdmissionPolicySpec,
): readonly Annotation[] {
  const budget = { left: POLICY_BUDGET };
  return auditAnnotations.flatMap(({ key, valueExpression }): readonly Annotation[] => {
    const result = runExpression(evaluation, valueExpression.trim(), RETURNS.auditAnnotation, evaluation.declared, budget);
    if ('error' in result) return failurePolicy === 'Ignore' ? [] : [result];
    const value = typeof result.value === 'string' ? result.value.trim() : '';
    return value === '' ? [] : [{ key, value }];
  });
}
