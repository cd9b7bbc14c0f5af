/**
 * The HorizontalPodAutoscaler controller (pkg/controller/podautoscaler): every 15 s it looks at how many replicas a workload has, and
 * at how many its metrics ask for (`reconcile.ts`). It asks the metrics API as any client does, so that it lacks what that one lacks.
 */
import { ApiError } from '../../../api/errors.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { POD_METRICS, type PodMetrics } from '../../../api/metrics.ts';
import { keyOf, namespaceOf } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import { HORIZONTAL_POD_AUTOSCALER, POD } from '../../../api/resources.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus, Pod } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { LateBehaviour, LateContext, LateMemory } from '../../kernel/late-component.ts';
import { type World, reconcile } from './reconcile.ts';
import { type Remembered, nothingRemembered } from './remembered.ts';
import { rescale, targetOf } from './scale.ts';
import { SETTINGS } from './settings.ts';

/** Also how long a new one waits. */
const SYNC_MS = 15_000;

type Context = LateContext<Remembered>;

export const horizontalPodAutoscaling: LateBehaviour<Remembered> = {
  onChange(context, { resource }, { type, object }) {
    if (resource !== HORIZONTAL_POD_AUTOSCALER.resource) return;
    if (type !== 'DELETED') return context.enqueueAfter(keyOf(object), SYNC_MS);
    // Its pods are its own no longer; what it was is forgotten when its turn comes.
    delete context.memory.get(keyOf(object))?.selector;
  },
  sync(context, key) {
    const autoscaler = context.lister(HORIZONTAL_POD_AUTOSCALER).byKey(key);
    if (autoscaler === undefined) return void context.memory.delete(key);
    const { status, failure } = reconcile(autoscaler, worldOf(context, autoscaler, rememberedOf(context, key)));
    writeStatus(context, autoscaler, status);
    if (failure !== undefined) context.event(autoscaler, 'Warning', 'FailedComputeMetricsReplicas', failure);
    return SYNC_MS;
  },
};

function rememberedOf({ memory }: Context, key: string): Remembered {
  const known = memory.get(key) ?? nothingRemembered();
  memory.set(key, known);
  return known;
}

function worldOf(context: Context, autoscaler: HorizontalPodAutoscaler, remembered: Remembered): World {
  const { now, client } = context;
  const namespace = namespaceOf(autoscaler);
  const target = targetOf(client, autoscaler);
  return {
    now,
    settings: SETTINGS,
    remembered,
    scale: () =>
      typeof target === 'string' ? target : { replicas: target.scale.spec?.replicas ?? 0, selector: target.scale.status?.selector ?? '' },
    pods: (selector) =>
      context
        .lister(POD)
        .list(namespace)
        .filter(({ metadata }) => matchesSelector(selector, metadata.labels)),
    autoscalersOf: (pods) => autoscalersOf(context.memory, namespace, pods),
    metrics: (labelSelector) => {
      const { group, version, resource } = POD_METRICS;
      const answer = client.request({ verb: 'list', group, version, resource, namespace, options: { labelSelector } });
      return (answer as KubeList<PodMetrics>).items;
    },
    rescale: (replicas) => (typeof target === 'string' ? target : rescale(client, autoscaler, target, replicas)),
    tell: (type, reason, message) => context.event(autoscaler, type, reason, message),
  };
}

/** In the order of their names, where upstream follows Go's maps. */
function autoscalersOf(memory: LateMemory<Remembered>, namespace: string, pods: readonly Pod[]): readonly string[] {
  return [...memory]
    .filter(([key, { selector }]) => selector !== undefined && key.startsWith(`${namespace}/`) && selectsSome(selector, pods))
    .map(([key]) => `{${key.slice(namespace.length + 1)} ${namespace}}`)
    .toSorted();
}

function selectsSome(selector: string, pods: readonly Pod[]): boolean {
  const parsed = parseSelector(selector);
  return pods.some(({ metadata }) => matchesSelector(parsed, metadata.labels));
}

function writeStatus(context: Context, autoscaler: HorizontalPodAutoscaler, status: HorizontalPodAutoscalerStatus): void {
  if (deepEqual(status, autoscaler.status)) return;
  try {
    context.client.updateStatus(HORIZONTAL_POD_AUTOSCALER, { ...autoscaler, status });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.event(autoscaler, 'Warning', 'FailedUpdateStatus', error.message);
  }
}
