import type { LoadBalancerStatus, Service, ServicePort, ServiceSpec } from '../../types.gen.ts';
import { alter, drop, fill, fillAbsent, mapShared, memoised, put } from '../sharing.ts';
import { isExternallyAccessible } from './needs.ts';

/** `pkg/apis/core/v1/defaults.go`. */
export function defaultService(service: Service): Service {
  const next = fill<Service>(service, { spec: {}, status: {} });
  const placed = alter(alter(next, 'spec', defaultSpec), 'status', (status) => fill(status, { loadBalancer: {} }));
  return defaultIngress(placed);
}

/** Addresses of load balancers are virtual ones unless their status says otherwise. */
export function defaultIngress(service: Service): Service {
  if (service.spec?.type !== 'LoadBalancer') return service;
  return alter(service, 'status', (status) => alter(status, 'loadBalancer', withIpMode));
}

const withIpMode: (status: LoadBalancerStatus) => LoadBalancerStatus = memoised((status) =>
  alter(status, 'ingress', (ingress) =>
    mapShared(ingress, (address) => ((address.ip ?? '') === '' ? address : fill(address, { ipMode: 'VIP' }))),
  ),
);

const AFFINITY_SECONDS = 10_800;

const defaultSpec: (spec: ServiceSpec) => ServiceSpec = memoised((spec) => {
  const typed = defaultAffinity(fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' }));
  const next = alter(typed, 'ports', (ports) => mapShared(ports, defaultPort));
  const internal = next.type === 'ExternalName' ? next : fillAbsent(next, { internalTrafficPolicy: 'Cluster' });
  return fill(internal, {
    ...(isExternallyAccessible(next) ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(next.type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
  });
});

function defaultAffinity(spec: ServiceSpec): ServiceSpec {
  if (spec.sessionAffinity === 'None') return drop(spec, 'sessionAffinityConfig');
  if (spec.sessionAffinity !== 'ClientIP' || spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) return spec;
  return put(spec, 'sessionAffinityConfig', { clientIP: { timeoutSeconds: AFFINITY_SECONDS } });
}

function defaultPort(port: ServicePort): ServicePort {
  const next = fill(port, { protocol: 'TCP' });
  return (next.targetPort ?? 0) === 0 || next.targetPort === '' ? put(next, 'targetPort', next.port) : next;
}
