import type { Fidelity } from '../../fidelity.ts';

/** What a policy lets through is known (`api/network-policy`); nothing in the cluster's network asks for it yet. */
export const networkPolicyFidelity: Fidelity = {
  NetworkPolicy: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  NetworkPolicySpec: { kept: 'egress ingress podSelector policyTypes' },
  NetworkPolicyEgressRule: { kept: 'ports to' },
  NetworkPolicyIngressRule: { kept: 'from ports' },
  NetworkPolicyPort: { kept: 'endPort port protocol' },
  NetworkPolicyPeer: { kept: 'ipBlock namespaceSelector podSelector' },
  IPBlock: { kept: 'cidr except' },
};
