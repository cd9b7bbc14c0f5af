/** Which of a controller's pods it can best do without (ActivePods in pkg/controller/controller_utils.go). */
import { podCondition } from '../../api/pod/conditions.ts';
import { isSidecar } from '../../api/pod/resources.ts';
import type { ContainerStatus, Pod } from '../../api/types.gen.ts';

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Negative when `a` goes before `b`: what is not assigned, not running, not ready, young, or restarts often. */
export function compareActive(a: Pod, b: Pod): number {
  const ready = (pod: Pod) => (podCondition(pod, 'Ready')?.status === 'True' ? podCondition(pod, 'Ready') : undefined);
  const [readyA, readyB] = [ready(a), ready(b)];
  return (
    Number(isAssigned(a)) - Number(isAssigned(b)) ||
    phaseOf(a) - phaseOf(b) ||
    Number(readyA !== undefined) - Number(readyB !== undefined) ||
    newestFirst(readyA?.lastTransitionTime, readyB?.lastTransitionTime) ||
    mostRestarts(b.status?.containerStatuses) - mostRestarts(a.status?.containerStatuses) ||
    mostRestarts(sidecarStatuses(b)) - mostRestarts(sidecarStatuses(a)) ||
    newestFirst(a.metadata.creationTimestamp, b.metadata.creationTimestamp)
  );
}

function isAssigned({ spec }: Pod): boolean {
  return (spec?.nodeName ?? '') !== '';
}

function phaseOf({ status }: Pod): number {
  return PHASES[status?.phase ?? ''] ?? 0;
}

/** Times are in one format, whose order is that of their texts; no time at all goes first. */
function newestFirst(a = '', b = ''): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  return a > b ? -1 : 1;
}

function mostRestarts(statuses: readonly ContainerStatus[] = []): number {
  return statuses.reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}

function sidecarStatuses({ spec, status }: Pod): readonly ContainerStatus[] {
  const sidecars = new Set(spec?.initContainers?.filter(isSidecar).map(({ name }) => name));
  return (status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
}
