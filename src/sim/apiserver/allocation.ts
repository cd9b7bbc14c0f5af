/**
 * What the API server hands out with a Service: cluster IPs and node ports (pkg/registry/core/service/{storage,ipallocator,portallocator}).
 * Random in the upper band of the range first, so that the lower one stays free for numbers that people choose.
 */
import { invalidError } from '../../api/errors.ts';
import { invalid } from '../../api/field-error.ts';
import { type KubeObject, keyOf, nameOf } from '../../api/object.ts';
import { needsClusterIp, needsHealthCheckPort, needsNodePorts } from '../../api/kinds/service/needs.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Service, ServiceSpec } from '../../api/types.gen.ts';
import { nextInt } from '../../base/prng.ts';
import type { RequestScope } from './server.ts';
import type { ServerState } from './state.ts';

/** 10.96.0.0/12: the range of every kubeadm cluster. */
const RANGE_START = (10 << 24) | (96 << 16);
const RANGE_SIZE = 1 << 20;
/** min(max(16, size/16), 256) addresses are left for static use. */
const STATIC_ADDRESSES = 256;
const FIRST_PORT = 30_000;
const PORTS = 2768;
/** min(max(16, size/32), 128). */
const STATIC_PORTS = 86;

export function allocateOnCreate(scope: RequestScope, object: KubeObject): KubeObject {
  if (object.kind !== 'Service') return object;
  const service = object as Service;
  return withSpec(service, allocated(scope, service, service.spec ?? {}, undefined));
}

/** Allocates what a Service newly needs and gives back the rest. What it leaves open of the old was filled in by its strategy. */
export function allocateOnUpdate(scope: RequestScope, next: KubeObject, stored: KubeObject): KubeObject {
  if (next.kind !== 'Service') return next;
  const service = next as Service;
  const before = (stored as Service).spec;
  if (service.spec === before) return next;
  const result = withSpec(service, allocated(scope, service, service.spec ?? {}, before));
  if (!scope.dryRun) releaseUnused(scope.server.state, before, result.spec);
  return result;
}

/** Gives back everything that a Service held. */
export function release(scope: RequestScope, object: KubeObject): void {
  if (object.kind === 'Service' && !scope.dryRun) releaseUnused(scope.server.state, (object as Service).spec, undefined);
}

function withSpec(service: Service, spec: ServiceSpec): Service {
  return { ...service, spec };
}

function allocated(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  return withHealthCheckPort(scope, service, withNodePorts(scope, service, withClusterIp(scope, service, spec, before), before), before);
}

function withClusterIp(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsClusterIp(spec)) return withoutClusterIp(spec);
  const families = { ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' } as const;
  const asked = spec.clusterIP || spec.clusterIPs?.[0];
  if (asked === 'None' || (asked !== undefined && asked === before?.clusterIP)) return { ...spec, ...clusterIpFields(asked), ...families };
  const ip = asked ? claimIp(scope, service, asked) : freeIp(scope);
  if (!scope.dryRun) scope.server.state.clusterIps.set(ip, keyOf(service));
  return { ...spec, ...clusterIpFields(ip), ...families };
}

function withoutClusterIp(spec: ServiceSpec): ServiceSpec {
  const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec;
  return rest;
}

function clusterIpFields(ip: string): { clusterIP: string; clusterIPs: readonly string[] } {
  return { clusterIP: ip, clusterIPs: [ip] };
}

function claimIp(scope: RequestScope, service: Service, ip: string): string {
  const offset = offsetOf(ip);
  const refuse = (why: string) => refused(service, invalid('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`));
  if (offset <= 0 || offset >= RANGE_SIZE - 1)
    throw refuse('the provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/12');
  if (scope.server.state.clusterIps.has(ip)) throw refuse('provided IP is already allocated');
  return ip;
}

function freeIp(scope: RequestScope): string {
  const { clusterIps, random } = scope.server.state;
  const upper = RANGE_SIZE - 2 - STATIC_ADDRESSES;
  const start = nextInt(random, upper);
  for (let step = 0; step < RANGE_SIZE - 2; step += 1) {
    const offset = step < upper ? STATIC_ADDRESSES + 1 + ((start + step) % upper) : step - upper + 1;
    const ip = addressAt(offset);
    if (!clusterIps.has(ip)) return ip;
  }
  throw new Error('no free cluster IP in a range of a million');
}

function addressAt(offset: number): string {
  const address = RANGE_START + offset;
  return `${(address >>> 24) & 255}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

function offsetOf(ip: string): number {
  const parts = ip.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return -1;
  return parts.reduce((value, part) => value * 256 + part, 0) - RANGE_START;
}

function withNodePorts(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsNodePorts(spec) || spec.ports === undefined) return spec;
  const held = new Set(before?.ports?.map((port) => port.nodePort));
  // Ports of one Service that differ in protocol alone may share a number.
  const taken = new Set<number>();
  const ports = spec.ports.map((port, index) => {
    const nodePort = port.nodePort ? claimPort(scope, service, index, port.nodePort, held, taken) : freePort(scope, taken);
    taken.add(nodePort);
    return port.nodePort === nodePort ? port : { ...port, nodePort };
  });
  if (!scope.dryRun) for (const port of taken) scope.server.state.nodePorts.set(port, keyOf(service));
  return { ...spec, ports };
}

function claimPort(
  scope: RequestScope,
  service: Service,
  index: number,
  port: number,
  held: ReadonlySet<number | undefined>,
  taken: ReadonlySet<number>,
): number {
  if (held.has(port) || taken.has(port)) return port;
  const refuse = (why: string) => refused(service, invalid(`spec.ports[${index}].nodePort`, port, why));
  if (port < FIRST_PORT || port >= FIRST_PORT + PORTS)
    throw refuse('provided port is not in the valid range. The range of valid ports is 30000-32767');
  if (scope.server.state.nodePorts.has(port)) throw refuse('provided port is already allocated');
  return port;
}

function freePort(scope: RequestScope, taken: ReadonlySet<number>): number {
  const { nodePorts, random } = scope.server.state;
  const upper = PORTS - STATIC_PORTS;
  const start = nextInt(random, upper);
  for (let step = 0; step < PORTS; step += 1) {
    const port = FIRST_PORT + (step < upper ? STATIC_PORTS + ((start + step) % upper) : step - upper);
    if (!nodePorts.has(port) && !taken.has(port)) return port;
  }
  throw invalidError(SERVICE, '', [invalid('spec.ports[0].nodePort', 0, 'failed to allocate a nodePort: range is full')]);
}

function withHealthCheckPort(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsHealthCheckPort(spec) || spec.healthCheckNodePort) return spec;
  const port = before?.healthCheckNodePort || freePort(scope, new Set());
  if (!scope.dryRun) scope.server.state.nodePorts.set(port, keyOf(service));
  return { ...spec, healthCheckNodePort: port };
}

function releaseUnused(state: ServerState, before: ServiceSpec | undefined, after: ServiceSpec | undefined): void {
  if (before?.clusterIP && before.clusterIP !== after?.clusterIP) state.clusterIps.delete(before.clusterIP);
  const kept = new Set(portsOf(after));
  for (const port of portsOf(before)) if (!kept.has(port)) state.nodePorts.delete(port);
}

function portsOf(spec: ServiceSpec | undefined): number[] {
  const ports = [...(spec?.ports ?? []).map((port) => port.nodePort), spec?.healthCheckNodePort];
  return ports.filter((port): port is number => port !== undefined && port > 0);
}

function refused(service: Service, error: ReturnType<typeof invalid>): Error {
  return invalidError(SERVICE, nameOf(service), [error]);
}
