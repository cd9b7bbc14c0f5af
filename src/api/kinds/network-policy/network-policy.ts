import { NETWORK_POLICY } from '../../resources.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPort, NetworkPolicySpec } from '../../types.gen.ts';
import { cidrWarnings } from '../cidr.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, mapShared, put } from '../sharing.ts';
import { selectorCell } from '../workload.ts';
import { blocksOf, validateNetworkPolicy, validateNetworkPolicyUpdate } from './validate.ts';

/** `pkg/apis/networking`, `pkg/registry/networking/networkpolicy`; rules in `validate.ts`, what a policy lets through in `api/network-policy/`. */
export const networkPolicyKind = plainKind<NetworkPolicy>(NETWORK_POLICY, {
  shortNames: ['netpol'],
  hasGeneration: true,
  default: (policy) => alter(fill<NetworkPolicy>(policy, { spec: {} }), 'spec', defaultSpec),
  validate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicyUpdate,
  warnings: (policy) => blocksOf(policy).flatMap(([block, path]) => blockWarnings(block, path)),
  columns: [NAME, column<NetworkPolicy>('Pod-Selector', 'string', ({ spec }) => selectorCell(spec?.podSelector)), AGE],
});

function defaultSpec(spec: NetworkPolicySpec): NetworkPolicySpec {
  const typed = (spec.policyTypes ?? []).length > 0 ? spec : put(spec, 'policyTypes', impliedTypes(spec));
  const withIngress = alter(typed, 'ingress', (rules) => mapShared(rules, (rule) => alter(rule, 'ports', defaultPorts)));
  const ported = alter(withIngress, 'egress', (rules) => mapShared(rules, (rule) => alter(rule, 'ports', defaultPorts)));
  return fill(ported, { podSelector: {} });
}

/** Every policy is about ingress, and about egress if it says something of it. */
function impliedTypes({ egress = [] }: NetworkPolicySpec): readonly string[] {
  return egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function defaultPorts(ports: readonly NetworkPolicyPort[]): readonly NetworkPolicyPort[] {
  return mapShared(ports, (port) => (port.protocol === undefined ? { ...port, protocol: 'TCP' as const } : port));
}

function blockWarnings({ cidr, except = [] }: IPBlock, path: string): readonly string[] {
  return [...cidrWarnings(cidr, `${path}.cidr`), ...except.flatMap((text, index) => cidrWarnings(text, `${path}.except[${index}]`))];
}
