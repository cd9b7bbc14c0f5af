/**
 * One look at an autoscaler and its target (reconcileAutoscaler in horizontal.go). All that is outside comes in by the world, so that
 * the same is decided for objects of a cluster and for those of a table.
 */
import { ApiError, badRequestError } from '../../../api/errors.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import type { Selector } from '../../../api/labels.ts';
import type { PodMetrics } from '../../../api/metrics.ts';
import { namespaceOf } from '../../../api/object.ts';
import { parseQuantity } from '../../../api/quantity.ts';
import { formatTime } from '../../../api/time.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, MetricStatus, Pod } from '../../../api/types.gen.ts';
import { type Conditions, type Notes, notes, withoutCondition } from './conditions.ts';
import { type MetricProposal, isFailure, propose } from './metrics.ts';
import { normalize } from './normalize.ts';
import type { Remembered } from './remembered.ts';
import type { Tolerances, Workload } from './replica-calculator.ts';
import { rememberScaling } from './scaling-rules.ts';
import type { Settings } from './settings.ts';

export interface World {
  readonly now: number;
  readonly settings: Settings;
  readonly remembered: Remembered;
  /** Or why it can't be had. */
  scale(): TargetScale | string;
  pods(selector: Selector): readonly Pod[];
  /** `{name namespace}` of every autoscaler that one of these pods belongs to. */
  autoscalersOf(pods: readonly Pod[]): readonly string[];
  /** Throws an ApiError. */
  metrics(selector: string): readonly PodMetrics[];
  /** Says why it was refused. */
  rescale(replicas: number): string | undefined;
  tell(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

export interface TargetScale {
  readonly replicas: number;
  /** '' for none. */
  readonly selector: string;
}

export interface Reconciled {
  readonly status: HorizontalPodAutoscalerStatus;
  /** Told once the status is written. */
  readonly failure?: string;
}

export function reconcile(autoscaler: HorizontalPodAutoscaler, world: World): Reconciled {
  const { now, remembered } = world;
  const note = notes(now, autoscaler);
  const before: HorizontalPodAutoscalerStatus = autoscaler.status ?? { desiredReplicas: 0 };
  const scale = world.scale();
  if (typeof scale === 'string') {
    world.tell('Warning', 'FailedGetScale', scale);
    note('AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${scale}`);
    return { status: { ...before, conditions: note.all() } };
  }
  note('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale");
  const { replicas } = scale;
  if (remembered.recommendations.length === 0) remembered.recommendations.push({ replicas, at: now });
  if (replicas === 0) {
    note('ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero');
    return { status: statusOf(before, replicas, replicas, withoutCondition(note.all(), 'ScaledToZero')) };
  }
  const decision = boundOf(autoscaler, replicas) ?? byMetrics(autoscaler, scale, world, note);
  const { metrics } = decision;
  if ('failure' in decision)
    return { status: statusOf(before, replicas, before.desiredReplicas, note.all(), metrics), failure: decision.failure };
  if (decision.replicas === replicas) return { status: statusOf(before, replicas, replicas, note.all(), metrics) };
  return { status: rescaled(autoscaler, before, replicas, decision, world, note) };
}

interface Decision {
  readonly replicas: number;
  readonly reason: string;
  readonly metrics?: readonly MetricStatus[];
}

interface Undecided {
  readonly failure: string;
  readonly metrics?: readonly MetricStatus[];
}

/** Where the workload has to go, whatever its metrics say. */
function boundOf({ spec: { minReplicas = 1, maxReplicas } }: HorizontalPodAutoscaler, current: number): Decision | undefined {
  if (current > maxReplicas) return { replicas: maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas' };
  return current < minReplicas ? { replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' } : undefined;
}

function byMetrics(
  autoscaler: HorizontalPodAutoscaler,
  { replicas, selector }: TargetScale,
  world: World,
  note: Notes,
): Decision | Undecided {
  const pods = podsOf(selector, world, note);
  if (typeof pods === 'string') return { failure: pods };
  const { minReplicas = 1, maxReplicas, behavior, metrics = [] } = autoscaler.spec;
  const { now, settings: setup, remembered } = world;
  const workload: Workload = { replicas, pods, tolerances: tolerancesOf(autoscaler, setup), now, setup };
  const outcomes = metrics.map((metric) => {
    const outcome = propose(metric, namespaceOf(autoscaler), workload, () => world.metrics(selector));
    if (isFailure(outcome)) world.tell('Warning', outcome.reason, outcome.message);
    return outcome;
  });
  const statuses = outcomes.map((outcome) => (isFailure(outcome) ? UNKNOWN : outcome.status));
  const failures = outcomes.filter(isFailure);
  const proposals = outcomes.filter((outcome): outcome is MetricProposal => !isFailure(outcome));
  const [first] = failures;
  const highest = proposals.reduce<MetricProposal | undefined>(
    (best, next) => (best === undefined || best.replicas === 0 || next.replicas > best.replicas ? next : best),
    undefined,
  );
  // What some metrics don't say might speak against fewer replicas.
  if (first !== undefined && (highest === undefined || highest.replicas < replicas)) {
    note('ScalingActive', 'False', first.reason, `the HPA was unable to compute the replica count: ${first.message}`);
    const failure = `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.outer}`;
    return { failure, metrics: statuses };
  }
  const name = highest?.name ?? '';
  const desired = highest?.replicas ?? 0;
  note('ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${name}`);
  const normalized = normalize({ current: replicas, desired, minReplicas, maxReplicas }, behavior, remembered, now, setup);
  for (const { type, status, reason, message } of normalized.conditions) note(type, status, reason, message);
  const reason = desired > replicas ? `${name} above target` : desired < replicas ? 'All metrics below target' : '';
  return { replicas: normalized.replicas, reason, metrics: statuses };
}

/** Or why its pods are not known. */
function podsOf(selector: string, world: World, note: Notes): readonly Pod[] | string {
  const refuse = (event: string, reason: string, text: string, message = text): string => {
    world.tell('Warning', event, text);
    note('ScalingActive', 'False', reason, message);
    return text;
  };
  if (selector === '')
    return refuse('SelectorRequired', 'InvalidSelector', 'selector is required', "the HPA target's scale is missing a selector");
  const parsed = parsedSelector(selector);
  if (typeof parsed === 'string') return refuse('InvalidSelector', 'InvalidSelector', parsed);
  world.remembered.selector = selector;
  const pods = world.pods(parsed);
  const all = world.autoscalersOf(pods);
  return all.length > 1
    ? refuse('AmbiguousSelector', 'AmbiguousSelector', `pods by selector ${selector} are controlled by multiple HPAs: [${all.join(' ')}]`)
    : pods;
}

function parsedSelector(selector: string): Selector | string {
  try {
    return parseSelector(selector);
  } catch (error) {
    const { message } = error instanceof ApiError ? error : badRequestError(String(error));
    return `couldn't convert selector into a corresponding internal selector object: ${message}`;
  }
}

function tolerancesOf({ spec: { behavior } }: HorizontalPodAutoscaler, { tolerance }: Settings): Tolerances {
  const own = (text: string | undefined) => (text === undefined ? tolerance : Number(parseQuantity(text).nano) / 1e9);
  return { scaleUp: own(behavior?.scaleUp?.tolerance), scaleDown: own(behavior?.scaleDown?.tolerance) };
}

function rescaled(
  { spec: { behavior } }: HorizontalPodAutoscaler,
  before: HorizontalPodAutoscalerStatus,
  current: number,
  { replicas, reason, metrics }: Decision,
  { rescale, tell, remembered, now }: World,
  note: Notes,
): HorizontalPodAutoscalerStatus {
  const refusal = rescale(replicas);
  if (refusal !== undefined) {
    tell('Warning', 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${refusal}`);
    note('AbleToScale', 'False', 'FailedUpdateScale', `the HPA controller was unable to update the target scale: ${refusal}`);
    return statusOf(before, current, before.desiredReplicas, note.all(), metrics);
  }
  note('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${replicas}`);
  tell('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
  rememberScaling(remembered, behavior, current, replicas, now);
  const conditions = withoutCondition(note.all(), 'ScaledToZero');
  return { ...statusOf(before, current, replicas, conditions, metrics), lastScaleTime: formatTime(now) };
}

/** Upstream keeps a place for every metric. */
const UNKNOWN: MetricStatus = { type: '' };
/** Go writes the list even where there is none. */
const NO_METRICS = null as unknown as readonly MetricStatus[];

function statusOf(
  { lastScaleTime }: HorizontalPodAutoscalerStatus,
  currentReplicas: number,
  desiredReplicas: number,
  conditions: Conditions,
  currentMetrics: readonly MetricStatus[] = NO_METRICS,
): HorizontalPodAutoscalerStatus {
  return { ...(lastScaleTime === undefined ? {} : { lastScaleTime }), currentReplicas, desiredReplicas, currentMetrics, conditions };
}
