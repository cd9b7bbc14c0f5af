/**
 * The HorizontalPodAutoscaler controller (pkg/controller/podautoscaler): every 15 s it looks at how many replicas a workload has and
 * how many its metrics ask for. It does not ask for what pods use, so metrics can't be had (`metrics.ts`); bounds hold without
 * them.
 */
import { ApiError } from '../../../api/errors.ts';
import { keyOf, namespaceOf } from '../../../api/object.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, MetricStatus } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { type ConditionWords, type Conditions, withCondition } from './conditions.ts';
import { failureOf } from './metrics.ts';
import { type Target, targetOf } from './scale.ts';

/** Also how long a new one waits. */
const SYNC_MS = 15_000;

export const horizontalPodAutoscaling: LateBehaviour = {
  onChange(context, _type, { type, object }) {
    if (type !== 'DELETED') context.enqueueAfter(keyOf(object), SYNC_MS);
  },
  sync(context, key) {
    const autoscaler = context.lister(HORIZONTAL_POD_AUTOSCALER).byKey(key);
    if (autoscaler === undefined) return undefined;
    writeStatus(context, autoscaler, reconcile(context, autoscaler));
    return SYNC_MS;
  },
};

/** The status that the autoscaler shall have. */
function reconcile(context: LateContext, autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscalerStatus {
  const target = targetOf(context.client, autoscaler);
  const note = notes(context.now, autoscaler);
  const before: HorizontalPodAutoscalerStatus = autoscaler.status ?? { desiredReplicas: 0 };
  if (typeof target === 'string') {
    context.event(autoscaler, 'Warning', 'FailedGetScale', target);
    note('AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${target}`);
    return { ...before, conditions: note.all() };
  }
  note('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
  const { replicas } = target;
  if (replicas === 0) {
    note('ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');
    return statusOf(before, replicas, replicas, note.all());
  }
  const bound = boundOf(autoscaler, replicas);
  if (bound === undefined) return withoutMetrics(context, autoscaler, target, note);
  const failure = rescale(context, autoscaler, target, bound);
  if (failure === undefined) {
    note('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${bound.replicas}`);
    return { ...statusOf(before, replicas, bound.replicas, note.all()), lastScaleTime: formatTime(context.now) };
  }
  note('AbleToScale', 'False', 'FailedUpdateScale', `the HPA controller was unable to update the target scale: ${failure}`);
  return statusOf(before, replicas, before.desiredReplicas, note.all());
}

interface Bound {
  readonly replicas: number;
  readonly reason: string;
}

/** Where the workload has to go, whatever its metrics say. */
function boundOf({ spec: { minReplicas = 1, maxReplicas } }: HorizontalPodAutoscaler, current: number): Bound | undefined {
  if (current > maxReplicas) return { replicas: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' };
  return current < minReplicas ? { replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' } : undefined;
}

function rescale(context: LateContext, autoscaler: HorizontalPodAutoscaler, { type, name }: Target, bound: Bound): string | undefined {
  const { replicas, reason } = bound;
  try {
    context.client.patch(type, namespaceOf(autoscaler), name, 'merge', { spec: { replicas } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.event(autoscaler, 'Warning', 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${error.message}`);
    return error.message;
  }
  context.event(autoscaler, 'Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
  return undefined;
}

function withoutMetrics(
  context: LateContext,
  autoscaler: HorizontalPodAutoscaler,
  { replicas, hasSelector }: Target,
  note: Notes,
): HorizontalPodAutoscalerStatus {
  const tell = (reason: string, message: string) => context.event(autoscaler, 'Warning', reason, message);
  const before: HorizontalPodAutoscalerStatus = autoscaler.status ?? { desiredReplicas: 0 };
  if (!hasSelector) {
    tell('SelectorRequired', 'selector is required');
    note('ScalingActive', 'False', 'InvalidSelector', "the HPA target's scale is missing a selector");
    tell('FailedComputeMetricsReplicas', 'selector is required');
    return statusOf(before, replicas, before.desiredReplicas, note.all());
  }
  const { metrics = [] } = autoscaler.spec;
  const failures = metrics.map((metric) => failureOf(metric, namespaceOf(autoscaler)));
  for (const { reason, message } of failures) tell(reason, message);
  const [first] = failures;
  if (first !== undefined) {
    note('ScalingActive', 'False', first.reason, `the HPA was unable to compute the replica count: ${first.message}`);
    const text = `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.outer}`;
    tell('FailedComputeMetricsReplicas', text);
  }
  return statusOf(
    before,
    replicas,
    before.desiredReplicas,
    note.all(),
    metrics.map(() => UNKNOWN),
  );
}

/** Upstream keeps a place for every metric. */
const UNKNOWN: MetricStatus = { type: '' };

function statusOf(
  { lastScaleTime }: HorizontalPodAutoscalerStatus,
  currentReplicas: number,
  desiredReplicas: number,
  conditions: Conditions,
  currentMetrics?: readonly MetricStatus[],
): HorizontalPodAutoscalerStatus {
  return {
    ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    currentReplicas,
    desiredReplicas,
    currentMetrics: currentMetrics ?? NO_METRICS,
    conditions,
  };
}

/** Go writes the list even where there is none. */
const NO_METRICS = null as unknown as readonly MetricStatus[];

function writeStatus(context: LateContext, autoscaler: HorizontalPodAutoscaler, status: HorizontalPodAutoscalerStatus): void {
  if (deepEqual(status, autoscaler.status)) return;
  try {
    context.client.updateStatus(HORIZONTAL_POD_AUTOSCALER, { ...autoscaler, status });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.event(autoscaler, 'Warning', 'FailedUpdateStatus', error.message);
  }
}

interface Notes {
  (type: ConditionWords['type'], status: ConditionWords['status'], reason: string, message: string): void;
  all(): Conditions;
}

/** Conditions as they change one after the other. */
function notes(now: number, { status }: HorizontalPodAutoscaler): Notes {
  let conditions: Conditions = status?.conditions ?? [];
  const note = (type: ConditionWords['type'], value: ConditionWords['status'], reason: string, message: string): void => {
    conditions = withCondition(conditions, { type, status: value, reason, message }, now);
  };
  return Object.assign(note, { all: () => conditions });
}
