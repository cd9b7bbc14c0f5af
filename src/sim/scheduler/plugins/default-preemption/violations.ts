import { ApiError } from '../../../../api/errors.ts';
import { type Selector, isEmptySelector, matchesSelector, selectorOf } from '../../../../api/labels.ts';
import type { Pod, PodDisruptionBudget } from '../../../../api/types.gen.ts';

interface Allowance {
  readonly namespace: string;
  readonly selector: Selector;
  readonly disrupted: object;
  left: number;
}

/**
 * Of pods that would go one after the other, those whose going would be more than some PodDisruptionBudget allows
 * (filterPodsWithPDBViolation).
 */
export function violatingPods(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): ReadonlySet<Pod> {
  const allowances = budgets.flatMap(allowanceOf);
  return new Set(allowances.length === 0 ? [] : pods.filter((pod) => isTooMany(pod, allowances)));
}

/** A budget whose selector is empty or wrong is about no pod. */
function allowanceOf({ metadata, spec, status }: PodDisruptionBudget): Allowance[] {
  const selector = readable(spec?.selector);
  if (selector === undefined || selector.nothing || isEmptySelector(selector)) return [];
  const { disruptionsAllowed = 0, disruptedPods = {} } = status ?? {};
  return [{ namespace: metadata.namespace ?? '', selector, disrupted: disruptedPods, left: disruptionsAllowed }];
}

function readable(selector: Parameters<typeof selectorOf>[0]): Selector | undefined {
  try {
    return selectorOf(selector);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** Every budget that the pod belongs to is charged, but for those that have counted it as gone already. */
function isTooMany({ metadata: { name = '', namespace = '', labels } }: Pod, allowances: readonly Allowance[]): boolean {
  if (labels === undefined) return false;
  let isViolated = false;
  for (const allowance of allowances) {
    if (allowance.namespace !== namespace || !matchesSelector(allowance.selector, labels)) continue;
    if (Object.hasOwn(allowance.disrupted, name)) continue;
    allowance.left -= 1;
    isViolated ||= allowance.left < 0;
  }
  return isViolated;
}
