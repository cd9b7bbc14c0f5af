/** The kubelet's own pod conditions (pkg/kubelet/status/generate.go). */
import { isSidecar } from '../../api/pod/resources.ts';
import type { Container, ContainerStatus, PodCondition, PodSpec } from '../../api/types.gen.ts';

export interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

const TRUE: Verdict = { status: 'True' };

/** Statuses of init containers and others may stand in one list or in two. */
export function containersReady(spec: PodSpec, statuses: readonly ContainerStatus[] | undefined, phase: string | undefined): Verdict {
  if (statuses === undefined) return { status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const unready: string[] = [];
  for (const container of spec.initContainers ?? []) {
    if (!isSidecar(container)) continue;
    const status = statusOf(statuses, container);
    if (status === undefined) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  }
  for (const container of spec.containers ?? []) {
    const status = statusOf(statuses, container);
    if (status === undefined) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (unknown.length === 0 && unready.length === 0) return TRUE;
  return { status: 'False', reason: 'ContainersNotReady', message: listed(unknown, 'unknown', unready, 'unready') };
}

/** ContainersReady and all readiness gates. `conditions` are those that stand on the pod. */
export function podReady(spec: PodSpec, conditions: readonly PodCondition[] | undefined, containers: Verdict): Verdict {
  if (containers.status !== 'True') return containers;
  const messages: string[] = [];
  for (const { conditionType } of spec.readinessGates ?? []) {
    const condition = conditions?.find(({ type }) => type === conditionType);
    if (condition === undefined) messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (condition.status !== 'True')
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`);
  }
  return messages.length === 0 ? TRUE : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

export function podInitialized(spec: PodSpec, statuses: readonly ContainerStatus[] | undefined, phase: string | undefined): Verdict {
  const containers = spec.initContainers ?? [];
  if (statuses === undefined && containers.length > 0) return { status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of containers) {
    const status = statusOf(statuses ?? [], container);
    if (status === undefined) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  if (unknown.length === 0 && incomplete.length === 0) return TRUE;
  if (incomplete.length > 0 && hasStarted(spec, statuses ?? [])) return TRUE;
  return { status: 'False', reason: 'ContainersNotInitialized', message: listed(unknown, 'unknown', incomplete, 'incomplete') };
}

/** Once a regular container has been started, restarting sidecars do not undo the initialization. */
function hasStarted(spec: PodSpec, statuses: readonly ContainerStatus[]): boolean {
  return (spec.containers ?? []).some((container) => {
    const status = statusOf(statuses, container);
    return status?.state?.running !== undefined || status?.state?.terminated !== undefined || status?.lastState?.terminated !== undefined;
  });
}

function listed(unknown: readonly string[], unknownWord: string, bad: readonly string[], badWord: string): string {
  const texts = [];
  if (unknown.length > 0) texts.push(`containers with ${unknownWord} status: [${unknown.join(' ')}]`);
  if (bad.length > 0) texts.push(`containers with ${badWord} status: [${bad.join(' ')}]`);
  return texts.join(', ');
}

function statusOf(statuses: readonly ContainerStatus[], container: Container): ContainerStatus | undefined {
  return statuses.find(({ name }) => name === container.name);
}
