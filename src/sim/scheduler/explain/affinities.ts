/** What one pod's affinity asks for, by the same words and matches that decide. */
import { selectorText } from '../../../api/labels.ts';
import { keyOf } from '../../../api/object.ts';
import type { AffinityAccount, AffinityTermAccount } from '../../../api/pod/affinity-account.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { matchesNodeSelectorTerm } from '../../../api/pod/node-affinity.ts';
import type { Node, NodeSelectorTerm, Pod } from '../../../api/types.gen.ts';
import { type Term, meets, ownerOf, termsOf } from '../plugins/inter-pod-affinity/terms.ts';

const MOST_PODS = 300;

export function affinitiesOf(
  pod: Pod,
  pods: readonly Pod[],
  nodes: readonly Node[],
  namespaceLabels: (namespace: string) => { readonly [key: string]: string } | undefined,
): AffinityAccount {
  const { affinity, antiAffinity, preferred, flaw } = termsOf(pod.spec?.affinity, ownerOf(pod));
  const setting: Setting = { pod, pods, nodes, namespaceLabels, node: pod.spec?.nodeName ?? '' };
  const terms = [
    ...nodeTerms(setting),
    ...affinity.map((term) => podTerm(setting, 'pod', term, 0)),
    ...antiAffinity.map((term) => podTerm(setting, 'anti', term, 0)),
    ...preferred.map(({ term, weight }) => podTerm(setting, weight < 0 ? 'anti' : 'pod', term, Math.abs(weight))),
  ];
  return { node: setting.node, terms, flaw: flaw ?? '' };
}

interface Setting {
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly namespaceLabels: (namespace: string) => { readonly [key: string]: string } | undefined;
  /** '' while it has none. */
  readonly node: string;
}

/** Terms of required node affinity are alternatives: they make one line. */
function nodeTerms(setting: Setting): readonly AffinityTermAccount[] {
  const { spec = { containers: [] } } = setting.pod;
  const { requiredDuringSchedulingIgnoredDuringExecution: required, preferredDuringSchedulingIgnoredDuringExecution: wished = [] } =
    spec.affinity?.nodeAffinity ?? {};
  const chosen = Object.entries(spec.nodeSelector ?? {});
  const terms: AffinityTermAccount[] = [];
  if (chosen.length > 0) {
    const words = chosen.map(([key, value]) => `${key}=${value}`).join(',');
    terms.push(nodeTerm(setting, words, 0, ({ metadata: { labels } }) => chosen.every(([key, value]) => labels?.[key] === value)));
  }
  if (required !== undefined) {
    const { nodeSelectorTerms } = required;
    terms.push(
      nodeTerm(setting, nodeSelectorTerms.map(wordsOf).join(' | '), 0, (node) => nodeSelectorTerms.some((term) => isFor(term, node))),
    );
  }
  for (const { preference, weight } of wished)
    terms.push(nodeTerm(setting, wordsOf(preference), weight, (node) => isFor(preference, node)));
  return terms;
}

function nodeTerm({ nodes, node }: Setting, words: string, weight: number, isMeant: (node: Node) => boolean): AffinityTermAccount {
  const meant = nodes.filter(isMeant).map(({ metadata }) => metadata.name ?? '');
  const holds = node === '' ? undefined : meant.includes(node);
  return { about: 'node', weight, words, topologyKey: '', nodes: meant, pods: [], podCount: 0, holds };
}

function isFor(term: NodeSelectorTerm, { metadata }: Node): boolean {
  return matchesNodeSelectorTerm(term, { name: metadata.name ?? '', labels: metadata.labels });
}

function podTerm(setting: Setting, about: 'pod' | 'anti', term: Term, weight: number): AffinityTermAccount {
  const { pod, nodes, namespaceLabels, node } = setting;
  const meant = setting.pods.filter(
    (other) => other !== pod && isThere(other) && meets(term, other.metadata.namespace ?? '', other.metadata.labels, { namespaceLabels }),
  );
  const domains = new Map(nodes.map(({ metadata }) => [metadata.name ?? '', metadata.labels?.[term.topologyKey]]));
  const taken = new Set(meant.map(({ spec }) => domains.get(spec?.nodeName ?? '')));
  const near = [...domains].flatMap(([name, domain]) => (domain !== undefined && taken.has(domain) ? [name] : []));
  const isNear = near.includes(node);
  // The first of a group that wants to be together may start anywhere.
  const isFirst = meant.length === 0 && meets(term, pod.metadata.namespace ?? '', pod.metadata.labels, { namespaceLabels });
  const holds = node === '' ? undefined : about === 'anti' ? !isNear : isNear || isFirst;
  const words = selectorText(term.selector);
  return {
    about,
    weight,
    words,
    topologyKey: term.topologyKey,
    nodes: near,
    pods: meant.slice(0, MOST_PODS).map(keyOf),
    podCount: meant.length,
    holds,
  };
}

/** The scheduler counts pods that have a node and have not ended. */
function isThere(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName) && !isPodTerminal(pod);
}

function wordsOf({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): string {
  return [...matchExpressions, ...matchFields]
    .map(({ key, operator, values = [] }) => (values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(',')})`))
    .join(', ');
}
