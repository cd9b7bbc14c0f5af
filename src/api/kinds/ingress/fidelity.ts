import type { Fidelity } from '../../fidelity.ts';

export const ingressFidelity: Fidelity = {
  Ingress: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  IngressSpec: { kept: 'defaultBackend ingressClassName rules tls' },
  IngressStatus: { kept: 'loadBalancer' },
  IngressBackend: { kept: 'resource service' },
  IngressRule: { kept: 'host http' },
  IngressTLS: { kept: 'hosts secretName' },
  IngressLoadBalancerStatus: { kept: 'ingress' },
  IngressServiceBackend: { kept: 'name port' },
  HTTPIngressRuleValue: { kept: 'paths' },
  IngressLoadBalancerIngress: { kept: 'hostname ip ports' },
  ServiceBackendPort: { kept: 'name number' },
  HTTPIngressPath: { kept: 'backend path pathType' },
  IngressPortStatus: { kept: 'error port protocol' },
};
