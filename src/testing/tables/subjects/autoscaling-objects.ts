/** What the tables on HorizontalPodAutoscalers tell of in short: pods, what they use, autoscalers and their world. */
import type { PodMetrics } from '../../../api/metrics.ts';
import { horizontalPodAutoscalerKind } from '../../../api/kinds/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../api/resources.ts';
import type {
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  MetricSpec,
  Pod,
  PodStatus,
} from '../../../api/types.gen.ts';
import type { World } from '../../../sim/controllers/horizontal-pod-autoscaler/reconcile.ts';
import { nothingRemembered } from '../../../sim/controllers/horizontal-pod-autoscaler/remembered.ts';
import { SETTINGS, type Settings } from '../../../sim/controllers/horizontal-pod-autoscaler/settings.ts';

/** When the cases were recorded, for those with times of day; the others tell how long ago things were. */
export const NOW = Date.parse('2026-11-20T20:38:01.2Z');
/** Go's zero time. */
const EVER = '0001-01-01T00:00:00Z';
/** As upstream's tests have them. */
export const TESTED: Settings = { ...SETTINGS, cpuInitializationMs: 2 * 60_000, initialReadinessMs: 10_000, scaleUpFactor: 8 };
export const WINDOW_MS = 60_000;

type PodPhase = NonNullable<PodStatus['phase']>;

export interface Ages {
  readonly podStartedSecondsAgo?: readonly number[];
}

export interface ControllerCase extends Ages {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly cpuTargetUtilization: number;
  readonly reportedLevels: readonly number[];
  readonly reportedCPURequests?: readonly string[];
  readonly reportedPodReadiness?: readonly string[];
  readonly reportedPodPhase?: readonly string[];
  readonly reportedPodDeletionTimestamp?: readonly boolean[];
  readonly metricsTarget?: readonly MetricSpec[];
  readonly scaleUpRules?: HPAScalingRules;
  readonly scaleDownRules?: HPAScalingRules;
  readonly initialConditions?: readonly HorizontalPodAutoscalerCondition[];
}

interface PodFacts {
  /** Of each of its two containers. */
  readonly request: string | undefined;
  readonly resource: string;
  readonly ready: string | undefined;
  readonly phase: string | undefined;
  readonly isGoing: boolean | undefined;
  readonly secondsAgo: number | undefined;
}

export function podOf(index: number, { request, resource, ready = 'True', phase = 'Running', isGoing = false, secondsAgo }: PodFacts): Pod {
  const startTime = secondsAgo === undefined ? EVER : new Date(NOW - secondsAgo * 1000).toISOString();
  const resources = request === undefined ? {} : { requests: { [resource]: request } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `test-pod-${index}`, labels: LABELS, ...(isGoing ? { deletionTimestamp: new Date(NOW).toISOString() } : {}) },
    spec: { containers: ['container1', 'container2'].map((name) => ({ name, resources })) },
    status: { phase: phase as PodPhase, startTime, conditions: [{ type: 'Ready', status: ready, lastTransitionTime: startTime }] },
  };
}

const LABELS = { name: 'test-pod' };

export function metricsOf(name: string, resource: string, levels: readonly number[]): PodMetrics {
  const usageOf = (milli: number) => ({ [resource]: `${milli}m` }) as unknown as PodMetrics['containers'][number]['usage'];
  return {
    apiVersion: 'metrics.k8s.io/v1beta1',
    kind: 'PodMetrics',
    metadata: { name },
    timestamp: new Date(NOW).toISOString(),
    window: '1m0s',
    containers: levels.map((milli, index) => ({ name: `container${index + 1}`, usage: usageOf(milli) })),
  };
}

/** What is not said is filled in as the API server does, if there is a behavior at all. */
export function behaviorOf(
  { scaleUpRules, scaleDownRules }: Pick<ControllerCase, 'scaleUpRules' | 'scaleDownRules'>,
  when: 'always' | 'when told',
): HorizontalPodAutoscalerBehavior | undefined {
  if (when === 'when told' && scaleUpRules === undefined && scaleDownRules === undefined) return undefined;
  const behavior = {
    ...(scaleUpRules === undefined ? {} : { scaleUp: scaleUpRules }),
    ...(scaleDownRules === undefined ? {} : { scaleDown: scaleDownRules }),
  };
  const spec = { maxReplicas: 1, scaleTargetRef: RC, behavior };
  const { group, version, kind } = HORIZONTAL_POD_AUTOSCALER;
  return horizontalPodAutoscalerKind.default({ apiVersion: `${group}/${version}`, kind, metadata: {}, spec } as HorizontalPodAutoscaler)
    .spec.behavior;
}

const RC = { apiVersion: 'v1', kind: 'ReplicationController', name: 'test-rc' };

export function autoscalerOf(given: ControllerCase): HorizontalPodAutoscaler {
  const { cpuTargetUtilization, metricsTarget = [], specReplicas, initialConditions = [] } = given;
  const behavior = behaviorOf(given, 'when told');
  const target = { type: 'Utilization', averageUtilization: cpuTargetUtilization };
  const cpu: readonly MetricSpec[] = cpuTargetUtilization > 0 ? [{ type: 'Resource', resource: { name: 'cpu', target } }] : [];
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'test-hpa', namespace: 'test-namespace' },
    spec: {
      scaleTargetRef: RC,
      minReplicas: given.minReplicas,
      maxReplicas: given.maxReplicas,
      metrics: [...cpu, ...metricsTarget],
      ...(behavior === undefined ? {} : { behavior }),
    },
    status: { currentReplicas: specReplicas, desiredReplicas: specReplicas, conditions: initialConditions },
  };
}

export function worldOf(given: ControllerCase): World {
  const { reportedCPURequests, reportedLevels, specReplicas, statusReplicas } = given;
  const pods = Array.from({ length: reportedCPURequests?.length ?? statusReplicas }, (_, index) =>
    podOf(index, {
      request: halfOf(reportedCPURequests?.[index] ?? '1'),
      resource: 'cpu',
      ready: given.reportedPodReadiness?.[index],
      phase: given.reportedPodPhase?.[index],
      isGoing: given.reportedPodDeletionTimestamp?.[index],
      secondsAgo: given.podStartedSecondsAgo?.[index],
    }),
  );
  return {
    now: NOW,
    settings: TESTED,
    // Upstream's tests begin without any, which is not the same as a controller's that has seen nothing.
    remembered: { ...nothingRemembered(), recommendations: [{ replicas: specReplicas, at: 0 }] },
    scale: () => ({ replicas: specReplicas, selector: 'name=test-pod' }),
    pods: (selector) => pods.filter(({ metadata }) => matchesSelector(selector, metadata.labels)),
    autoscalersOf: () => ['{test-hpa test-namespace}'],
    metrics: () =>
      reportedLevels.map((level, index) => metricsOf(`test-pod-${index}`, 'cpu', [Math.trunc(level / 2), Math.trunc(level / 2)])),
    rescale: () => undefined,
    tell: () => undefined,
  };
}

/** Of a pod's request, for each of its two containers. */
function halfOf(request: string): string {
  const milli = request.endsWith('m') ? Number(request.slice(0, -1)) : Number(request) * 1000;
  return `${Math.trunc(milli / 2)}m`;
}
