/** Whether this node takes a pod that was given to it (lifecycle/predicate.go). What is refused has failed for good. */
import { matchesNodeAffinity } from '../../api/pod/node-affinity.ts';
import { podRequests } from '../../api/pod/resources.ts';
import { firstUntolerated } from '../../api/pod/tolerations.ts';
import { quantityMilli, quantityValue } from '../../api/quantity.ts';
import { NODE } from '../../api/resources.ts';
import type { Node, PodSpec } from '../../api/types.gen.ts';
import { specOf } from './containers.ts';
import type { Kubelet, PodWorker } from './memory.ts';

export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

/** Counts the pod in and gives nothing, or says why not. */
export function admit(context: Kubelet, worker: PodWorker): Refusal | undefined {
  const node = context.lister(NODE).get('', context.instance);
  const spec = specOf(worker.pod);
  const refusal = node === undefined ? undefined : refuse(context, node, spec);
  if (refusal !== undefined) return refusal;
  account(context, spec, 1);
  takeHostPorts(context, worker);
  worker.admitted = true;
  return undefined;
}

/** Gives back what the pod took. */
export function release(context: Kubelet, worker: PodWorker): void {
  if (!worker.admitted) return;
  worker.admitted = false;
  account(context, specOf(worker.pod), -1);
  for (const [port, uid] of context.memory.hostPorts) if (uid === worker.uid) context.memory.hostPorts.delete(port);
}

function refuse(context: Kubelet, node: Node, spec: PodSpec): Refusal | undefined {
  return refuseResources(context, node, spec) ?? refuseAffinity(node, spec) ?? refusePorts(context, spec) ?? refuseTaints(node, spec);
}

function refuseResources(context: Kubelet, node: Node, spec: PodSpec): Refusal | undefined {
  const { used } = context.memory;
  const allocatable = node.status?.allocatable ?? {};
  const wanted = podRequests(spec);
  const capacity = (name: string) => quantityValue(allocatable[name] ?? '0');
  if (used.pods + 1 > capacity('pods')) return outOf('pods', 1, used.pods, capacity('pods'));
  const cpu = quantityMilli(allocatable['cpu'] ?? '0');
  if (wanted.cpuMilli > 0 && used.cpuMilli + wanted.cpuMilli > cpu) return outOf('cpu', wanted.cpuMilli, used.cpuMilli, cpu);
  if (wanted.memoryBytes > 0 && used.memoryBytes + wanted.memoryBytes > capacity('memory'))
    return outOf('memory', wanted.memoryBytes, used.memoryBytes, capacity('memory'));
  if (wanted.ephemeralBytes > 0 && used.ephemeralBytes + wanted.ephemeralBytes > capacity('ephemeral-storage')) {
    return outOf('ephemeral-storage', wanted.ephemeralBytes, used.ephemeralBytes, capacity('ephemeral-storage'));
  }
  for (const name in wanted.extended) {
    const request = wanted.extended[name] ?? 0;
    const taken = used.extended.get(name) ?? 0;
    if (request > 0 && taken + request > capacity(name)) return outOf(name, request, taken, capacity(name));
  }
  return undefined;
}

function outOf(resource: string, requested: number, used: number, capacity: number): Refusal {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

function refuseAffinity(node: Node, spec: PodSpec): Refusal | undefined {
  if (spec.nodeSelector === undefined && spec.affinity?.nodeAffinity === undefined) return undefined;
  const matches = matchesNodeAffinity(spec, { name: node.metadata.name ?? '', labels: node.metadata.labels });
  return matches ? undefined : predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
}

/** The kubelet looks at NoExecute alone. */
function refuseTaints(node: Node, spec: PodSpec): Refusal | undefined {
  const taints = node.spec?.taints?.filter(({ effect }) => effect === 'NoExecute') ?? [];
  const taint = taints.length === 0 ? undefined : firstUntolerated(taints, spec.tolerations);
  return taint === undefined ? undefined : predicate('TaintToleration', `node(s) had taints that the pod didn't tolerate`);
}

function refusePorts(context: Kubelet, spec: PodSpec): Refusal | undefined {
  const taken = hostPortsOf(spec).some((port) => context.memory.hostPorts.has(port));
  return taken ? predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports") : undefined;
}

function predicate(name: string, why: string): Refusal {
  return { reason: name, message: `Predicate ${name} failed: ${why}` };
}

const NO_PORTS: readonly string[] = [];

function hostPortsOf(spec: PodSpec): readonly string[] {
  if (!spec.containers.some(({ ports }) => ports?.some(({ hostPort }) => hostPort))) return NO_PORTS;
  return spec.containers.flatMap(
    ({ ports }) => ports?.flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort ? [`${hostPort}/${protocol}`] : [])) ?? [],
  );
}

function takeHostPorts(context: Kubelet, worker: PodWorker): void {
  for (const port of hostPortsOf(specOf(worker.pod))) context.memory.hostPorts.set(port, worker.uid);
}

function account(context: Kubelet, spec: PodSpec, sign: 1 | -1): void {
  const { used } = context.memory;
  const wanted = podRequests(spec);
  used.pods += sign;
  used.cpuMilli += sign * wanted.cpuMilli;
  used.memoryBytes += sign * wanted.memoryBytes;
  used.ephemeralBytes += sign * wanted.ephemeralBytes;
  for (const name in wanted.extended) used.extended.set(name, (used.extended.get(name) ?? 0) + sign * (wanted.extended[name] ?? 0));
}
