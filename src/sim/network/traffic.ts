/** Carries requests: name → address → endpoint → container and back, and the requests that the answering server makes itself. */
import type { JsonValue } from '../../api/scalars.ts';
import type { TrafficRequest } from '../kernel/command.ts';
import type { DnsAnswer } from './coredns.ts';
import type { RouteAnswer } from './kube-proxy.ts';
import { type Network, type Origin, machineOf, nodeOfPodAddress, originOf } from './topology.ts';
import { type ParsedUrl, isAddress, parseUrl } from './url.ts';

export interface TrafficResult {
  readonly url: string;
  readonly ok: boolean;
  /** HTTP status, 0 when no connection was made. */
  readonly status: number;
  readonly body: string;
  /** `namespace/name` of the pod that answered, or ''. */
  readonly pod: string;
}

const MAX_COUNT = 1000;
/** Servers that call servers: no further than this. */
const MAX_HOPS = 5;

/** One result per request, in order. */
export function carryTraffic(network: Network, traffic: TrafficRequest): readonly TrafficResult[] {
  const count = Math.max(1, Math.min(MAX_COUNT, Math.trunc(traffic.count ?? 1)));
  const origin = originOf(network, traffic.from ?? '');
  return Array.from({ length: count }, () => carry(network, traffic.url, traffic.method ?? 'GET', origin, 0));
}

export function carry(network: Network, url: string, method: string, origin: Origin, hops: number): TrafficResult {
  const parsed = parseUrl(url);
  if (parsed === undefined) return failed(url, 'curl: (3) URL rejected: Malformed input to a URL function');
  if (hops > MAX_HOPS) return failed(url, 'curl: (28) Connection timed out');
  const address = addressOf(network, parsed.host, origin);
  if (address === undefined) return failed(url, `curl: (6) Could not resolve host: ${parsed.host}`);
  return connect(network, { url, parsed, method, origin, hops }, address);
}

interface Trip {
  readonly url: string;
  readonly parsed: ParsedUrl;
  readonly method: string;
  readonly origin: Origin;
  readonly hops: number;
}

/** Names mean something to pods alone; the outside knows addresses and machines. */
function addressOf(network: Network, host: string, origin: Origin): string | undefined {
  if (isAddress(host)) return host;
  if (host === 'localhost') return origin.ip === '' ? undefined : origin.ip;
  const machine = machineOf(network, host);
  if (origin.pod === '') return machine?.ip;
  const answer = network.ask('coredns', '', { name: host, namespace: origin.namespace }) as unknown as DnsAnswer | undefined;
  if (answer?.alias) return undefined;
  return answer?.addresses[Math.floor(network.random() * answer.addresses.length)] ?? machine?.ip;
}

function connect(network: Network, trip: Trip, ip: string): TrafficResult {
  const { port } = trip.parsed;
  const machine = machineOf(network, ip);
  const target = machine === undefined ? ip : '*';
  const question = { ip: target, port, client: trip.origin.ip, node: machine?.name ?? trip.origin.node };
  const route = network.ask('kube-proxy', '', question) as unknown as RouteAnswer | undefined;
  if (route === undefined || route.type === 'none')
    return deliver(network, trip, { ip, port, node: machine?.name ?? nodeOfPodAddress(network, ip), service: '' });
  if (route.type === 'endpoint') return deliver(network, trip, route);
  const why = route.type === 'refused' ? refused(trip, ip) : timedOut(trip, ip);
  return tell(network, trip, route.service, why);
}

interface Target {
  readonly ip: string;
  readonly port: number;
  readonly node: string;
  readonly service: string;
}

interface Delivered {
  readonly pod: string;
  readonly status: number;
  readonly body: string;
  readonly calls: readonly string[];
  readonly proxy: string;
}

function deliver(network: Network, trip: Trip, target: Target): TrafficResult {
  const { scheme, path, host } = trip.parsed;
  const question: JsonValue =
    scheme === 'tcp'
      ? { type: 'connect', ip: target.ip, port: target.port }
      : { type: 'http', ip: target.ip, port: target.port, method: trip.method, path, host, from: trip.origin.ip };
  const answer = network.ask('kubelet', target.node, question) as unknown as Delivered | undefined;
  if (answer === undefined) return tell(network, trip, target.service, timedOut(trip, target.ip));
  if (answer.pod === '') return tell(network, trip, target.service, refused(trip, target.ip));
  if (answer.status === 0)
    return tell(network, trip, target.service, { ...failed(trip.url, 'curl: (1) Received HTTP/0.9 when not allowed'), pod: answer.pod });
  return tell(network, trip, target.service, withCalls(network, trip, answer));
}

/** What the server asks others before it answers. */
function withCalls(network: Network, trip: Trip, answer: Delivered): TrafficResult {
  const reached = (status: number, body: string): TrafficResult => ({ url: trip.url, ok: status < 400, status, body, pod: answer.pod });
  const onward = (url: string) => carry(network, url, 'GET', originOf(network, answer.pod), trip.hops + 1);
  const broken = answer.calls.map(onward).find(({ ok }) => !ok);
  if (broken !== undefined) return reached(500, `500 Internal Server Error: ${broken.body}`);
  if (answer.proxy === '') return reached(answer.status, answer.body);
  const { ok, status, body } = onward(answer.proxy);
  return ok ? reached(status, body) : reached(502, '502 Bad Gateway');
}

function tell(network: Network, trip: Trip, service: string, result: TrafficResult): TrafficResult {
  network.hint({ type: 'packet', at: network.now, from: trip.origin.pod, to: result.pod, service, ok: result.ok });
  return result;
}

function failed(url: string, body: string): TrafficResult {
  return { url, ok: false, status: 0, body, pod: '' };
}

function refused(trip: Trip, ip: string): TrafficResult {
  return failed(trip.url, `curl: (7) Failed to connect to ${ip} port ${trip.parsed.port}: Connection refused`);
}

function timedOut(trip: Trip, ip: string): TrafficResult {
  return failed(trip.url, `curl: (28) Failed to connect to ${ip} port ${trip.parsed.port}: Connection timed out`);
}
