import type { Fidelity } from '../../fidelity.ts';

export const serviceFidelity: Fidelity = {
  Service: { simulated: 'apiVersion kind metadata spec status' },
  ServiceSpec: {
    simulated:
      'allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs externalName externalTrafficPolicy healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP ports publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig trafficDistribution type',
    kept: 'loadBalancerSourceRanges',
  },
  ServiceStatus: { simulated: 'loadBalancer', kept: 'conditions' },
  ServicePort: { simulated: 'appProtocol name nodePort port protocol targetPort' },
  SessionAffinityConfig: { simulated: 'clientIP' },
  ClientIPConfig: { simulated: 'timeoutSeconds' },
  LoadBalancerStatus: { simulated: 'ingress' },
  LoadBalancerIngress: { simulated: 'ip ipMode', kept: 'hostname ports' },
  PortStatus: { kept: 'error port protocol' },
};
