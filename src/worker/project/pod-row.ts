import { hasTrouble } from '../../api/pod/container-state.ts';
import { findCondition, isPodReady } from '../../api/pod/conditions.ts';
import { podLimits, podRequests } from '../../api/pod/resources.ts';
import { podSummary } from '../../api/pod/status.ts';
import { controllerOf } from '../../api/object.ts';
import { parseTime } from '../../api/time.ts';
import type { Pod } from '../../api/types.gen.ts';
import { PodLook } from '../../protocol/frame.ts';
import { listText } from './node-row.ts';

/** What a frame tells of one pod, kept from one change of the pod to the next. */
export interface PodRow {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly node: string;
  readonly look: PodLook;
  readonly reason: string;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
  /** Virtual time at which this look began, milliseconds since the epoch. */
  readonly since: number;
  readonly created: number;
  readonly message: string;
  readonly address: string;
  readonly image: string;
  readonly controller: string;
  readonly controllerUid: string;
  readonly labels: { readonly [key: string]: string } | undefined;
  /** What it counts for on its node: millicores and bytes; nothing once it has ended. */
  readonly cpu: number;
  readonly memory: number;
  readonly cpuLimit: number;
  readonly memoryLimit: number;
  readonly qos: number;
  readonly priority: number;
  readonly priorityClass: string;
  readonly tolerations: string;
  readonly spread: string;
  readonly claims: string;
}

export function podRow(pod: Pod, before: PodRow | undefined, at: number): PodRow {
  const summary = podSummary(pod);
  const look = lookOf(pod);
  const owner = controllerOf(pod);
  const counts = pod.spec?.nodeName !== undefined && look !== PodLook.succeeded && look !== PodLook.failed;
  const spec = counts ? pod.spec : undefined;
  const requests = spec && podRequests(spec);
  const limits = spec && podLimits(spec);
  return {
    uid: pod.metadata.uid ?? '',
    name: pod.metadata.name ?? '',
    namespace: pod.metadata.namespace ?? '',
    node: pod.spec?.nodeName ?? '',
    look,
    reason: summary.status,
    ready: summary.ready,
    containers: summary.total,
    restarts: summary.restarts,
    since: before !== undefined && before.look === look ? before.since : at,
    created: before?.created ?? parseTime(pod.metadata.creationTimestamp ?? ''),
    message: messageOf(pod),
    address: pod.status?.podIP ?? '',
    image: pod.spec?.containers[0]?.image ?? '',
    controller: owner === undefined ? '' : `${owner.kind}/${owner.name}`,
    controllerUid: owner?.uid ?? '',
    labels: pod.metadata.labels,
    cpu: requests?.cpuMilli ?? 0,
    memory: requests?.memoryBytes ?? 0,
    cpuLimit: limits?.cpuMilli ?? 0,
    memoryLimit: limits?.memoryBytes ?? 0,
    ...standing(pod, before),
  };
}

type Standing = Pick<PodRow, 'qos' | 'priority' | 'priorityClass' | 'tolerations' | 'spread' | 'claims'>;

/** What hardly changes while a pod lives; tolerations alone may be added to. */
function standing({ spec, status }: Pod, before: PodRow | undefined): Standing {
  const tolerations = listText(spec?.tolerations);
  if (before !== undefined) {
    const { qos, priority, priorityClass, spread, claims } = before;
    return { qos, priority, priorityClass, tolerations, spread, claims };
  }
  return {
    qos: Math.max(0, QOS.indexOf(status?.qosClass ?? '')),
    priority: spec?.priority ?? 0,
    priorityClass: spec?.priorityClassName ?? '',
    tolerations,
    spread: listText(spec?.topologySpreadConstraints),
    claims: listText(spec?.volumes?.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [])),
  };
}

const QOS = ['BestEffort', 'Burstable', 'Guaranteed'];

function lookOf(pod: Pod): PodLook {
  if (pod.metadata.deletionTimestamp !== undefined) return PodLook.terminating;
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return PodLook.succeeded;
  if (phase === 'Failed') return PodLook.failed;
  if (isFailing(pod)) return PodLook.failing;
  if (phase === 'Running') return isPodReady(pod) ? PodLook.ready : PodLook.unready;
  return pod.spec?.nodeName ? PodLook.starting : PodLook.pending;
}

/** Why it waits, has to go or went wrong, in the words of whoever said so. */
function messageOf(pod: Pod): string {
  const { conditions, containerStatuses = [], message } = pod.status ?? {};
  const target = pod.metadata.deletionTimestamp === undefined ? undefined : findCondition(conditions, 'DisruptionTarget');
  if (target?.status === 'True') return `${target.reason ?? ''}: ${target.message ?? ''}`;
  const waiting = containerStatuses.find(({ state }) => state?.waiting?.message !== undefined);
  const unscheduled = findCondition(conditions, 'PodScheduled');
  return waiting?.state?.waiting?.message ?? (unscheduled?.status === 'False' ? unscheduled.message : undefined) ?? message ?? '';
}

function isFailing(pod: Pod): boolean {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return containerStatuses.some(hasTrouble) || initContainerStatuses.some(hasTrouble);
}
