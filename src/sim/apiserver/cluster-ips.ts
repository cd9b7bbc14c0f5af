/**
 * Cluster IPs out of the ranges that ServiceCIDRs name (pkg/registry/core/service/ipallocator). Each is an IPAddress object.
 * Random in the upper band of a range first, so that the lower one stays free for addresses that people choose.
 */
import { failure, invalidError } from '../../api/errors.ts';
import { invalid } from '../../api/field-error.ts';
import { type ParsedCidr, formatIp, parseCidr, parseIp } from '../../api/kinds/ip.ts';
import { groupResource, isTerminating, keyOf, nameOf, namespaceOf } from '../../api/object.ts';
import { IP_ADDRESS, SERVICE, SERVICE_CIDR } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { IPAddress, Service, ServiceCIDR } from '../../api/types.gen.ts';
import { deepFreeze } from '../../base/freeze.ts';
import { createPrng, nextInt } from '../../base/prng.ts';
import { DEFAULT_SERVICE_CIDR } from '../kernel/spec.ts';
import { ensureTable, putObject, readObject, removeObject, scanObjects } from '../store/store.ts';
import { type RequestScope, type Server, uuidFrom } from './server.ts';

export function assertFreeIp(scope: RequestScope, service: Service, ip: string): void {
  const problem = claimProblem(scope.server, ip);
  if (problem === undefined) return;
  throw invalidError(SERVICE, nameOf(service), [invalid('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${problem}`)]);
}

function claimProblem(server: Server, ip: string): string | undefined {
  const address = numberOf(ip);
  const range = rangesOf(server).find(({ start, size }) => address >= start && address < start + size);
  if (range === undefined) return 'the provided network does not match the current range';
  if (address < range.first || address > range.last) {
    return `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${range.cidr}`;
  }
  return isTaken(server, ip) ? 'provided IP is already allocated' : undefined;
}

export function freeIp(scope: RequestScope, service: Service): string {
  for (const range of rangesOf(scope.server)) {
    const ip = freeIn(scope.server, range);
    if (ip !== undefined) return ip;
  }
  const message = `failed to allocate a serviceIP for Service ${JSON.stringify(nameOf(service))}: range is full`;
  throw failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

function freeIn(server: Server, { first, last, reserved }: Range): string | undefined {
  const count = last - first + 1;
  const upper = count - reserved;
  const offset = nextInt(server.state.random, upper);
  for (let step = 0; step < count; step += 1) {
    const ip = addressOf(first + (step < upper ? reserved + ((offset + step) % upper) : step - upper));
    if (!isTaken(server, ip)) return ip;
  }
  return undefined;
}

const ADDRESSES = groupResource(IP_ADDRESS);
const CIDRS = groupResource(SERVICE_CIDR);

function isTaken({ state, store }: Server, ip: string): boolean {
  return state.clusterIps.has(ip) || readObject(store, ADDRESSES, ip) !== undefined;
}

/** Notes who holds the address and writes its object, as the API server does on its own behalf. */
export function occupyIp({ server }: RequestScope, service: Service, ip: string): void {
  server.state.clusterIps.set(ip, keyOf(service));
  ensureTable(server.store, ADDRESSES, '/registry/ipaddresses');
  const cause = server.cause('kube-apiserver', `create ipaddresses ${ip}`);
  const entry = putObject(server.store, ADDRESSES, ip, addressObject(server, service, ip), cause, server.now());
  if (server.freeze) deepFreeze(entry.object);
  server.committed(entry);
}

function addressObject(server: Server, service: Service, ip: string): IPAddress {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: {
      name: ip,
      uid: uuidFrom(createPrng(server.seed, `ipaddress ${ip} ${server.store.revision}`)),
      creationTimestamp: formatTime(server.now()),
      labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4', 'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io' },
    },
    spec: { parentRef: { resource: SERVICE.resource, namespace: namespaceOf(service), name: nameOf(service) } },
  };
}

export function giveBackIp({ server }: RequestScope, ip: string): void {
  if (!server.state.clusterIps.delete(ip)) return;
  const address = readObject(server.store, ADDRESSES, ip);
  if (address === undefined) return;
  const entry = removeObject(
    server.store,
    ADDRESSES,
    ip,
    address,
    server.cause('kube-apiserver', `delete ipaddresses ${ip}`),
    server.now(),
  );
  if (server.freeze) deepFreeze(entry.object);
  server.committed(entry);
}

interface Range {
  readonly cidr: string;
  readonly start: number;
  readonly size: number;
  /** What may be handed out: neither the network's own address nor that of everybody in it. */
  readonly first: number;
  readonly last: number;
  /** How many of the first are left for static use. */
  readonly reserved: number;
}

/** The default range, and those of every ServiceCIDR that is ready and stays. */
function rangesOf({ store, spec }: Server): readonly Range[] {
  const whole = rangeOf(spec.serviceCidr ?? DEFAULT_SERVICE_CIDR);
  if (!store.tables.has(CIDRS)) return whole;
  const known = Array.from(scanObjects(store, CIDRS, ''), ([, object]) => object as ServiceCIDR);
  const ready = known.filter((range) => !isTerminating(range) && isReady(range));
  const hasDefault = known.some((range) => nameOf(range) === 'kubernetes');
  return [...(hasDefault ? [] : whole), ...ready.flatMap((range) => (range.spec?.cidrs ?? []).flatMap(rangeOf))];
}

function isReady({ status }: ServiceCIDR): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

const RANGES = new Map<string, readonly Range[]>();
const MOST_RANGES = 1000;

/** Nothing for a family that Services here are not of. */
function rangeOf(cidr: string): readonly Range[] {
  const known = RANGES.get(cidr);
  if (known !== undefined) return known;
  const parsed = parseCidr(cidr);
  const ranges = parsed?.ip.family === 'IPv4' ? [boundsOf(cidr, parsed)] : [];
  if (RANGES.size >= MOST_RANGES) RANGES.clear();
  RANGES.set(cidr, ranges);
  return ranges;
}

function boundsOf(cidr: string, { ip, bits }: ParsedCidr): Range {
  const start = numberOf(formatIp(ip));
  const size = 2 ** (32 - bits);
  const hosts = Math.max(size - 2, 1);
  const reserved = hosts < 16 ? 0 : Math.min(Math.max(16, Math.floor(hosts / 16)), 256);
  return { cidr, start, size, first: start + 1, last: start + hosts, reserved };
}

function numberOf(ip: string): number {
  return (parseIp(ip)?.bytes ?? []).reduce((value, byte) => value * 256 + byte, 0);
}

function addressOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
