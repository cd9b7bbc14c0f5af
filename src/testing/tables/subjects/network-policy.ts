/** Who reaches whom under policies. */
import { type NetworkEnd, isAllowed } from '../../../api/network-policy/network-policy.ts';
import type { ContainerPort, NetworkPolicy } from '../../../api/types.gen.ts';
import { type Subject, like, subject } from '../subject.ts';

type Labels = { readonly [key: string]: string };
type Protocol = 'TCP' | 'UDP' | 'SCTP';

interface Given {
  readonly namespaces: { readonly [name: string]: Labels };
  readonly pods: readonly { readonly namespace: string; readonly name: string; readonly labels: Labels; readonly ip: string }[];
  readonly policies: readonly NetworkPolicy[];
  readonly containerPorts: readonly number[];
  readonly containerProtocols: readonly Protocol[];
  readonly port: number;
  readonly protocol: Protocol;
}

export const NETWORK_POLICY: readonly Subject[] = [
  subject<Given>('networkpolicy/reachability', /^NetworkPolicy semantics/, ({ in: given, out }) =>
    like(out, { reachable: reachable(given) }),
  ),
];

function reachable({ pods, namespaces, policies, port, protocol, containerPorts, containerProtocols }: Given): object {
  const ports = containerPorts.flatMap((containerPort) =>
    containerProtocols.map((named): ContainerPort => ({
      name: `serve-${containerPort}-${named.toLowerCase()}`,
      containerPort,
      protocol: named,
    })),
  );
  const listens = containerPorts.includes(port) && containerProtocols.includes(protocol);
  const ends = pods.map((pod): readonly [string, NetworkEnd] => [
    `${pod.namespace}/${pod.name}`,
    { ...pod, namespaceLabels: namespaces[pod.namespace] ?? {}, containers: [{ ports }] },
  ]);
  const row = (source: string, from: NetworkEnd): object =>
    Object.fromEntries(
      ends
        .filter(([name]) => name !== source)
        .map(([name, to]) => [name, listens && isAllowed({ from, to, port, protocol }, policies ?? [])]),
    );
  return Object.fromEntries(ends.map(([name, from]) => [name, row(name, from)]));
}
