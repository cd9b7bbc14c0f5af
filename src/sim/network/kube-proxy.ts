/**
 * kube-proxy: which endpoint a connection to a Service's address goes to. The rules are the same on every machine, so one
 * instance stands for all; what differs by machine (traffic policies) is decided by where the packet comes in.
 */
import { keyOf } from '../../api/object.ts';
import { ENDPOINT_SLICE, SERVICE } from '../../api/resources.ts';
import type { Endpoint, EndpointSlice, Service } from '../../api/types.gen.ts';
import { type Change, type ComponentContext, defineComponent, watch } from '../kernel/component.ts';

const MAX_AFFINITIES = 10_000;
const DEFAULT_AFFINITY_SECONDS = 10_800;

interface Memory {
  /** `ip:port` → the Service port behind it. A node port stands under `*:port`. */
  readonly rules: Map<string, Rule>;
  /** Keys of `rules` by Service. */
  readonly byService: Map<string, string[]>;
  /** Session affinity: `service|port|client` → endpoint. */
  readonly affinities: Map<string, { readonly address: string; readonly until: number }>;
}

interface Rule {
  readonly service: string;
  /** Name of the Service port. */
  readonly port: string;
  /** Traffic from outside the cluster: externalTrafficPolicy counts. */
  readonly external: boolean;
}

type Proxy = ComponentContext<Memory>;

export interface RouteQuestion {
  readonly ip: string;
  readonly port: number;
  /** Address of who connects. */
  readonly client: string;
  /** Machine on which the connection enters; '' when any will do. */
  readonly node: string;
}

/** `none`: not an address of a Service. `refused`: no endpoints (REJECT). `dropped`: none on this machine (DROP). */
export type RouteAnswer =
  | { readonly type: 'none' }
  | { readonly type: 'refused' | 'dropped'; readonly service: string }
  | { readonly type: 'endpoint'; readonly service: string; readonly ip: string; readonly port: number; readonly node: string };

export const kubeProxy = defineComponent<Memory>({
  name: 'kube-proxy',
  process: 'kube-proxy',
  user: 'system:serviceaccount:kube-system:kube-proxy',
  leavesRules: true,
  watches: [watch(SERVICE, serviceChanged), watch(ENDPOINT_SLICE)],
  init: () => ({ rules: new Map(), byService: new Map(), affinities: new Map() }),
  onAsk: (context, question) => route(context, question as unknown as RouteQuestion),
});

function serviceChanged({ memory }: Proxy, change: Change<Service>): void {
  const key = keyOf(change.object);
  for (const address of memory.byService.get(key) ?? []) memory.rules.delete(address);
  memory.byService.delete(key);
  if (change.type === 'DELETED') return;
  const rules = rulesOf(change.object, key);
  for (const [address, rule] of rules) memory.rules.set(address, rule);
  if (rules.length > 0)
    memory.byService.set(
      key,
      rules.map(([address]) => address),
    );
}

function rulesOf({ spec, status }: Service, service: string): (readonly [string, Rule])[] {
  if (spec?.clusterIP === undefined || spec.clusterIP === '' || spec.clusterIP === 'None') return [];
  const outside = [
    ...(spec.externalIPs ?? []),
    ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip])),
  ];
  return (spec.ports ?? []).flatMap(({ name = '', port, nodePort }) => {
    const rule = (external: boolean): Rule => ({ service, port: name, external });
    return [
      [`${spec.clusterIP ?? ''}:${port}`, rule(false)] as const,
      ...outside.map((ip) => [`${ip}:${port}`, rule(true)] as const),
      ...(nodePort === undefined ? [] : [[`*:${nodePort}`, rule(true)] as const]),
    ];
  });
}

function route(context: Proxy, question: RouteQuestion): RouteAnswer {
  const rule = context.memory.rules.get(`${question.ip}:${question.port}`);
  const service = rule === undefined ? undefined : context.lister(SERVICE).byKey(rule.service);
  if (rule === undefined || service === undefined) return { type: 'none' };
  const slices = context.lister(ENDPOINT_SLICE).by('service', rule.service);
  const usable = candidatesOf(slices, rule.port);
  if (usable.length === 0) return { type: 'refused', service: rule.service };
  const local = isLocalOnly(service, rule) && question.node !== '' ? onNode(usable, question.node) : usable;
  if (local.length === 0) return { type: 'dropped', service: rule.service };
  const chosen = choose(context, service, rule, question, local);
  return {
    type: 'endpoint',
    service: rule.service,
    ip: chosen.endpoint.addresses[0] ?? '',
    port: chosen.port,
    node: chosen.endpoint.nodeName ?? '',
  };
}

