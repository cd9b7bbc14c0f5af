/**
 * The cluster's network as one component: gives machines their addresses, and carries requests that pods and people make.
 * Packets take no time and are never lost on the way; what goes wrong is what the API says is wrong.
 */
import type { JsonValue } from '../../api/scalars.ts';
import { NODE } from '../../api/resources.ts';
import type { TrafficRequest } from '../kernel/command.ts';
import { defineComponent, watch } from '../kernel/component.ts';
import { type Network, type NetworkMemory, lease, newNetworkMemory, nodeChanged, originOf } from './topology.ts';
import { carry, carryTraffic } from './traffic.ts';
import type { DnsAnswer } from './coredns.ts';

export type NetworkQuestion =
  /** Gives TrafficResult[]. */
  | { readonly traffic: TrafficRequest }
  /** One request of a command in a pod; gives `{status, body, unresolved}`. */
  | { readonly type: 'request'; readonly url: string; readonly from: string }
  /** Gives addresses. */
  | { readonly type: 'resolve'; readonly name: string; readonly namespace: string }
  /** Gives the machine's number. */
  | { readonly type: 'lease'; readonly machine: string };

export const network = defineComponent<NetworkMemory>({
  name: 'network',
  process: 'network',
  user: 'system:network',
  watches: [watch(NODE, nodeChanged)],
  init: newNetworkMemory,
  onSignal: (context, signal) => {
    const { traffic } = signal as { readonly traffic?: JsonValue };
    if (traffic !== undefined) carryTraffic(context, traffic as unknown as TrafficRequest);
  },
  onAsk: (context, question) => answer(context, question as unknown as NetworkQuestion),
});

function answer(context: Network, question: NetworkQuestion): JsonValue {
  if ('traffic' in question) return carryTraffic(context, question.traffic).map((result) => ({ ...result }));
  if (question.type === 'lease') return lease(context, question.machine);
  if (question.type === 'resolve') return resolve(context, question.name, question.namespace);
  const { status, body } = carry(context, question.url, 'GET', originOf(context, question.from), 0);
  return { status, body, unresolved: body.startsWith('curl: (6)') };
}

function resolve(context: Network, name: string, namespace: string): readonly string[] {
  const found = context.ask('coredns', '', { name, namespace }) as unknown as DnsAnswer | undefined;
  return found === undefined || found.alias === '' ? (found?.addresses ?? []) : [found.alias];
}
