import { parseTime } from '../../../api/time.ts';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, labelSelectorLine, marks, optional } from '../text.ts';

interface Direction {
  readonly traffic: 'ingress' | 'egress';
  readonly title: 'From' | 'To';
  readonly end: 'source' | 'destination';
}

const INGRESS: Direction = { traffic: 'ingress', title: 'From', end: 'source' };
const EGRESS: Direction = { traffic: 'egress', title: 'To', end: 'destination' };

export const networkPolicyDescriber = defineDescriber<NetworkPolicy>({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  withoutEvents: true,
  describe(_session, { metadata, spec }) {
    const selector = labelSelectorLine(spec?.podSelector ?? {});
    const types = spec?.policyTypes ?? [];
    const ingress = spec?.ingress?.map(({ ports, from }) => ({ ports, peers: from }));
    const egress = spec?.egress?.map(({ ports, to }) => ({ ports, peers: to }));
    return [
      field('Name', metadata.name ?? ''),
      optional('Namespace', metadata.namespace),
      field('Created on', createdText(metadata.creationTimestamp)),
      marks(metadata),
      'Spec:\n',
      `  PodSelector:     ${selector}${selector === '<none>' ? ' (Allowing the specific traffic to all pods in this namespace)' : ''}\n`,
      trafficLines(INGRESS, types.includes('Ingress') ? (ingress ?? []) : undefined),
      trafficLines(EGRESS, types.includes('Egress') ? (egress ?? []) : undefined),
      `  Policy Types: ${types.join(', ') || '<none>'}\n`,
    ].join('');
  },
});

/** As Go prints a time by itself: `2026-11-20 20:06:56 +0000 UTC`. */
function createdText(time: string | undefined): string {
  const at = parseTime(time ?? '');
  return Number.isNaN(at) ? '0001-01-01 00:00:00 +0000 UTC' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined;
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

function trafficLines(direction: Direction, rules: readonly Rule[] | undefined): string {
  const { traffic } = direction;
  if (rules === undefined) return `  Not affecting ${traffic} traffic\n`;
  const blocks = rules.map((rule) => ruleLines(direction, rule)).join('    ----------\n');
  const isolated = `    <none> (Selected pods are isolated for ${traffic} connectivity)\n`;
  return `  Allowing ${traffic} traffic:\n${rules.length === 0 ? isolated : blocks}`;
}

function ruleLines({ title, end }: Direction, { ports = [], peers = [] }: Rule): string {
  const portLines = ports.map((port) => `    ${portText(port)}\n`);
  const peerLines = peers.map((peer) => `    ${title}:\n${peerText(peer)}`);
  return [
    ...(portLines.length === 0 ? ['    To Port: <any> (traffic allowed to all ports)\n'] : portLines),
    ...(peerLines.length === 0 ? [`    ${title}: <any> (traffic not restricted by ${end})\n`] : peerLines),
  ].join('');
}

function portText({ port = '<nil>', endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  return endPort === undefined ? `To Port: ${port}/${protocol}` : `To Port Range: ${port}-${endPort}/${protocol}`;
}

function peerText({ namespaceSelector, podSelector, ipBlock }: NetworkPolicyPeer): string {
  const indent = '      ';
  const lines = [
    namespaceSelector && `${indent}NamespaceSelector: ${labelSelectorLine(namespaceSelector)}\n`,
    podSelector && `${indent}PodSelector: ${labelSelectorLine(podSelector)}\n`,
  ].filter((line) => line !== undefined);
  if (lines.length > 0 || ipBlock === undefined) return lines.join('');
  const { cidr, except = [] } = ipBlock;
  return `${indent}IPBlock:\n${indent}  CIDR: ${cidr}\n${indent}  Except: ${except.join(', ')}\n`;
}
