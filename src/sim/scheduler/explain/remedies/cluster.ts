/** What can be done that concerns no node in particular: open the pod's gates, or bring a machine. */
import type { Node } from '../../../../api/types.gen.ts';
import { type Trial, nodesOf, withNewNode } from '../trial.ts';
import { machineFor } from './resources.ts';
import { type Remedy, nodeChange, podLine, podRemedy } from './remedy.ts';

export function removeGates(trial: Trial): Remedy | undefined {
  const { pod, spec } = trial.cycle;
  const { schedulingGates = [] } = spec;
  if (schedulingGates.length === 0) return undefined;
  const what = schedulingGates.map(({ name }) => name).join(', ');
  const patch = JSON.stringify([{ op: 'remove', path: '/spec/schedulingGates' }]);
  const line = podLine(pod, (name) => `patch pod ${name} --type=json -p='${patch}'`);
  return podRemedy(trial, 1, { kind: 'remove-gates', what, field: 'spec.schedulingGates', line }, (before) => {
    const { schedulingGates: _gates, ...open } = before;
    return open;
  });
}

/** One more machine, large enough for this pod, in the zone that has fewest. */
export function addNode(trial: Trial): Remedy {
  const { spec } = trial.cycle;
  const { cpu, memory } = machineFor(spec);
  const name = freeName(new Set(nodesOf(trial).map((node) => node.name)));
  const zone = emptiestZone(trial);
  const node = machineNode(name, zone, cpu, memory);
  return {
    size: 6,
    changes: [nodeChange(name, { kind: 'add-node', what: zone, to: `${cpu} CPU, ${memory}` })],
    apply: (on) => withNewNode(on, node),
  };
}

function freeName(names: ReadonlySet<string>): string {
  let number = names.size + 1;
  while (names.has(`node-${number}`)) number += 1;
  return `node-${number}`;
}

function emptiestZone(trial: Trial): string {
  const counts = new Map<string, number>();
  for (const { topologyZone } of nodesOf(trial)) if (topologyZone !== '') counts.set(topologyZone, (counts.get(topologyZone) ?? 0) + 1);
  return [...counts].toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

/** What a kubelet says of itself that filters look at. */
function machineNode(name: string, zone: string, cpu: string, memory: string): Node {
  const zoned = zone === '' ? {} : { 'topology.kubernetes.io/zone': zone };
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...zoned };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { allocatable: { cpu, memory, pods: '110', 'ephemeral-storage': '100Gi' } },
  };
}
