/** What an autoscaler's object tells of itself, for a picture of it: each metric against its target, and what held it back. */
import { quantityMilli } from '../../../api/quantity.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../../api/types.gen.ts';
import type { Translate } from '../../messages/index.ts';

export interface Meter {
  readonly name: string;
  /** As kubectl writes them. */
  readonly current: string | undefined;
  readonly target: string;
  /** Of what is to what should be; undefined where it is not known. */
  readonly ratio: number | undefined;
}

export function metersOf({ spec: { metrics = [] }, status }: HorizontalPodAutoscaler, t: Translate): readonly Meter[] {
  return metrics.map((metric, index) => {
    const { name, target, current } = parts(metric, status?.currentMetrics?.[index], t);
    return { name, ...compared(target, current) };
  });
}

interface Parts {
  readonly name: string;
  readonly target: MetricTarget | undefined;
  readonly current: MetricValueStatus | undefined;
}

function parts(metric: MetricSpec, now: MetricStatus | undefined, t: Translate): Parts {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource !== undefined) return { name: resource.name, target: resource.target, current: now?.resource?.current };
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    return { name: t('autoscaler.ofContainer', { name, container }), target, current: now?.containerResource?.current };
  }
  const source = pods ?? object ?? external;
  return {
    name: source?.metric.name ?? metric.type,
    target: source?.target,
    current: (now?.pods ?? now?.object ?? now?.external)?.current,
  };
}

function compared(target: MetricTarget | undefined, current: MetricValueStatus | undefined): Omit<Meter, 'name'> {
  const { averageUtilization, averageValue, value } = target ?? {};
  if (averageUtilization !== undefined) {
    const now = current?.averageUtilization;
    return {
      current: now === undefined ? undefined : `${now}%`,
      target: `${averageUtilization}%`,
      ratio: now === undefined ? undefined : now / averageUtilization,
    };
  }
  const now = averageValue === undefined ? current?.value : current?.averageValue;
  const wanted = averageValue ?? value ?? '';
  return { current: now, target: wanted, ratio: now === undefined ? undefined : quantityMilli(now) / quantityMilli(wanted) };
}

/** How far from 1 the ratio may be before anything is done. */
export function toleranceOf({ spec: { behavior } }: HorizontalPodAutoscaler): { readonly down: number; readonly up: number } {
  const part = (text: string | undefined) => (text === undefined ? USUAL_TOLERANCE : quantityMilli(text) / 1000);
  return { down: part(behavior?.scaleDown?.tolerance), up: part(behavior?.scaleUp?.tolerance) };
}

export type CellLook = 'there' | 'leaves' | 'comes' | 'least' | 'may';

/** More than this are not drawn one by one. */
const MOST_CELLS = 30;

/** A cell for each replica that there is or may be; none where these are too many. */
export function cellsOf({ spec: { minReplicas = 1, maxReplicas }, status }: HorizontalPodAutoscaler): readonly CellLook[] {
  const { currentReplicas = 0, desiredReplicas = 0 } = status ?? {};
  const length = Math.max(maxReplicas, currentReplicas);
  const lookOf = (index: number): CellLook => {
    if (index < currentReplicas) return index < desiredReplicas ? 'there' : 'leaves';
    if (index < desiredReplicas) return 'comes';
    return index < minReplicas ? 'least' : 'may';
  };
  return length > MOST_CELLS ? [] : Array.from({ length }, (_, index) => lookOf(index));
}

export type Side = 'above' | 'below' | 'below a bit' | 'near' | 'unknown';

/** Replicas are whole, and rounded up. */
export function sideOf({ ratio }: Meter, autoscaler: HorizontalPodAutoscaler): Side {
  const { down, up } = toleranceOf(autoscaler);
  const { currentReplicas = 0 } = autoscaler.status ?? {};
  if (ratio === undefined) return 'unknown';
  if (ratio > 1 + up) return 'above';
  if (ratio >= 1 - down) return 'near';
  return Math.ceil(ratio * currentReplicas) < currentReplicas ? 'below' : 'below a bit';
}

const USUAL_TOLERANCE = 0.1;
const USUAL_WINDOW_SECONDS = 300;

/** What it does and why, in a sentence. */
export function sentenceOf({ spec, status }: HorizontalPodAutoscaler, t: Translate): string {
  const [able, active, limited] = ['AbleToScale', 'ScalingActive', 'ScalingLimited'].map((type) =>
    status?.conditions?.find((condition) => condition.type === type),
  );
  if (able === undefined) return t('autoscaler.new');
  if (able.status === 'False') return t('autoscaler.unable');
  if (active?.status === 'False') return t(REASONS_OF_INACTION[active.reason ?? ''] ?? 'autoscaler.noMetrics');
  if (able.reason === 'ScaleDownStabilized')
    return t('autoscaler.waits', { seconds: spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? USUAL_WINDOW_SECONDS });
  if (able.reason === 'ScaleUpStabilized')
    return t('autoscaler.waitsUp', { seconds: spec.behavior?.scaleUp?.stabilizationWindowSeconds ?? 0 });
  if (limited?.status === 'True') {
    if (limited.reason === 'TooManyReplicas') return t('autoscaler.most', { count: spec.maxReplicas });
    if (limited.reason === 'TooFewReplicas') return t('autoscaler.least', { count: spec.minReplicas ?? 1 });
    return t(limited.reason === 'ScaleUpLimit' ? 'autoscaler.fasterUp' : 'autoscaler.fasterDown');
  }
  if (able.reason === 'SucceededRescale') return t('autoscaler.changed', { count: status?.desiredReplicas ?? 0 });
  return t('autoscaler.settled');
}

const REASONS_OF_INACTION: { readonly [reason: string]: InactionKey | undefined } = {
  ScalingDisabled: 'autoscaler.off',
  InvalidSelector: 'autoscaler.noSelector',
  AmbiguousSelector: 'autoscaler.ambiguous',
};

type InactionKey = 'autoscaler.ambiguous' | 'autoscaler.noSelector' | 'autoscaler.off';
