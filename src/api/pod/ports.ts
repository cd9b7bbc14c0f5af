import type { Pod, PodSpec, ServicePort } from '../types.gen.ts';
import { isSidecar } from './resources.ts';

/** The number of the container port behind a Service's port (podutil.FindPort); undefined if the pod has none of that name. */
export function findPort(pod: Pod, servicePort: Pick<ServicePort, 'targetPort' | 'protocol' | 'port'>): number | undefined {
  const target = servicePort.targetPort ?? servicePort.port;
  if (typeof target === 'number') return target;
  return pod.spec === undefined ? undefined : namedPort(pod.spec, target, servicePort.protocol ?? 'TCP');
}

function namedPort(spec: PodSpec, name: string, protocol: string): number | undefined {
  return portIn(spec.containers, name, protocol) ?? portIn(spec.initContainers?.filter(isSidecar) ?? [], name, protocol);
}

function portIn(containers: PodSpec['containers'], name: string, protocol: string): number | undefined {
  for (const container of containers) {
    const port = container.ports?.find((candidate) => candidate.name === name && (candidate.protocol ?? 'TCP') === protocol);
    if (port !== undefined) return port.containerPort;
  }
  return undefined;
}
