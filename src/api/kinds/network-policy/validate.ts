import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { portName } from '../../names.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, NONE, checkOneOf, checkPortNumber, checkRule, findingsOf, isUnset, shown } from '../checks.ts';
import { cidrContains } from '../cidr.ts';
import { checkCidr, parseCidr } from '../ip.ts';

/** Rules of NetworkPolicies (`pkg/apis/networking/validation`). */
export function validateNetworkPolicy(policy: NetworkPolicy): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(policy, NOTHING, false, findings));
}

/** Ranges that were accepted once stay so, wherever they move; so do selectors if the policy's own was bad. */
export function validateNetworkPolicyUpdate(next: NetworkPolicy, stored: NetworkPolicy): readonly FieldError[] {
  if (next.spec === stored.spec) return NONE;
  const known = new Set(blocksOf(stored).flatMap(([{ cidr, except = [] }]) => [cidr, ...except]));
  const allowsBadValues = validateLabelSelector(stored.spec?.podSelector, '').length > 0;
  return findingsOf((findings) => checkSpec(next, known, allowsBadValues, findings));
}

/** Every range of addresses that a policy names, with its place. */
export function blocksOf({ spec }: NetworkPolicy): (readonly [block: IPBlock, path: string])[] {
  return rulesOf(spec).flatMap(({ peers, path }) =>
    peers.flatMap(({ ipBlock }, index) => (ipBlock === undefined ? [] : [[ipBlock, `${path}[${index}].ipBlock`] as const])),
  );
}

interface Rule {
  readonly ports: readonly NetworkPolicyPort[];
  readonly portsPath: string;
  readonly peers: readonly NetworkPolicyPeer[];
  readonly path: string;
}

function rulesOf(spec: NetworkPolicy['spec']): readonly Rule[] {
  const ruleAt = (path: string, ports: Rule['ports'] = [], peers: Rule['peers'] = [], side = ''): Rule => ({
    ports,
    portsPath: `${path}.ports`,
    peers,
    path: `${path}.${side}`,
  });
  return [
    ...(spec?.ingress ?? []).map(({ ports, from }, index) => ruleAt(`spec.ingress[${index}]`, ports, from, 'from')),
    ...(spec?.egress ?? []).map(({ ports, to }, index) => ruleAt(`spec.egress[${index}]`, ports, to, 'to')),
  ];
}

const NOTHING: ReadonlySet<string> = new Set();
const TYPES = ['Ingress', 'Egress'];

function checkSpec({ spec }: NetworkPolicy, known: ReadonlySet<string>, allowsBadValues: boolean, findings: Findings): void {
  const checkSelector = (selector: NetworkPolicyPeer['podSelector'], path: string): void => {
    findings.push(...validateLabelSelector(selector, path, allowsBadValues));
  };
  checkSelector(spec?.podSelector, 'spec.podSelector');
  for (const { ports, portsPath, peers, path } of rulesOf(spec)) {
    for (const [index, port] of ports.entries()) checkPort(port, `${portsPath}[${index}]`, findings);
    for (const [index, peer] of peers.entries()) checkPeer(peer, known, `${path}[${index}]`, checkSelector, findings);
  }
  const types = spec?.policyTypes ?? [];
  if (types.length > TYPES.length) {
    return void findings.push(invalid('spec.policyTypes', shown(types), 'may not specify more than two policyTypes'));
  }
  for (const [index, type] of types.entries()) checkOneOf(type, TYPES, `spec.policyTypes[${index}]`, findings);
}

function checkPort({ protocol, port, endPort }: NetworkPolicyPort, path: string, findings: Findings): void {
  const protocols = ['TCP', 'UDP', 'SCTP'];
  if (protocol !== undefined && !protocols.includes(protocol)) findings.push(notSupported(`${path}.protocol`, protocol, protocols));
  const complain = (detail: string, value = endPort): unknown => findings.push(invalid(`${path}.endPort`, value, detail));
  if (typeof port === 'number') {
    checkPortNumber(port, `${path}.port`, findings);
    if (endPort === undefined) return;
    if (endPort < port) complain('must be greater than or equal to `port`', port);
    return checkPortNumber(endPort, `${path}.endPort`, findings);
  }
  if (endPort !== undefined) complain(`may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`);
  if (port !== undefined) checkRule(portName, port, `${path}.port`, findings);
}

function checkPeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  known: ReadonlySet<string>,
  path: string,
  checkSelector: (selector: NetworkPolicyPeer['podSelector'], path: string) => void,
  findings: Findings,
): void {
  checkSelector(podSelector, `${path}.podSelector`);
  checkSelector(namespaceSelector, `${path}.namespaceSelector`);
  if (ipBlock !== undefined) checkBlock(ipBlock, known, `${path}.ipBlock`, findings);
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selects && ipBlock === undefined) findings.push(required(path, 'must specify a peer'));
  else if (selects && ipBlock !== undefined) findings.push(forbidden(path, 'may not specify both ipBlock and another peer'));
}

function checkBlock({ cidr, except = [] }: IPBlock, known: ReadonlySet<string>, path: string, findings: Findings): void {
  if (isUnset(cidr)) return void findings.push(required(`${path}.cidr`));
  if (!known.has(cidr)) checkCidr(cidr, `${path}.cidr`, findings);
  const whole = parseCidr(cidr);
  if (whole === undefined) return;
  for (const [index, text] of except.entries()) {
    const at = `${path}.except[${index}]`;
    if (!known.has(text)) checkCidr(text, at, findings);
    const part = parseCidr(text);
    if (part === undefined || (cidrContains(whole, part.ip) && whole.bits < part.bits)) continue;
    findings.push(invalid(at, text, 'must be a strict subset of `cidr`'));
  }
}
