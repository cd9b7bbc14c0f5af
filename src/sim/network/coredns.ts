/** CoreDNS: names of Services and of the pods behind headless ones, answered from its own watch of the API (kubernetes plugin). */
import { ENDPOINT_SLICE, SERVICE } from '../../api/resources.ts';
import type { Endpoint, Service } from '../../api/types.gen.ts';
import { type ComponentContext, defineComponent, watch } from '../kernel/component.ts';

const ZONE = 'cluster.local';
const NDOTS = 5;

export interface DnsQuestion {
  readonly name: string;
  /** Namespace of the pod that asks. */
  readonly namespace: string;
}

/** `addresses` empty: no such name. `alias`: what an ExternalName stands for. */
export interface DnsAnswer {
  readonly addresses: readonly string[];
  readonly alias: string;
}

/** What it knows stands in its informers. */
type Memory = null;
type CoreDns = ComponentContext<Memory>;

export const coredns = defineComponent<Memory>({
  name: 'coredns',
  process: 'coredns',
  user: 'system:serviceaccount:kube-system:coredns',
  watches: [watch(SERVICE), watch(ENDPOINT_SLICE)],
  init: () => null,
  onAsk: (context, question) => ({ ...resolve(context, question as unknown as DnsQuestion) }),
});

const NOTHING: DnsAnswer = { addresses: [], alias: '' };

/** The search path of a pod with dnsPolicy ClusterFirst, then the name as it is. */
function resolve(context: CoreDns, { name, namespace }: DnsQuestion): DnsAnswer {
  for (const candidate of candidates(name, namespace)) {
    const answer = lookUp(context, candidate);
    if (answer !== undefined && (answer.addresses.length > 0 || answer.alias !== '')) return answer;
  }
  return NOTHING;
}

export function candidates(name: string, namespace: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = [`${namespace}.svc.${ZONE}`, `svc.${ZONE}`, ZONE].map((suffix) => `${name}.${suffix}`);
  return name.split('.').length - 1 >= NDOTS ? [name, ...searched] : [...searched, name];
}

function lookUp(context: CoreDns, name: string): DnsAnswer | undefined {
  const labels = name.toLowerCase().split('.');
  if (!name.toLowerCase().endsWith(`.${ZONE}`)) return undefined;
  const kind = labels.at(-3);
  const inside = labels.slice(0, -3);
  if (kind === 'pod' && inside.length === 2) return { addresses: dashed(inside[0] ?? ''), alias: '' };
  if (kind !== 'svc' || inside.length < 2) return undefined;
  const [service = '', namespace = ''] = inside.slice(-2);
  const found = context.lister(SERVICE).get(namespace, service);
  return found === undefined ? undefined : answerFor(context, found, inside.slice(0, -2).join('.'));
}

/** `10-244-1-5` is 10.244.1.5, whoever has it. */
function dashed(label: string): readonly string[] {
  return /^\d{1,3}(-\d{1,3}){3}$/.test(label) ? [label.replaceAll('-', '.')] : [];
}

function answerFor(context: CoreDns, service: Service, hostname: string): DnsAnswer {
  const { type, clusterIP = '', externalName = '' } = service.spec ?? {};
  if (type === 'ExternalName') return { addresses: [], alias: externalName };
  if (hostname === '' && clusterIP !== 'None') return { addresses: clusterIP === '' ? [] : [clusterIP], alias: '' };
  return { addresses: endpointAddresses(context, service, hostname), alias: '' };
}

/** Headless: every ready endpoint, or the one of that host name. */
function endpointAddresses(context: CoreDns, service: Service, hostname: string): readonly string[] {
  const { namespace = '', name = '' } = service.metadata;
  const slices = context.lister(ENDPOINT_SLICE).by('service', `${namespace}/${name}`);
  const addresses = slices.flatMap(({ endpoints = [] }) =>
    endpoints.filter((endpoint) => isListed(endpoint, hostname)).flatMap((endpoint) => endpoint.addresses),
  );
  return [...new Set(addresses)];
}

function isListed(endpoint: Endpoint, hostname: string): boolean {
  if (endpoint.conditions?.ready === false) return false;
  return hostname === '' || hostname === (endpoint.hostname ?? endpoint.addresses[0]?.replaceAll('.', '-'));
}
