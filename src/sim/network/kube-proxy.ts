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
  const usable = usableEndpoints(slices, rule.port);
  if (usable.length === 0) return { type: 'refused', service: rule.service };
  const local =
    isLocalOnly(service, rule) && question.node !== '' ? usable.filter(({ endpoint }) => endpoint.nodeName === question.node) : usable;
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

function isLocalOnly({ spec }: Service, rule: Rule): boolean {
  return (rule.external ? spec?.externalTrafficPolicy : spec?.internalTrafficPolicy) === 'Local';
}

interface Candidate {
  readonly endpoint: Endpoint;
  readonly port: number;
}

/** Ready endpoints; without any, those that still serve while they terminate. */
function usableEndpoints(slices: readonly EndpointSlice[], portName: string): readonly Candidate[] {
  const ready: Candidate[] = [];
  const terminating: Candidate[] = [];
  for (const { endpoints = [], ports = [] } of slices) {
    const port = ports.find(({ name = '' }) => name === portName)?.port;
    if (port === undefined) continue;
    for (const endpoint of endpoints) {
      const { ready: isReady, serving, terminating: isTerminating } = endpoint.conditions ?? {};
      if (isReady !== false) ready.push({ endpoint, port });
      else if (serving === true && isTerminating === true) terminating.push({ endpoint, port });
    }
  }
  return ready.length > 0 ? ready : terminating;
}

/** Each with the same chance, but a client with affinity stays where it was. */
function choose(context: Proxy, service: Service, rule: Rule, question: RouteQuestion, candidates: readonly Candidate[]): Candidate {
  const { memory, now } = context;
  const sticky = service.spec?.sessionAffinity === 'ClientIP';
  const key = `${rule.service}|${rule.port}|${question.client}`;
  const known = sticky ? memory.affinities.get(key) : undefined;
  const before =
    known !== undefined && known.until > now ? candidates.find(({ endpoint }) => endpoint.addresses[0] === known.address) : undefined;
  const chosen = before ?? candidates[Math.floor(context.random() * candidates.length)] ?? candidates[0];
  if (chosen === undefined) throw new Error('no endpoint to choose from');
  if (sticky) remember(context, service, key, chosen);
  return chosen;
}

function remember({ memory, now }: Proxy, service: Service, key: string, chosen: Candidate): void {
  if (memory.affinities.size >= MAX_AFFINITIES) memory.affinities.clear();
  const seconds = service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS;
  memory.affinities.set(key, { address: chosen.endpoint.addresses[0] ?? '', until: now + seconds * 1000 });
}
