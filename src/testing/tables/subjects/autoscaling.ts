/** HorizontalPodAutoscalers: which pods count, how many are asked for, what holds that back. */
import type { HPAScalingRules, HorizontalPodAutoscalerCondition, Pod } from '../../../api/types.gen.ts';
import { limitedByFactor, limitedByRules } from '../../../sim/controllers/horizontal-pod-autoscaler/normalize.ts';
import { groupPods } from '../../../sim/controllers/horizontal-pod-autoscaler/pod-groups.ts';
import { requestsOf } from '../../../sim/controllers/horizontal-pod-autoscaler/pod-requests.ts';
import { reconcile } from '../../../sim/controllers/horizontal-pod-autoscaler/reconcile.ts';
import {
  type Tolerances,
  type Workload,
  replicasForAverage,
  replicasForUtilization,
} from '../../../sim/controllers/horizontal-pod-autoscaler/replica-calculator.ts';
import { type PodSamples, samplesOf } from '../../../sim/controllers/horizontal-pod-autoscaler/samples.ts';
import { type Outcome, type Subject, like, likeOrError, messageOf, subject } from '../subject.ts';
import {
  type Ages,
  type ControllerCase,
  NOW,
  TESTED,
  WINDOW_MS,
  autoscalerOf,
  behaviorOf,
  metricsOf,
  podOf,
  worldOf,
} from './autoscaling-objects.ts';

interface ReplicaCase extends Ages {
  readonly currentReplicas: number;
  readonly resource?: {
    readonly name: string;
    readonly levels?: readonly (readonly number[])[];
    readonly requests?: readonly string[];
    readonly podNames?: readonly string[];
    readonly targetUtilization?: number;
    readonly targetUsage?: number;
  };
  readonly metric?: { readonly metricType: string; readonly levels: readonly number[]; readonly targetUsage: number };
  readonly container?: string;
  readonly podReadiness?: readonly string[];
  readonly podPhase?: readonly string[];
  readonly podDeletionTimestamp?: readonly boolean[];
  readonly tolerances?: Tolerances;
}

interface ReplicaOut {
  readonly error?: string;
}

interface RulesCase {
  readonly currentReplicas: number;
  readonly prenormalizedDesiredReplicas: number;
  readonly specMinReplicas: number;
  readonly specMaxReplicas: number;
  readonly scaleUpRules?: HPAScalingRules;
  readonly scaleDownRules?: HPAScalingRules;
  readonly scaleUpEvents?: readonly PastEvent[];
  readonly scaleDownEvents?: readonly PastEvent[];
}

interface PastEvent {
  readonly replicaChange: number;
  readonly secondsAgo: number;
}

export const AUTOSCALING: readonly Subject[] = [
  subject<ReplicaCase, ReplicaOut>(
    /^hpa\/(replica-calculator|tolerance)$/,
    /^HPA (replica computation|configurable tolerance)/,
    ({ in: given, out }) => (given.resource === undefined ? ofMetric(given, out) : ofResource(given, given.resource, out)),
  ),
  subject<{ pods: readonly Pod[]; resource: string; metrics: { readonly [pod: string]: { timestamp: string; window: string } } }>(
    'hpa/group-pods',
    /^HPA: which pods count/,
    ({ in: { pods, metrics, resource }, out }) => {
      const samples: PodSamples = new Map(
        Object.entries(metrics).map(([name, { timestamp, window }]) => [
          name,
          { milli: 1, at: Date.parse(timestamp), windowMs: window === '30s' ? 30_000 : window === '1m0s' ? WINDOW_MS : 0 },
        ]),
      );
      const { ready, ignored, missing, unready } = groupPods(pods, samples, resource, NOW, TESTED);
      return like(out, { readyPodCount: ready, ignoredPods: ignored, missingPods: missing, unreadyPods: unready });
    },
  ),
  subject<{ pods: readonly Pod[]; container: string; resource: string }>(
    'hpa/pod-requests',
    /^HPA: requests of the pods/,
    ({ in: { pods, container, resource }, out }) =>
      likeOrError(out, () => ({ requests: Object.fromEntries(requestsOf(pods, container, resource)) })),
  ),
  subject<{ currentReplicas: number; desiredReplicas: number; hpaMinReplicas: number; hpaMaxReplicas: number }>(
    'hpa/normalize',
    /^HPA min\/max bounds/,
    ({ in: { currentReplicas: current, desiredReplicas: desired, hpaMinReplicas: minReplicas, hpaMaxReplicas: maxReplicas }, out }) => {
      const { replicas, reason } = limitedByFactor({ current, desired, minReplicas, maxReplicas }, TESTED);
      return like(out, { convertedDesiredReplicas: replicas, condition: reason });
    },
  ),
  subject<RulesCase>('hpa/behavior-rules', /^HPA spec\.behavior scaling rules/, ({ in: given, out }) => {
    const { currentReplicas: current, prenormalizedDesiredReplicas: desired, specMinReplicas, specMaxReplicas } = given;
    const wish = { current, desired, minReplicas: specMinReplicas, maxReplicas: specMaxReplicas };
    const past = (events: readonly PastEvent[] = []) =>
      events.map(({ replicaChange, secondsAgo }) => ({ change: replicaChange, at: NOW - secondsAgo * 1000 }));
    const events = { ups: past(given.scaleUpEvents), downs: past(given.scaleDownEvents) };
    const { replicas, reason } = limitedByRules(wish, behaviorOf(given, 'always') ?? {}, events, NOW);
    return like(out, { replicas, condition: reason });
  }),
  subject<ControllerCase, { conditions?: readonly HorizontalPodAutoscalerCondition[]; desiredReplicas: number }>(
    'hpa/controller',
    /^HPA controller: one reconcile/,
    ({ in: given, out }) => {
      const { status } = reconcile(autoscalerOf(given), worldOf(given));
      const conditions = (status.conditions ?? []).map(({ type, status: value, reason }) => ({ type, status: value, reason }));
      const told = (out.conditions ?? []).length === 0 ? {} : { conditions };
      return like(out, { desiredReplicas: status.desiredReplicas, ...told });
    },
  ),
];

