import type { Column } from '../../kind.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';

export const AUTOSCALER_COLUMNS: readonly Column<HorizontalPodAutoscaler>[] = [
  NAME,
  column<HorizontalPodAutoscaler>(
    'Reference',
    'string',
    ({ spec }) => `${spec.scaleTargetRef?.kind ?? ''}/${spec.scaleTargetRef?.name ?? ''}`,
  ),
  column<HorizontalPodAutoscaler>('Targets', 'string', targetsCell),
  column<HorizontalPodAutoscaler>('MinPods', 'string', ({ spec }) => String(spec.minReplicas ?? '<unset>')),
  column<HorizontalPodAutoscaler>('MaxPods', 'string', ({ spec }) => spec.maxReplicas ?? 0),
  column<HorizontalPodAutoscaler>('Replicas', 'string', ({ status }) => status?.currentReplicas ?? 0),
  AGE,
];

const MAX_LISTED = 2;

/** What is and what should be of each metric: `cpu: 40%/80%`. Statuses belong to metrics by their place. */
function targetsCell({ spec, status }: HorizontalPodAutoscaler): string {
  const metrics = (spec.metrics ?? []).map((metric, index) => metricText(metric, status?.currentMetrics?.[index]));
  if (metrics.length === 0) return '<none>';
  const text = metrics.slice(0, MAX_LISTED).join(', ');
  return metrics.length > MAX_LISTED ? `${text} + ${metrics.length - MAX_LISTED} more...` : text;
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  switch (metric.type) {
    case 'External':
      return amountText(metric.external?.target, status?.external?.current);
    case 'Object':
      return amountText(metric.object?.target, status?.object?.current);
    case 'Pods':
      return `${amount(status?.pods?.current, 'averageValue')}/${averageOf(metric.pods?.target)}`;
    case 'Resource':
      return usageText(metric.resource, status?.resource?.current);
    case 'ContainerResource':
      return usageText(metric.containerResource, status?.containerResource?.current);
    default:
      return '<unknown type>';
  }
}

function averageOf(target: MetricTarget | undefined): string {
  return target?.averageValue ?? '';
}

const UNKNOWN = '<unknown>';

/** A status that lacks the value prints as Go prints nothing at all. */
function amount(current: MetricValueStatus | undefined, field: 'value' | 'averageValue'): string {
  return current === undefined ? UNKNOWN : (current[field] ?? '<nil>');
}

function amountText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue === undefined) return `${amount(current, 'value')}/${target?.value ?? '<nil>'}`;
  return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
}

function usageText(
  source: { readonly name: string; readonly target: MetricTarget } | undefined,
  current: MetricValueStatus | undefined,
): string {
  const { averageValue, averageUtilization } = source?.target ?? {};
  if (averageValue !== undefined) return `${source?.name ?? ''}: ${amount(current, 'averageValue')}/${averageValue}`;
  const used = current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`;
  return `${source?.name ?? ''}: ${used}/${averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`}`;
}
