import { integerOf } from '../label-requirement.ts';
import type { Taint, Toleration } from '../types.gen.ts';

/** Whether a toleration covers a taint (core/v1 Toleration.ToleratesTaint). `compares`: the gate TaintTolerationComparisonOperators, off by default. */
export function toleratesTaint(toleration: Toleration, taint: Taint, compares = false): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const { operator = 'Equal' } = toleration;
  if (operator === 'Exists') return true;
  if (operator === 'Equal') return (toleration.value ?? '') === (taint.value ?? '');
  return compares && isBeyond(operator, taint.value ?? '', toleration.value ?? '');
}

/** Whole numbers in canonical form; anything else compares with nothing. */
function isBeyond(operator: 'Gt' | 'Lt', taint: string, bound: string): boolean {
  if (!CANONICAL.test(taint) || !CANONICAL.test(bound)) return false;
  const [left, right] = [integerOf(taint), integerOf(bound)];
  return left !== undefined && right !== undefined && (operator === 'Gt' ? left > right : left < right);
}

const CANONICAL = /^(?:0|-?[1-9][0-9]*)$/;

export function isTolerated(tolerations: readonly Toleration[] | undefined, taint: Taint, compares = false): boolean {
  return tolerations !== undefined && tolerations.some((toleration) => toleratesTaint(toleration, taint, compares));
}

/** The first of the taints that no toleration covers. */
export function firstUntolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
  compares = false,
): Taint | undefined {
  for (const taint of taints) if (!isTolerated(tolerations, taint, compares)) return taint;
  return undefined;
}

/** Taints that keep pods away: NoSchedule and NoExecute. */
export function isHardTaint(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}