function ofResource(given: ReplicaCase, resource: NonNullable<ReplicaCase['resource']>, out: ReplicaOut): Outcome {
  const { name, levels = [], podNames, targetUtilization = 0, targetUsage = 0 } = resource;
  const metrics = levels.map((of, index) => metricsOf(podNames?.[index] ?? `test-pod-${index}`, name, of));
  const container = given.container ?? '';
  const measured = { samples: samplesOf(metrics, name, container), resource: name, container };
  return orError(out, () => {
    // What the API answers is looked at before any pod.
    if (levels.length === 0) throw new Error('unable to get metrics for resource cpu: no metrics returned from resource metrics API');
    const workload = workloadOf(given);
    if (targetUtilization === 0) {
      const { replicas, milli } = replicasForAverage(workload, measured, targetUsage);
      return { replicas, value: milli };
    }
    const { replicas, utilization, milli } = replicasForUtilization(workload, measured, targetUtilization);
    return { replicas, utilization, value: milli };
  });
}

/** Other metrics of pods are reckoned with as amounts of a resource are. */
function ofMetric(given: ReplicaCase, out: ReplicaOut): Outcome {
  const { metricType, levels = [], targetUsage = 0 } = given.metric ?? { metricType: '' };
  if (metricType !== 'pods') return { expected: out, got: 'needs an adapter' };
  const samples = new Map(levels.map((milli, index) => [`test-pod-${index}`, { milli, at: NOW, windowMs: WINDOW_MS }]));
  return orError(out, () => {
    const { replicas, milli } = replicasForAverage(workloadOf(given), { samples, resource: '', container: '' }, targetUsage);
    return { replicas, usage: milli };
  });
}

/** Of an error the tables have a part, and nothing else counts. */
function orError(out: ReplicaOut, run: () => object): Outcome {
  try {
    return like(out, { error: undefined, ...run() });
  } catch (error) {
    const { error: part } = out;
    return { expected: part, got: part !== undefined && messageOf(error).includes(part) ? part : messageOf(error) };
  }
}

function workloadOf(given: ReplicaCase): Workload {
  const { currentReplicas, podPhase, resource } = given;
  const pods = Array.from({ length: podPhase?.length ?? currentReplicas }, (_, index) =>
    podOf(index, {
      request: resource?.requests?.[index],
      resource: resource?.name ?? 'cpu',
      ready: given.podReadiness?.[index],
      phase: podPhase?.[index],
      isGoing: given.podDeletionTimestamp?.[index],
      secondsAgo: given.podStartedSecondsAgo?.[index],
    }),
  );
  const tolerances = given.tolerances ?? { scaleUp: TESTED.tolerance, scaleDown: TESTED.tolerance };
  return { replicas: currentReplicas, pods, tolerances, now: NOW, setup: TESTED };
}
