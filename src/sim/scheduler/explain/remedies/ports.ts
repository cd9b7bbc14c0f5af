/** What can be done about a port of the node that another pod has. */
import type { Container, PodSpec } from '../../../../api/types.gen.ts';
import { hostPortsOf, portsConflict } from '../../cache/host-ports.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { Trial } from '../trial.ts';
import { without } from './removal.ts';
import { type Remedies, podRemedy } from './remedy.ts';

export function hostPorts(trial: Trial, node: NodeInfo): Remedies {
  const wanted = hostPortsOf(trial.cycle.spec) ?? [];
  const taken = wanted.filter((port) => node.usedPorts.some((used) => portsConflict(port, used)));
  const holders = trial.cycle.informers
    .podsOn(node.name)
    .filter(({ spec, metadata }) => trial.cycle.cache.pods.has(metadata.uid ?? '') && holds(spec, taken));
  const [port] = taken;
  if (port === undefined || taken.length > 1) return without(trial, holders);
  let free = port.port + 1;
  while (node.usedPorts.some((used) => portsConflict({ ...port, port: free }, used))) free += 1;
  const change = {
    kind: 'change-host-port',
    what: port.protocol,
    from: String(port.port),
    to: String(free),
    field: 'spec.containers[].ports[].hostPort',
  } as const;
  const moved = podRemedy(trial, 3, change, (spec) => ({
    ...spec,
    containers: spec.containers.map((container) => withPort(container, port.port, free, spec.hostNetwork === true)),
  }));
  return free > 65_535 ? without(trial, holders) : [moved, ...without(trial, holders)];
}

function holds(spec: PodSpec | undefined, taken: ReturnType<typeof hostPortsOf> & object): boolean {
  const own = (spec && hostPortsOf(spec)) ?? [];
  return own.some((port) => taken.some((wanted) => portsConflict(port, wanted)));
}

/** In the host's network a port is the container's as well. */
function withPort(container: Container, from: number, to: number, host: boolean): Container {
  if (container.ports === undefined) return container;
  return {
    ...container,
    ports: container.ports.map((port) =>
      port.hostPort === from ? { ...port, hostPort: to, ...(host ? { containerPort: to } : {}) } : port,
    ),
  };
}
