/** Whom a pod may speak to and who may speak to it, as its cluster's policies have it. */
import type { NetworkPolicy, NetworkPolicySpec } from '../types.gen.ts';
import { type NetworkEnd, isAllowed, policiesFor } from './network-policy.ts';

/** 0 on no port, 1 on some of the ports, 2 on all of them. */
export type ReachLevel = 0 | 1 | 2;

export interface ReachPod extends NetworkEnd {
  readonly name: string;
  readonly namespace: string;
}

export interface ReachGroup {
  readonly namespace: string;
  /** As JSON. */
  readonly labels: string;
  /** Into the subject, and from it. */
  readonly into: ReachLevel;
  readonly from: ReachLevel;
}

export interface Reach {
  /** Names of the policies that close the subject in a direction, but for what they allow. */
  readonly ingress: readonly string[];
  readonly egress: readonly string[];
  /** All other pods, by namespace and labels. */
  readonly groups: readonly ReachGroup[];
  /** Pods that differ from others of the same labels, in their ports or addresses: by `namespace/name`. */
  readonly apart: readonly (Verdict & { readonly pod: string })[];
}

type Verdict = Pick<ReachGroup, 'into' | 'from'>;

/** Verdicts are worked out once for pods that no policy can tell apart. */
export function reachOf(subject: ReachPod, pods: Iterable<ReachPod>, policies: readonly NetworkPolicy[]): Reach {
  const seesAddresses = policies.some(({ spec = {} }) => usesBlocks(spec));
  const verdicts = new Map<string, Verdict>();
  const groups = new Map<string, ReachGroup>();
  const apart: Reach['apart'][number][] = [];
  for (const pod of pods) {
    if (pod.name === subject.name && pod.namespace === subject.namespace) continue;
    const labels = textOf(pod.labels);
    const group = `${pod.namespace} ${labels}`;
    const kind = `${group} ${textOf(pod.containers)} ${seesAddresses ? pod.ip : ''}`;
    let verdict = verdicts.get(kind);
    if (verdict === undefined) {
      const [own, other] = [addressed(subject), addressed(pod)];
      verdict = { into: levelOf(other, own, policies), from: levelOf(own, other, policies) };
      verdicts.set(kind, verdict);
    }
    const known = groups.get(group);
    if (known === undefined) groups.set(group, { namespace: pod.namespace, labels, ...verdict });
    else if (known.into !== verdict.into || known.from !== verdict.from) apart.push({ pod: `${pod.namespace}/${pod.name}`, ...verdict });
  }
  const names = (direction: 'Ingress' | 'Egress') => policiesFor(subject, direction, policies).map(({ metadata }) => metadata.name ?? '');
  return { ingress: names('Ingress'), egress: names('Egress'), groups: [...groups.values()], apart };
}

/** Two pods that have no address yet are not the same pod. */
function addressed(pod: ReachPod): ReachPod {
  return pod.ip === '' ? { ...pod, ip: `none of ${pod.name}` } : pod;
}

function levelOf(from: NetworkEnd, to: NetworkEnd, policies: readonly NetworkPolicy[]): ReachLevel {
  const ports = portsOf(to, policies);
  const open = ports.filter((port) => isAllowed({ from, to, ...port }, policies)).length;
  return open === 0 ? 0 : open < ports.length ? 1 : 2;
}

interface Port {
  readonly port: number;
  /** The last one of a range. */
  readonly endPort?: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

const LAST_PORT = 65_535;

/** A port that no policy knows, the last one or one right below a range; none where they know all. */
function unnamed(named: readonly Port[]): readonly Port[] {
  const isNamed = (wanted: number) => named.some(({ port, endPort = port }) => port <= wanted && wanted <= endPort);
  const port = [LAST_PORT, ...named.map((range) => range.port - 1)].find((one) => one > 0 && !isNamed(one));
  return port === undefined ? [] : [{ port, protocol: 'TCP' }];
}

/** Ports that containers declare; of a pod that declares none, those that policies speak of and one that none does. */
function portsOf({ containers = [] }: NetworkEnd, policies: readonly NetworkPolicy[]): readonly Port[] {
  const declared = containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  );
  if (declared.length > 0) return declared;
  const named = policies.flatMap(({ spec = {} }) => portsIn(spec));
  return [...named, ...unnamed(named)];
}

function portsIn({ ingress = [], egress = [] }: NetworkPolicySpec): readonly Port[] {
  return [...ingress, ...egress].flatMap(({ ports = [] }) =>
    ports.flatMap(({ port, endPort = port, protocol = 'TCP' }) =>
      typeof port === 'number' ? [{ port, endPort: Number(endPort), protocol }] : [],
    ),
  );
}

function usesBlocks({ ingress = [], egress = [] }: NetworkPolicySpec): boolean {
  return [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)].some(({ ipBlock }) => ipBlock !== undefined);
}

const texts = new WeakMap<object, string>();

/** Remembered: pods of one template share their labels. */
function textOf(value: object | undefined): string {
  if (value === undefined) return '{}';
  const known = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, known);
  return known;
}
