import { type FieldError, invalid } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { nameIsPathSegment } from '../../names.ts';
import { POD_DISRUPTION_BUDGET } from '../../resources.ts';
import type { IntOrString } from '../../scalars.ts';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../types.gen.ts';
import { validateConditions } from '../../validation/conditions.ts';
import { validateSelectorUpdate } from '../../validation/label-selector.ts';
import { type Findings, checkNotNegative, checkOneOf, findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkIntOrPercent, checkNotMoreThanAll } from '../int-or-percent.ts';
import { plainKind } from '../plain.ts';
import { fill } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';

/** `pkg/apis/policy/validation`, `pkg/registry/policy/poddisruptionbudget`. */
export const podDisruptionBudgetKind = /* @__PURE__ */ plainKind<PodDisruptionBudget>(POD_DISRUPTION_BUDGET, {
  shortNames: ['pdb'],
  hasGeneration: true,
  requireVersionOnUpdate: true,
  subresources: ['status'],
  validateName: nameIsPathSegment,
  default: (budget) => fill<PodDisruptionBudget>(budget, { spec: {} }),
  prepareForCreate: (budget) => ({ ...budget, status: NEW_STATUS }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: (budget) => validate(budget),
  validateUpdate: validate,
  validateStatusUpdate: ({ status = {} }) => [
    ...validateConditions(status.conditions, 'status.conditions'),
    ...findingsOf((findings) => {
      for (const field of COUNTS) checkNotNegative(status[field], `status.${field}`, findings);
    }),
  ],
  columns: [
    NAME,
    column<PodDisruptionBudget>('Min Available', 'string', ({ spec }) => amountCell(spec?.minAvailable)),
    column<PodDisruptionBudget>('Max Unavailable', 'string', ({ spec }) => amountCell(spec?.maxUnavailable)),
    column<PodDisruptionBudget>('Allowed Disruptions', 'integer', ({ status }) => status?.disruptionsAllowed ?? 0),
    AGE,
  ],
});

const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const;
const NEW_STATUS: PodDisruptionBudgetStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

function amountCell(amount: IntOrString | undefined): string {
  return amount === undefined ? 'N/A' : String(amount);
}

function validate({ spec = {} }: PodDisruptionBudget, stored?: PodDisruptionBudget): readonly FieldError[] {
  return findingsOf((findings) => {
    if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
      findings.push(
        invalid('spec', goInternal('policy.PodDisruptionBudgetSpec', spec), 'minAvailable and maxUnavailable cannot be both set'),
      );
    }
    checkAmount(spec.minAvailable, 'spec.minAvailable', findings);
    checkAmount(spec.maxUnavailable, 'spec.maxUnavailable', findings);
    findings.push(...validateSelectorUpdate(spec.selector, stored?.spec?.selector, 'spec.selector'));
    const policy = spec.unhealthyPodEvictionPolicy;
    if (policy !== undefined) checkOneOf(policy, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy', findings);
  });
}

function checkAmount(amount: IntOrString | undefined, path: string, findings: Findings): void {
  if (amount === undefined) return;
  checkIntOrPercent(amount, path, findings);
  checkNotMoreThanAll(amount, path, findings);
}
