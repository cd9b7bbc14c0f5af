import type { Taint, Toleration } from '../types.gen.ts';

/** Whether a toleration covers a taint (core/v1 Toleration.ToleratesTaint; Gt and Lt are behind a gate that is off). */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const { operator = 'Equal' } = toleration;
  if (operator === 'Exists') return true;
  return operator === 'Equal' && (toleration.value ?? '') === (taint.value ?? '');
}

export function isTolerated(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations !== undefined && tolerations.some((toleration) => toleratesTaint(toleration, taint));
}

/** The first of the taints that no toleration covers. */
export function firstUntolerated(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): Taint | undefined {
  for (const taint of taints) if (!isTolerated(tolerations, taint)) return taint;
  return undefined;
}

/** Taints that keep pods away: NoSchedule and NoExecute. */
export function isHardTaint(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
}
