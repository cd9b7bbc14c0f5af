/**
 * Node ports (pkg/registry/core/service/portallocator). Random in the upper band of the range first, so that the lower one stays
 * free for numbers that people choose.
 */
import { failure, invalidError } from '../../api/errors.ts';
import { invalid } from '../../api/field-error.ts';
import { needsHealthCheckPort, needsNodePorts } from '../../api/kinds/service/needs.ts';
import { nameOf } from '../../api/object.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Service, ServicePort, ServiceSpec } from '../../api/types.gen.ts';
import { nextInt } from '../../base/prng.ts';
import type { RequestScope } from './server.ts';

const FIRST_PORT = 30_000;
const PORTS = 2768;
/** min(max(16, size/32), 128). */
const STATIC_PORTS = 86;

export function withNodePorts(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if ((spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') || spec.ports === undefined) return spec;
  const held = new Set(before?.ports?.map(({ nodePort = 0 }) => nodePort));
  const taken = new Set<number>();
  const numbers = new Map<number, number>();
  const known = new Set<string>();
  const ports = spec.ports.map((port, index): ServicePort => {
    if (!port.nodePort && !needsNodePorts(spec)) return port;
    const asked = before === undefined ? sharedNumber(spec.ports ?? [], port, numbers) : (port.nodePort ?? 0);
    const mayShare = before === undefined ? numbers.get(port.port) === asked : held.has(asked) || taken.has(asked);
    if (asked !== 0 && !mayShare) assertFree(scope, service, index, asked, taken);
    const nodePort = asked || freePort(scope, taken, 'a nodePort');
    taken.add(nodePort);
    if (!numbers.has(port.port)) numbers.set(port.port, nodePort);
    if (before !== undefined) assertOnce(known, `{${port.protocol} ${nodePort}}`);
    return port.nodePort === nodePort ? port : { ...port, nodePort };
  });
  return { ...spec, ports };
}

function assertOnce(known: Set<string>, port: string): void {
  if (known.has(port)) throw failure(500, '', `duplicate nodePort: ${port}`);
  known.add(port);
}

/** Ports of a new Service that differ in protocol alone get one number, that which one of them asks for if any does. */
function sharedNumber(ports: readonly ServicePort[], { port, nodePort }: ServicePort, numbers: ReadonlyMap<number, number>): number {
  const shared = numbers.get(port);
  if (shared !== undefined) return nodePort || shared;
  return ports.find((other) => other.port === port && other.nodePort)?.nodePort ?? 0;
}

function assertFree(scope: RequestScope, service: Service, index: number, port: number, taken: ReadonlySet<number>): void {
  const problem = problemOf(scope, port, taken);
  if (problem !== undefined) throw invalidError(SERVICE, nameOf(service), [invalid(`spec.ports[${index}].nodePort`, port, problem)]);
}

function problemOf(scope: RequestScope, port: number, taken: ReadonlySet<number>): string | undefined {
  if (port < FIRST_PORT || port >= FIRST_PORT + PORTS) {
    return `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${FIRST_PORT + PORTS - 1}`;
  }
  return taken.has(port) || scope.server.state.nodePorts.has(port) ? 'provided port is already allocated' : undefined;
}

function freePort(scope: RequestScope, taken: ReadonlySet<number>, what: string): number {
  const { nodePorts, random } = scope.server.state;
  const upper = PORTS - STATIC_PORTS;
  const start = nextInt(random, upper);
  for (let step = 0; step < PORTS; step += 1) {
    const port = FIRST_PORT + (step < upper ? STATIC_PORTS + ((start + step) % upper) : step - upper);
    if (!nodePorts.has(port) && !taken.has(port)) return port;
  }
  throw internal(`failed to allocate ${what}: range is full`);
}

export function withHealthCheckPort(scope: RequestScope, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsHealthCheckPort(spec) || (before !== undefined && needsHealthCheckPort(before))) return spec;
  const asked = spec.healthCheckNodePort ?? 0;
  const taken = new Set(spec.ports?.map(({ nodePort = 0 }) => nodePort));
  if (asked === 0) return { ...spec, healthCheckNodePort: freePort(scope, taken, 'a HealthCheck NodePort 0') };
  const problem = problemOf(scope, asked, taken);
  if (problem !== undefined) throw internal(`failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`);
  return spec;
}

function internal(message: string): Error {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** Every number that a Service holds. */
export function portsOf(spec: ServiceSpec | undefined): number[] {
  const ports = [...(spec?.ports ?? []).map((port) => port.nodePort), spec?.healthCheckNodePort];
  return ports.filter((port): port is number => port !== undefined && port > 0);
}
