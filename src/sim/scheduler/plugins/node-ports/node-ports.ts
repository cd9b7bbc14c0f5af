import { type HostPort, hostPortsOf, portsConflict } from '../../cache/host-ports.ts';
import { always } from '../../framework/events.ts';
import { SKIP, defineSchedulerPlugin, unschedulable } from '../../framework/plugin.ts';

const NAME = 'NodePorts';
const REJECTION = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

/** A port of the node belongs to one pod. */
export const nodePorts = defineSchedulerPlugin<readonly HostPort[], unknown>({
  name: NAME,
  preFilter: ({ facts }) => (facts.hostPorts === undefined ? SKIP : { state: facts.hostPorts }),
  filter: (_cycle, node, wanted) => (overlap(wanted, node.usedPorts) ? REJECTION : undefined),
  requeueOn: { NodeAdd: always, AssignedPodDelete: (event, pod) => overlap(portsOf(pod.spec), portsOf(event.pod.spec)) },
});

function portsOf(spec: Parameters<typeof hostPortsOf>[0] | undefined): readonly HostPort[] {
  return (spec && hostPortsOf(spec)) ?? [];
}

function overlap(wanted: readonly HostPort[], used: readonly HostPort[]): boolean {
  return used.length > 0 && wanted.some((port) => used.some((other) => portsConflict(port, other)));
}
