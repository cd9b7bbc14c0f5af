/** Runs a policy's expressions within its budget. Texts are those of the real plugin. */
import { evaluate } from '../../../../api/cel/cel.ts';
import { type PolicyVariables, RETURNS, compilePolicyExpression } from '../../../../api/cel/policy.ts';
import type { CelType } from '../../../../api/cel/types.ts';
import type { Value } from '../../../../api/cel/values.ts';
import type { MatchCondition } from '../../../../api/types.gen.ts';
import { aggregated } from '../refuse.ts';
import { CONDITIONS_BUDGET, type Evaluation } from './variables.ts';

export type Result = { readonly value: Value } | { readonly error: string };

export interface Budget {
  left: number;
}

/** Nothing more is run once a budget is spent. */
export class OutOfBudget extends Error {
  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run');
  }
}

/** Throws OutOfBudget. */
export function runExpression(
  evaluation: Evaluation,
  expression: string,
  returns: readonly CelType[] | undefined,
  declared: PolicyVariables,
  budget: Budget,
): Result {
  const compiled = compilePolicyExpression(expression, returns, declared);
  if ('error' in compiled) return { error: `compilation error: ${compiled.error}` };
  evaluation.spent = 0;
  const outcome = evaluate(compiled, evaluation.bindings);
  budget.left -= outcome.cost + evaluation.spent;
  if (budget.left < 0) throw new OutOfBudget();
  return 'error' in outcome ? { error: `expression '${expression}' resulted in error: ${outcome.error}` } : outcome;
}

/** One condition that does not hold is enough; errors count only when all others do. */
export function matchConditions(
  evaluation: Evaluation,
  conditions: readonly MatchCondition[],
  failurePolicy: string | undefined,
): { readonly matches: boolean } | { readonly error: string } {
  if (conditions.length === 0) return { matches: true };
  const { composed: _composed, patchTypes: _patchTypes, ...declared } = evaluation.declared;
  const errors: string[] = [];
  const budget = { left: CONDITIONS_BUDGET };
  try {
    for (const { expression } of conditions) {
      const result = runExpression(evaluation, expression.trim(), RETURNS.bool, declared, budget);
      if ('error' in result) errors.push(result.error);
      else if (result.value === false) return { matches: false };
    }
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    errors.push(error.message);
  }
  if (errors.length === 0) return { matches: true };
  return failurePolicy === 'Ignore' ? { matches: false } : { error: aggregated(errors) };
}
