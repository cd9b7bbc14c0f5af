import type { Service, ServiceSpec } from '../../types.gen.ts';

/** What a Service of its type has, and may be given (`pkg/registry/core/service`). */
export function needsClusterIp(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

export function needsNodePorts(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

export function needsHealthCheckPort(spec: ServiceSpec): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** Reached from outside the cluster, so that external traffic has a policy. */
export function isExternallyAccessible(spec: ServiceSpec): boolean {
  return spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0);
}

export function isHeadless(spec: ServiceSpec): boolean {
  return spec.clusterIPs?.length === 1 ? spec.clusterIPs[0] === 'None' : (spec.clusterIPs ?? []).length === 0 && spec.clusterIP === 'None';
}

export function specOf(service: Service): ServiceSpec {
  return service.spec ?? {};
}