function onNode(lists: readonly CandidateList[], node: string): readonly CandidateList[] {
  return lists
    .map(({ port, endpoints }) => ({ port, endpoints: endpoints.filter(({ nodeName }) => nodeName === node) }))
    .filter(({ endpoints }) => endpoints.length > 0);
}

function isLocalOnly({ spec }: Service, rule: Rule): boolean {
  return (rule.external ? spec?.externalTrafficPolicy : spec?.internalTrafficPolicy) === 'Local';
}

interface Candidate {
  readonly endpoint: Endpoint;
  readonly port: number;
}

/** Endpoints of one slice that take new connections, and those that only finish old ones. Remembered: slices never change. */
interface Usable {
  readonly ready: readonly Endpoint[];
  readonly terminating: readonly Endpoint[];
}

const usableOf = new WeakMap<EndpointSlice, Usable>();

function usableIn(slice: EndpointSlice): Usable {
  const known = usableOf.get(slice);
  if (known !== undefined) return known;
  const endpoints = slice.endpoints ?? [];
  const usable = {
    ready: endpoints.filter(({ conditions }) => conditions?.ready !== false),
    terminating: endpoints.filter(
      ({ conditions }) => conditions?.ready === false && conditions.serving === true && conditions.terminating === true,
    ),
  };
  usableOf.set(slice, usable);
  return usable;
}

/** Lists of candidates, one per slice: ready endpoints, or without any those that still serve while they terminate. */
function candidatesOf(slices: readonly EndpointSlice[], portName: string): readonly CandidateList[] {
  const withPort = slices.flatMap((slice) => {
    const port = slice.ports?.find(({ name = '' }) => name === portName)?.port;
    return port === undefined ? [] : [{ port, usable: usableIn(slice) }];
  });
  const lists = (kind: keyof Usable) =>
    withPort.map(({ port, usable }) => ({ port, endpoints: usable[kind] })).filter(({ endpoints }) => endpoints.length > 0);
  const ready = lists('ready');
  return ready.length > 0 ? ready : lists('terminating');
}

interface CandidateList {
  readonly port: number;
  readonly endpoints: readonly Endpoint[];
}

/** Each with the same chance, but a client with affinity stays where it was. */
function choose(context: Proxy, service: Service, rule: Rule, question: RouteQuestion, lists: readonly CandidateList[]): Candidate {
  if (service.spec?.sessionAffinity !== 'ClientIP') return draw(context, lists);
  const key = `${rule.service}|${rule.port}|${question.client}`;
  const chosen = known(context, key, lists) ?? draw(context, lists);
  remember(context, service, key, chosen);
  return chosen;
}

function draw(context: Proxy, lists: readonly CandidateList[]): Candidate {
  const total = lists.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  let index = Math.floor(context.random() * total);
  for (const { port, endpoints } of lists) {
    const endpoint = endpoints[index];
    if (endpoint !== undefined) return { endpoint, port };
    index -= endpoints.length;
  }
  throw new Error('no endpoint to choose from');
}

function known({ memory, now }: Proxy, key: string, lists: readonly CandidateList[]): Candidate | undefined {
  const before = memory.affinities.get(key);
  if (before === undefined || before.until <= now) return undefined;
  for (const { port, endpoints } of lists) {
    const endpoint = endpoints.find(({ addresses }) => addresses[0] === before.address);
    if (endpoint !== undefined) return { endpoint, port };
  }
  return undefined;
}

function remember({ memory, now }: Proxy, service: Service, key: string, chosen: Candidate): void {
  if (memory.affinities.size >= MAX_AFFINITIES) memory.affinities.clear();
  const seconds = service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
  memory.affinities.set(key, { address: chosen.endpoint.addresses[0] ?? '', until: now + seconds * 1000 });
}
