import { deepEqual } from '../../../base/equal.ts';
import type { Service, ServicePort, ServiceSpec } from '../../types.gen.ts';
import { drop, mapShared, put } from '../sharing.ts';
import { withStatusOf } from '../strategy.ts';
import { isExternallyAccessible, needsClusterIp, needsHealthCheckPort, needsNodePorts, specOf } from './needs.ts';

/** What becomes of a Service before it is checked (`pkg/registry/core/service/strategy.go`). */
export function prepareServiceForCreate(service: Service): Service {
  const spec = specOf(service);
  const synced = hasIp(spec) && !hasIps(spec) ? withIp(spec) : spec;
  return { ...service, spec: synced, status: { loadBalancer: {} } };
}

/** Values that the server handed out stay although the client leaves them out, and go when the type no longer needs them. */
export function prepareServiceForUpdate(next: Service, stored: Service): Service {
  const kept = withStatusOf(next, stored);
  if (next.spec === stored.spec) return kept;
  const before = specOf(stored);
  const spec = withoutObsolete(syncClusterIps(withAllocated(specOf(next), before), before), before);
  return put(spec.type === 'LoadBalancer' ? kept : withoutIngress(kept), 'spec', spec);
}

function withoutIngress(service: Service): Service {
  return service.status?.loadBalancer?.ingress === undefined ? service : put(service, 'status', { ...service.status, loadBalancer: {} });
}

function hasIp(spec: ServiceSpec): boolean {
  return (spec.clusterIP ?? '') !== '';
}

function hasIps(spec: ServiceSpec): boolean {
  return (spec.clusterIPs ?? []).length > 0;
}

/** `clusterIP` and `clusterIPs` say the same; who changes one means both (normalizeClusterIPs). */
function syncClusterIps(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  if ((spec.clusterIP ?? '') === (before.clusterIP ?? '')) {
    return hasIps(spec) || !hasIps(before) ? spec : put(spec, 'clusterIPs', before.clusterIPs);
  }
  if (!deepEqual(spec.clusterIPs ?? [], before.clusterIPs ?? [])) return spec;
  return hasIp(spec) ? withIp(spec) : drop(drop(spec, 'clusterIP'), 'clusterIPs');
}

function withIp(spec: ServiceSpec): ServiceSpec {
  return put(spec, 'clusterIPs', [spec.clusterIP ?? '']);
}

/** Who sends again what was created gets what it got then (patchAllocatedValues). */
function withAllocated(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  let next = spec;
  if (needsClusterIp(before) && needsClusterIp(spec)) {
    if (!hasIp(next) && hasIp(before)) next = put(next, 'clusterIP', before.clusterIP);
    if (!hasIps(next) && hasIps(before)) next = put(next, 'clusterIPs', before.clusterIPs);
  }
  if (needsNodePorts(before) && needsNodePorts(spec)) next = withNodePortsOf(next, before);
  if (needsHealthCheckPort(before) && needsHealthCheckPort(spec) && (next.healthCheckNodePort ?? 0) === 0) {
    next = put(next, 'healthCheckNodePort', before.healthCheckNodePort);
  }
  return next;
}

/** Ports of the same name keep their number, unless another one has taken it. */
function withNodePortsOf(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  const used = nodePortsOf(spec);
  const numbers = new Map(before.ports?.map(({ name = '', nodePort = 0 }) => [name, nodePort]));
  const keep = (port: ServicePort): ServicePort => {
    if ((port.nodePort ?? 0) !== 0) return port;
    const old = numbers.get(port.name ?? '') ?? 0;
    return old === 0 || used.has(old) ? port : put(port, 'nodePort', old);
  };
  return spec.ports === undefined ? spec : put(spec, 'ports', mapShared(spec.ports, keep));
}

function nodePortsOf({ ports = [] }: ServiceSpec): ReadonlySet<number> {
  return new Set(ports.map(({ nodePort = 0 }) => nodePort).filter((port) => port !== 0));
}

/** Only what the client did not touch goes quietly; what it changed is for validation to refuse (dropTypeDependentFields). */
function withoutObsolete(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  let next = spec;
  const dropSame = (...keys: readonly (keyof ServiceSpec)[]): void => {
    if (keys.every((key) => deepEqual(spec[key], before[key]))) for (const key of keys) next = drop(next, key);
  };
  if (needsClusterIp(before) && !needsClusterIp(spec)) {
    dropSame('clusterIP', 'clusterIPs');
    dropSame('ipFamilies');
    dropSame('ipFamilyPolicy');
  }
  if (hasNodePorts(before) && !hasNodePorts(spec) && addsNoNodePort(spec, before)) next = withoutNodePorts(next);
  if (needsHealthCheckPort(before) && !needsHealthCheckPort(spec)) dropSame('healthCheckNodePort');
  if (before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    dropSame('allocateLoadBalancerNodePorts');
    dropSame('loadBalancerClass');
  }
  if (isExternallyAccessible(before) && !isExternallyAccessible(spec)) dropSame('externalTrafficPolicy');
  return next;
}

function addsNoNodePort(spec: ServiceSpec, before: ServiceSpec): boolean {
  const known = nodePortsOf(before);
  return [...nodePortsOf(spec)].every((port) => known.has(port));
}

function hasNodePorts({ type }: ServiceSpec): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function withoutNodePorts(spec: ServiceSpec): ServiceSpec {
  if (spec.ports === undefined) return spec;
  const ports = mapShared(spec.ports, (port) => drop(port, 'nodePort'));
  return put(spec, 'ports', ports);
}
