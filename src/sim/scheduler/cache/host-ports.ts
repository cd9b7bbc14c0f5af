import type { Container, PodSpec } from '../../../api/types.gen.ts';

/** A port of the node that a pod occupies. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const EVERY_ADDRESS = '0.0.0.0';

/** Ports of containers and sidecars that name a hostPort; undefined when there is none. */
export function hostPortsOf(spec: PodSpec): readonly HostPort[] | undefined {
  const ports: HostPort[] = [];
  for (const container of spec.containers) collect(container, ports);
  for (const container of spec.initContainers ?? []) if (container.restartPolicy === 'Always') collect(container, ports);
  return ports.length === 0 ? undefined : ports;
}

function collect(container: Container, ports: HostPort[]): void {
  if (container.ports === undefined) return;
  for (const { hostPort, hostIP, protocol } of container.ports) {
    if (hostPort) ports.push({ ip: hostIP || EVERY_ADDRESS, protocol: protocol || 'TCP', port: hostPort });
  }
}

export function portsConflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === EVERY_ADDRESS || b.ip === EVERY_ADDRESS;
}
