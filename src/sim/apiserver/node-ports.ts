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
  const held = new Set(before?.ports?.map(({ nodePort }) => nodePort));
  const taken = new Set<number>();
  const numbers = new Map<number, number>();
  const ports = spec.ports.map((port, index): ServicePort => {
    const asked = port.nodePort || (before === undefined ? sharedNumber(spec.ports ?? [], port, numbers) : 0);
    if (asked === 0 && !needsNodePorts(spec)) return port;
    if (asked !== 0 && !held.has(asked) && !taken.has(asked)) assertFree(scope, service, index, asked);
    const nodePort = asked || freePort(scope, taken, 'a nodePort');
    taken.add(nodePort);
    numbers.set(port.port, nodePort);
    return port.nodePort === nodePort ? port : { ...port, nodePort };
  });
  return { ...spec, ports };
}

/** Ports of a new Service that differ in protocol alone get one number, that which one of them asks for if any does. */
function sharedNumber(ports: readonly ServicePort[], { port }: ServicePort, numbers: ReadonlyMap<number, number>): number {
  return numbers.get(port) ?? ports.find((other) => other.port === port && other.nodePort)?.nodePort ?? 0;
}

function assertFree(scope: RequestScope, service: Service, index: number, port: number): void {
  const problem = problemOf(scope, port);
  if (problem !== undefined) throw invalidError(SERVICE, nameOf(service), [invalid(`spec.ports[${index}].nodePort`, port, problem)]);
}

function problemOf(scope: RequestScope, port: number): string | undefined {
  if (port < FIRST_PORT || port >= FIRST_PORT + PORTS) {
    return `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${FIRST_PORT + PORTS - 1}`;
  }
  return scope.server.state.nodePorts.has(port) ? 'provided port is already allocated' : undefined;
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
  if (asked === 0) return { ...spec, healthCheckNodePort: freePort(scope, new Set(portsOf(spec)), 'a HealthCheck NodePort 0') };
  const problem = problemOf(scope, asked);
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
