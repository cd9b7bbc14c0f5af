/**
 * Between autoscaling/v2, which is stored, and v1 (`pkg/apis/autoscaling/v1/conversion.go`). Of metrics v1 knows the usage of CPU
 * alone; the others, the behaviour, conditions and current metrics travel in annotations, as JSON of v1's own types.
 */
import { type Read, decodeList, decodePart } from '../../decode-part.ts';
import { goInternal } from '../../go-internal/print.ts';
import { isList, isRecord } from '../../patch/record.ts';
import type { JsonObject, JsonValue } from '../../scalars.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  HorizontalPodAutoscalerV1,
  MetricSpec,
  MetricStatus,
  ObjectMeta,
} from '../../types.gen.ts';
import { metricFromV1, metricStatusFromV1, metricStatusToV1, metricToV1 } from './metrics-v1.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const CURRENT_METRICS = `${PREFIX}current-metrics`;
const CONDITIONS = `${PREFIX}conditions`;
const BEHAVIOR = `${PREFIX}behavior`;
const CARRIED = [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR, `${PREFIX}scale-down-tolerance`, `${PREFIX}scale-up-tolerance`];

export const DEFAULT_METRIC: MetricSpec = cpuMetric(80);

function cpuMetric(averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function cpuUtilization({ type, resource }: MetricSpec): number | undefined {
  return type === 'Resource' && resource?.name === 'cpu' ? resource.target.averageUtilization : undefined;
}

/** Without the annotations that stand for fields. */
export function withoutCarried<T extends { readonly metadata: ObjectMeta }>(object: T): T {
  const { annotations } = object.metadata;
  if (annotations === undefined || !CARRIED.some((key) => key in annotations)) return object;
  const kept = Object.fromEntries(Object.entries(annotations).filter(([key]) => !CARRIED.includes(key)));
  const { annotations: _annotations, ...metadata } = object.metadata;
  return { ...object, metadata: Object.keys(kept).length === 0 ? metadata : { ...metadata, annotations: kept } };
}

const views = new WeakMap<HorizontalPodAutoscaler, HorizontalPodAutoscalerV1>();

export function toV1(stored: HorizontalPodAutoscaler): HorizontalPodAutoscalerV1 {
  const known = views.get(stored);
  if (known !== undefined) return known;
  const view = newView(withoutCarried(stored));
  views.set(stored, view);
  return view;
}

function newView({ metadata, spec, status }: HorizontalPodAutoscaler): HorizontalPodAutoscalerV1 {
  const { scaleTargetRef, minReplicas, maxReplicas, metrics = [] } = spec;
  const cpu = metrics.map(cpuUtilization).find((utilization) => utilization !== undefined);
  const annotations = carriedAnnotations(spec, status);
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
    spec: {
      scaleTargetRef,
      ...(minReplicas === undefined ? {} : { minReplicas }),
      maxReplicas,
      ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }),
    },
    ...(status === undefined ? {} : { status: statusToV1(status) }),
  };
}

function carriedAnnotations(
  spec: HorizontalPodAutoscalerSpec,
  status: HorizontalPodAutoscalerStatus | undefined,
): { readonly [key: string]: string } {
  const others = (spec.metrics ?? []).filter((metric) => cpuUtilization(metric) === undefined);
  const current = status?.currentMetrics ?? [];
  const conditions = status?.conditions ?? [];
  const values: readonly (readonly [key: string, value: JsonValue | undefined])[] = [
    [METRICS, others.length === 0 ? undefined : others.map(metricToV1)],
    [CURRENT_METRICS, current.length === 0 ? undefined : current.map(metricStatusToV1)],
    [BEHAVIOR, spec.behavior && goInternal('autoscaling.HorizontalPodAutoscalerBehavior', spec.behavior)],
    [CONDITIONS, conditions.length === 0 ? undefined : conditions.map(conditionToV1)],
  ];
  return Object.fromEntries(values.flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)]])));
}

