/** How far `spec.behavior` lets an autoscaler go at once (horizontal.go). */
import type { HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscalerBehavior } from '../../../api/types.gen.ts';
import { type Remembered, type ScaleEvent, remember } from './remembered.ts';

/** The highest number of replicas that the policies allow now. May be below the current one. */
export function scaleUpLimit(replicas: number, events: Events, rules: HPAScalingRules, now: number): number {
  return limit(replicas, events, rules, now, { selected: rules.selectPolicy === 'Min' ? Math.min : Math.max, after: more });
}

/** The lowest number. May be above the current one. */
export function scaleDownLimit(replicas: number, events: Events, rules: HPAScalingRules, now: number): number {
  return limit(replicas, events, rules, now, { selected: rules.selectPolicy === 'Min' ? Math.max : Math.min, after: fewer });
}

export type Events = Pick<Remembered, 'ups' | 'downs'>;

interface Direction {
  selected(...limits: readonly number[]): number;
  after(replicas: number, policy: HPAScalingPolicy): number;
}

function limit(replicas: number, { ups, downs }: Events, rules: HPAScalingRules, now: number, { selected, after }: Direction): number {
  if (rules.selectPolicy === 'Disabled') return replicas;
  const limits = (rules.policies ?? []).map((policy) => {
    const since = now - policy.periodSeconds * 1000;
    return after(replicas - changeSince(ups, since) + changeSince(downs, since), policy);
  });
  return selected(...limits);
}

/** Rounded up, so that one pod can become more. */
function more(replicas: number, { type, value }: HPAScalingPolicy): number {
  return type === 'Pods' ? replicas + value : Math.ceil(replicas * (1 + value / 100));
}

function fewer(replicas: number, { type, value }: HPAScalingPolicy): number {
  return type === 'Pods' ? replicas - value : Math.trunc(replicas * (1 - value / 100));
}

function changeSince(events: readonly ScaleEvent[], since: number): number {
  return events.reduce((sum, { change, at }) => (at > since ? sum + change : sum), 0);
}

export function rememberScaling(
  { ups, downs }: Events,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  from: number,
  to: number,
  now: number,
): void {
  // Nobody would ask for them.
  if (behavior === undefined) return;
  const { policies = [] } = (to > from ? behavior.scaleUp : behavior.scaleDown) ?? {};
  const longest = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds));
  const isOld = ({ at }: ScaleEvent) => at < now - longest * 1000;
  remember(to > from ? ups : downs, { change: Math.abs(to - from), at: now }, isOld);
}
