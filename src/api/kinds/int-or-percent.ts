import { invalid } from '../field-error.ts';
import { percent } from '../names.ts';
import type { IntOrString } from '../scalars.ts';
import { type Findings, checkNotNegative, checkRule } from './checks.ts';

/** Amounts of pods: a number, or a percentage (`pkg/apis/apps/validation`, ValidatePositiveIntOrPercent and its kin). */
export function checkIntOrPercent(amount: IntOrString, path: string, findings: Findings): void {
  if (typeof amount === 'number') checkNotNegative(amount, path, findings);
  else checkRule(percent, amount, path, findings);
}

export function checkNotMoreThanAll(amount: IntOrString, path: string, findings: Findings): void {
  if (isPercent(amount) && intOrPercentValue(amount) > 100) findings.push(invalid(path, amount, 'must not be greater than 100%'));
}

/** The number, with or without its percent sign; 0 for what is neither. */
export function intOrPercentValue(amount: IntOrString): number {
  if (typeof amount === 'number') return amount;
  return isPercent(amount) || /^[-+]?[0-9]+$/.test(amount) ? Number.parseInt(amount, 10) : 0;
}

function isPercent(amount: IntOrString): boolean {
  return typeof amount === 'string' && percent(amount).length === 0;
}
