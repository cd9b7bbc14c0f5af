/** What metrics ask for, held back: by what they asked for lately, by how fast things may go, and by the bounds (horizontal.go). */
import type { HPAScalingRules, HorizontalPodAutoscalerBehavior } from '../../../api/types.gen.ts';
import type { ConditionWords } from './conditions.ts';
import { type Recommendation, type Remembered, remember } from './remembered.ts';
import { scaleDownLimit, scaleUpLimit } from './scaling-rules.ts';
import type { Settings } from './settings.ts';

export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
}

type LimitReason = 'DesiredWithinRange' | 'ScaleDownLimit' | 'ScaleUpLimit' | 'TooFewReplicas' | 'TooManyReplicas';

const LIMITS: { readonly [reason in LimitReason]: string } = {
  DesiredWithinRange: 'the desired count is within the acceptable range',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate',
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate',
  TooFewReplicas: 'the desired replica count is less than the minimum replica count',
  TooManyReplicas: 'the desired replica count is more than the maximum replica count',
};

export interface Normalized {
  readonly replicas: number;
  readonly conditions: readonly ConditionWords[];
}

/** Remembers the wish as it was. */
export function normalize(
  wish: Wish,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  remembered: Remembered,
  now: number,
  settings: Settings,
): Normalized {
  const stable =
    behavior === undefined
      ? stabilized(wish, remembered, now, settings)
      : stabilizedByRules(wish, behavior, remembered, now, settings.downscaleStabilizationMs);
  const next = { ...wish, desired: stable };
  const { replicas, reason } = behavior === undefined ? limitedByFactor(next, settings) : limitedByRules(next, behavior, remembered, now);
  const isLimited = replicas !== stable;
  const limiting: ConditionWords = { type: 'ScalingLimited', status: isLimited ? 'True' : 'False', reason, message: LIMITS[reason] };
  return { replicas, conditions: [stableWords(wish, stable, behavior !== undefined), limiting] };
}

function stableWords({ current, desired }: Wish, stable: number, hasBehavior: boolean): ConditionWords {
  const words = (reason: string, message: string): ConditionWords => ({ type: 'AbleToScale', status: 'True', reason, message });
  if (stable === desired) return words('ReadyForNewScale', 'recommended size matches current size');
  return hasBehavior && desired >= current
    ? words('ScaleUpStabilized', 'recent recommendations were lower than current one, applying the lowest recent recommendation')
    : words('ScaleDownStabilized', 'recent recommendations were higher than current one, applying the highest recent recommendation');
}

/** The most that was asked for in the window. */
function stabilized({ desired }: Wish, { recommendations }: Remembered, now: number, { downscaleStabilizationMs }: Settings): number {
  const isOld = ({ at }: Recommendation) => at < now - downscaleStabilizationMs;
  const highest = Math.max(desired, ...recommendations.filter((one) => !isOld(one)).map(({ replicas }) => replicas));
  remember(recommendations, { replicas: desired, at: now }, isOld);
  return highest;
}

/** Upwards to the least that was asked for in the one window, downwards to the most in the other. */
function stabilizedByRules(
  { current, desired }: Wish,
  { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior,
  { recommendations }: Remembered,
  now: number,
  downscaleStabilizationMs: number,
): number {
  const sinceUp = now - windowMs(scaleUp, 0);
  const sinceDown = now - windowMs(scaleDown, downscaleStabilizationMs);
  const after = (since: number) => recommendations.filter(({ at }) => at > since).map(({ replicas }) => replicas);
  const lowest = Math.min(desired, ...after(sinceUp));
  const highest = Math.max(desired, ...after(sinceDown));
  remember(recommendations, { replicas: desired, at: now }, ({ at }) => at < sinceUp && at < sinceDown);
  return Math.min(Math.max(current, lowest), highest);
}

function windowMs(rules: HPAScalingRules | undefined, otherwise: number): number {
  return rules?.stabilizationWindowSeconds === undefined ? otherwise : rules.stabilizationWindowSeconds * 1000;
}

/** Without `spec.behavior`. */
export function limitedByFactor(
  { current, desired, minReplicas, maxReplicas }: Wish,
  { scaleUpFactor, scaleUpMinimum }: Pick<Settings, 'scaleUpFactor' | 'scaleUpMinimum'>,
): Limited {
  const fastest = Math.trunc(Math.max(scaleUpFactor * current, scaleUpMinimum));
  if (desired < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  if (desired <= Math.min(maxReplicas, fastest)) return { replicas: desired, reason: 'DesiredWithinRange' };
  return maxReplicas > fastest ? { replicas: fastest, reason: 'ScaleUpLimit' } : { replicas: maxReplicas, reason: 'TooManyReplicas' };
}

export function limitedByRules(
  { current, desired, minReplicas, maxReplicas }: Wish,
  { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior,
  events: Pick<Remembered, 'ups' | 'downs'>,
  now: number,
): Limited {
  if (desired > current && scaleUp !== undefined) {
    // Policies may have been used up, but none takes away what is there.
    const fastest = Math.max(current, scaleUpLimit(current, events, scaleUp, now));
    if (desired > Math.min(maxReplicas, fastest))
      return maxReplicas > fastest ? { replicas: fastest, reason: 'ScaleUpLimit' } : { replicas: maxReplicas, reason: 'TooManyReplicas' };
  }
  if (desired < current && scaleDown !== undefined) {
    const fastest = Math.min(current, scaleDownLimit(current, events, scaleDown, now));
    if (desired < Math.max(minReplicas, fastest))
      return minReplicas < fastest ? { replicas: fastest, reason: 'ScaleDownLimit' } : { replicas: minReplicas, reason: 'TooFewReplicas' };
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}
