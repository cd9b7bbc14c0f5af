/**
 * Who may reach whom (k8s.io/api/networking/v1). A pod that some policy selects for a direction is closed in that direction but
 * for what one of these policies allows; a connection must be let out at its source and let in at its destination. Replies to it
 * are part of it. Whether anybody listens is not asked.
 */
import { cidrContains } from '../kinds/cidr.ts';
import { parseCidr, parseIp } from '../kinds/ip.ts';
import { matchesSelector, selectorOf } from '../labels.ts';
import type { Container, IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '../types.gen.ts';

type Labels = { readonly [key: string]: string };

/** One end of a connection: a pod, or an address outside of the cluster, which has no namespace. */
export interface NetworkEnd {
  readonly ip: string;
  readonly namespace?: string;
  readonly namespaceLabels?: Labels;
  readonly labels?: Labels;
  /** Of the destination: what the names of its ports stand for. */
  readonly containers?: readonly Pick<Container, 'ports'>[];
}

export interface Connection {
  readonly from: NetworkEnd;
  readonly to: NetworkEnd;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** Why a connection does not come about: the direction that is closed, and the policies that close it. */
export interface Refusal {
  readonly direction: Direction;
  readonly policies: readonly NetworkPolicy[];
}

export type Direction = 'Ingress' | 'Egress';

/** What keeps a connection from being made; undefined when nothing does. A pod always reaches itself. */
export function refusalOf(connection: Connection, policies: readonly NetworkPolicy[]): Refusal | undefined {
  if (isLoopback(connection)) return undefined;
  return refusedBy('Egress', connection, policies) ?? refusedBy('Ingress', connection, policies);
}

export function isAllowed(connection: Connection, policies: readonly NetworkPolicy[]): boolean {
  return refusalOf(connection, policies) === undefined;
}

/** The policies that close a pod in a direction, but for what they allow. */
export function policiesFor(end: NetworkEnd, direction: Direction, policies: readonly NetworkPolicy[]): readonly NetworkPolicy[] {
  if (end.namespace === undefined) return [];
  return policies.filter(
    ({ metadata, spec = {} }) =>
      metadata.namespace === end.namespace &&
      directionsOf(spec).includes(direction) &&
      matchesSelector(selectorOf(spec.podSelector ?? {}), end.labels),
  );
}

/** Without policyTypes a policy is about ingress, and about egress if it has rules for it. */
function directionsOf({ policyTypes = [], egress = [] }: NetworkPolicySpec): readonly string[] {
  if (policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function isLoopback({ from, to }: Connection): boolean {
  return from.namespace !== undefined && from.namespace === to.namespace && from.ip === to.ip;
}

function refusedBy(direction: Direction, connection: Connection, policies: readonly NetworkPolicy[]): Refusal | undefined {
  const closing = policiesFor(direction === 'Ingress' ? connection.to : connection.from, direction, policies);
  if (closing.length === 0 || closing.some((policy) => allows(policy, direction, connection))) return undefined;
  return { direction, policies: closing };
}

function allows({ metadata, spec = {} }: NetworkPolicy, direction: Direction, connection: Connection): boolean {
  const rules =
    direction === 'Ingress'
      ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
  const other = direction === 'Ingress' ? connection.from : connection.to;
  return rules.some(
    ({ peers = [], ports = [] }) =>
      (ports.length === 0 || ports.some((port) => isOnPort(port, connection))) &&
      (peers.length === 0 || peers.some((peer) => isPeer(peer, other, metadata.namespace ?? ''))),
  );
}

/** A port without a number is every port of its protocol; a name is what the destination's containers call so. */
function isOnPort({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort, connection: Connection): boolean {
  if (protocol !== connection.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return connection.port >= port && connection.port <= (endPort ?? port);
  const ports = (connection.to.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.some(
    (named) => named.name === port && named.containerPort === connection.port && (named.protocol ?? 'TCP') === connection.protocol,
  );
}

/** Selectors see pods, and without one for namespaces those of the policy's own; blocks see addresses. */
function isPeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, end: NetworkEnd, ownNamespace: string): boolean {
  if (ipBlock !== undefined) return isInBlock(ipBlock, end.ip);
  if (end.namespace === undefined) return false;
  const isInNamespace =
    namespaceSelector === undefined ? end.namespace === ownNamespace : matchesSelector(selectorOf(namespaceSelector), end.namespaceLabels);
  return isInNamespace && (podSelector === undefined || matchesSelector(selectorOf(podSelector), end.labels));
}

function isInBlock({ cidr, except = [] }: IPBlock, address: string): boolean {
  const ip = parseIp(address);
  const contains = (text: string): boolean => {
    const range = parseCidr(text);
    return ip !== undefined && range !== undefined && cidrContains(range, ip);
  };
  return contains(cidr) && !except.some(contains);
}