function conditionToV1({ type, status, lastTransitionTime, reason, message }: HorizontalPodAutoscalerCondition): JsonObject {
  return {
    type,
    status,
    lastTransitionTime: lastTransitionTime ?? null,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

function statusToV1(status: HorizontalPodAutoscalerStatus): NonNullable<HorizontalPodAutoscalerV1['status']> {
  const { observedGeneration, lastScaleTime, currentReplicas = 0, desiredReplicas, currentMetrics } = status;
  const usage = (currentMetrics ?? []).findLast(
    ({ type, resource }) => type === 'Resource' && resource?.name === 'cpu' && resource.current.averageUtilization !== undefined,
  )?.resource?.current.averageUtilization;
  return {
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    ...(lastScaleTime ? { lastScaleTime } : {}),
    currentReplicas,
    desiredReplicas,
    ...(usage === undefined ? {} : { currentCPUUtilizationPercentage: usage }),
  };
}

export function fromV1(view: HorizontalPodAutoscalerV1): HorizontalPodAutoscaler {
  const { metadata, spec, status } = view;
  const carried = (key: string): JsonValue | undefined => parsed(metadata.annotations?.[key]);
  const { targetCPUUtilizationPercentage: cpu, ...same } = spec;
  const others = listOf(carried(METRICS), 'MetricSpec', metricFromV1) ?? [];
  const metrics = [...others, ...(cpu === undefined ? [] : [cpuMetric(cpu)])];
  const behavior = behaviorOf(carried(BEHAVIOR));
  const { metadata: kept } = withoutCarried(view);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: kept,
    spec: {
      ...same,
      metrics: metrics.length === 0 ? [DEFAULT_METRIC] : metrics,
      ...(behavior && { behavior }),
    },
    ...(status === undefined ? {} : { status: statusFromV1(status, carried(CURRENT_METRICS), carried(CONDITIONS)) }),
  };
}

function statusFromV1(
  { currentCPUUtilizationPercentage: cpu, currentReplicas, ...same }: NonNullable<HorizontalPodAutoscalerV1['status']>,
  current: JsonValue | undefined,
  conditions: JsonValue | undefined,
): HorizontalPodAutoscalerStatus {
  const usage: readonly MetricStatus[] | null =
    cpu === undefined ? null : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: cpu } } }];
  const currentMetrics = listOf(current, 'MetricStatus', metricStatusFromV1) ?? usage;
  const knownConditions = listOf(conditions, 'HorizontalPodAutoscalerCondition', asCondition);
  return {
    ...same,
    ...(currentReplicas === 0 || currentReplicas === undefined ? {} : { currentReplicas }),
    ...({ currentMetrics } as { currentMetrics: readonly MetricStatus[] }),
    ...(knownConditions && { conditions: knownConditions }),
  };
}

/** A list that is no list of such things is as good as absent. */
function listOf<T>(list: JsonValue | undefined, schemaName: string, convert: (item: JsonValue) => T): readonly T[] | undefined {
  if (!isList(list)) return undefined;
  return valueOf(
    decodeList<T>(
      list.map((item) => convert(item) as JsonValue),
      schemaName,
    ),
  );
}

function asCondition(condition: JsonValue): HorizontalPodAutoscalerCondition {
  return condition as unknown as HorizontalPodAutoscalerCondition;
}

function behaviorOf(value: JsonValue | undefined): HorizontalPodAutoscalerBehavior | undefined {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  return valueOf(decodePart<HorizontalPodAutoscalerBehavior>(withSmallLetters(value), 'HorizontalPodAutoscalerBehavior'));
}

function valueOf<T>(read: Read<T>): T | undefined {
  return read.error === undefined ? read.value : undefined;
}

/** What can't be read is not there. */
function parsed(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

/** Go's names (`ScaleUp`) as fields of ours; what is null is not there. */
function withSmallLetters(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withSmallLetters);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) =>
      field === null ? [] : [[key.slice(0, 1).toLowerCase() + key.slice(1), withSmallLetters(field)]],
    ),
  );
}
