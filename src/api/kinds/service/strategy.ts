import { deepEqual } from '../../../base/equal.ts';
import type { Service, ServicePort, ServiceSpec } from '../../types.gen.ts';
import { drop, mapShared, put } from '../sharing.ts';
import { withStatusOf } from '../strategy.ts';
import { isExternallyAccessible, needsClusterIp, needsHealthCheckPort, needsNodePorts, specOf } from './needs.ts';

/** What becomes of a Service before it is checked (`pkg/registry/core/service/strategy.go`). */
export function prepareServiceForCreate(service: Service): Service {
  const spec = specOf(service);
  const synced = hasIp(spec) && !hasIps(spec) ? put(spec, 'clusterIPs', [spec.clusterIP ?? '']) : spec;
  return { ...service, spec: synced, status: { loadBalancer: {} } };
}

/** Values that the server handed out stay although the client leaves them out, and go when the type no longer needs them. */
export function prepareServiceForUpdate(next: Service, stored: Service): Service {
  const kept = withStatusOf(next, stored);
  if (next.spec === stored.spec) return kept;
  const before = specOf(stored);
  const spec = withoutObsolete(withAllocated(syncClusterIps(specOf(next), before), before), before);
  return put(leavesLoadBalancer(spec, before) ? put(kept, 'status', { loadBalancer: {} }) : kept, 'spec', spec);
}

function leavesLoadBalancer(spec: ServiceSpec, before: ServiceSpec): boolean {
  return before.type === 'LoadBalancer' && spec.type !== 'LoadBalancer';
}

function hasIp(spec: ServiceSpec): boolean {
  return (spec.clusterIP ?? '') !== '';
}

function hasIps(spec: ServiceSpec): boolean {
  return (spec.clusterIPs ?? []).length > 0;
}

/** `clusterIP` and `clusterIPs` say the same; who changes one means both. */
function syncClusterIps(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  const sameIps = deepEqual(spec.clusterIPs ?? [], before.clusterIPs ?? []);
  if (!hasIp(spec)) return hasIps(spec) && hasIp(before) && sameIps ? drop(drop(spec, 'clusterIP'), 'clusterIPs') : spec;
  if (!hasIps(spec))
    return before.clusterIP === spec.clusterIP && before.clusterIPs ? put(spec, 'clusterIPs', before.clusterIPs) : withIp(spec);
  return spec.clusterIP !== before.clusterIP && sameIps ? withIp(spec) : spec;
}

function withIp(spec: ServiceSpec): ServiceSpec {
  return put(spec, 'clusterIPs', [spec.clusterIP ?? '']);
}

function withAllocated(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  let next = spec;
  if (needsClusterIp(before) && needsClusterIp(spec)) {
    if (!hasIp(next) && !hasIps(next) && before.clusterIP !== undefined) {
      next = { ...next, clusterIP: before.clusterIP, ...(before.clusterIPs === undefined ? {} : { clusterIPs: before.clusterIPs }) };
    }
    next = { ...pickMissing(before, next, 'ipFamilies'), ...pickMissing(before, next, 'ipFamilyPolicy'), ...next };
  }
  if (needsNodePorts(before) && needsNodePorts(spec)) next = withNodePortsOf(next, before);
  if (needsHealthCheckPort(before) && needsHealthCheckPort(spec)) next = { ...pickMissing(before, next, 'healthCheckNodePort'), ...next };
  return next;
}

function pickMissing(from: ServiceSpec, to: ServiceSpec, key: keyof ServiceSpec): Partial<ServiceSpec> {
  return to[key] === undefined && from[key] !== undefined ? { [key]: from[key] } : {};
}

/** Ports of the same name keep their number, unless another one has taken it. */
function withNodePortsOf(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  const used = new Set(spec.ports?.map(({ nodePort }) => nodePort));
  const keep = (port: ServicePort): ServicePort => {
    if ((port.nodePort ?? 0) !== 0) return port;
    const old = before.ports?.find(({ name }) => (name ?? '') === (port.name ?? ''))?.nodePort;
    return old === undefined || used.has(old) ? port : put(port, 'nodePort', old);
  };
  return spec.ports === undefined ? spec : put(spec, 'ports', mapShared(spec.ports, keep));
}

/** Only what the client did not touch goes quietly; what it changed is for validation to refuse. */
function withoutObsolete(spec: ServiceSpec, before: ServiceSpec): ServiceSpec {
  let next = spec;
  const dropSame = (key: keyof ServiceSpec): void => {
    if (deepEqual(spec[key], before[key])) next = drop(next, key);
  };
  if (needsClusterIp(before) && !needsClusterIp(spec)) for (const key of IP_FIELDS) dropSame(key);
  if (needsNodePorts(before) && !needsNodePorts(spec) && sameNodePorts(spec, before)) {
    next =
      next.ports === undefined
        ? next
        : put(
            next,
            'ports',
            mapShared(next.ports, (port) => drop(port, 'nodePort')),
          );
  }
  if (needsHealthCheckPort(before) && !needsHealthCheckPort(spec)) dropSame('healthCheckNodePort');
  if (leavesLoadBalancer(spec, before)) for (const key of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const) dropSame(key);
  if (isExternallyAccessible(before) && !isExternallyAccessible(spec)) dropSame('externalTrafficPolicy');
  return next;
}

const IP_FIELDS = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

function sameNodePorts(spec: ServiceSpec, before: ServiceSpec): boolean {
  const known = new Set(before.ports?.map(({ nodePort = 0 }) => nodePort));
  return (spec.ports ?? []).every(({ nodePort = 0 }) => nodePort === 0 || known.has(nodePort));
}
