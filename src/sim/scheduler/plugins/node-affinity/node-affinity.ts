import {
  type SelectableNode,
  matchesNodeAffinity,
  matchesNodeSelector,
  preferredNodeWeight,
  preferredTermFlaws,
} from '../../../../api/pod/node-affinity.ts';
import type { Node, NodeAffinity, NodeSelector, Pod, PreferredSchedulingTerm } from '../../../../api/types.gen.ts';
import { normalise } from '../../framework/normalise.ts';
import { SKIP, type SchedulerPlugin, defineSchedulerPlugin, labelsOf, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeAffinity';
const REJECTION = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const ENFORCED = unresolvable(NAME, "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable(NAME, 'pod affinity terms conflict');

const NO_TERMS: readonly PreferredSchedulingTerm[] = [];

/** nodeSelector and required node affinity filter, preferred node affinity scores. */
export const nodeAffinity = nodeAffinityWith({});

/** `added`: NodeAffinityArgs.addedAffinity, which holds for every pod beside its own. */
export function nodeAffinityWith({
  requiredDuringSchedulingIgnoredDuringExecution: enforced,
  preferredDuringSchedulingIgnoredDuringExecution: added = NO_TERMS,
}: NodeAffinity): SchedulerPlugin {
  const isMatch = (node: Node, pod: Pod): boolean => {
    const selectable = { name: node.metadata.name ?? '', labels: labelsOf(node) };
    return pod.spec !== undefined && isAllowed(selectable, enforced) && matchesNodeAffinity(pod.spec, selectable);
  };
  return defineSchedulerPlugin<undefined, readonly PreferredSchedulingTerm[]>({
    name: NAME,
    preFilter({ spec }) {
      const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
      if (spec.nodeSelector === undefined && required === undefined && enforced === undefined) return SKIP;
      const nodes = required === undefined ? undefined : namedNodes(required);
      if (nodes === undefined) return { state: undefined };
      return nodes.size === 0 ? { rejection: CONFLICT } : { state: undefined, nodes };
    },
    filter({ spec }, node) {
      if (!isAllowed(node, enforced)) return ENFORCED;
      return matchesNodeAffinity(spec, node) ? undefined : REJECTION;
    },
    preScore({ spec }) {
      const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? NO_TERMS;
      const flaws = preferredTermFlaws(preferred, '');
      if (flaws.length > 0) return { error: flaws.length === 1 ? (flaws[0] ?? '') : `[${flaws.join(', ')}]` };
      return preferred.length === 0 && added.length === 0 ? SKIP : { state: preferred };
    },
    score: (_cycle, node, preferred) => preferredNodeWeight(added, node) + preferredNodeWeight(preferred, node),
    normalise,
    requeueOn: {
      NodeAdd: ({ node }, pod) => isMatch(node, pod),
      UpdateNodeLabel: ({ node, previous }, pod) => isMatch(node, pod) && !isMatch(previous, pod),
    },
  });
}

function isAllowed(node: SelectableNode, enforced: NodeSelector | undefined): boolean {
  return enforced === undefined || matchesNodeSelector(enforced, node);
}

/** The nodes that come into question when every term pins metadata.name; undefined when one does not. */
function namedNodes(required: NodeSelector): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const { matchFields = [] } of required.nodeSelectorTerms) {
    let named: Set<string> | undefined;
    for (const { key, operator, values = [] } of matchFields) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      const before: Set<string> | undefined = named;
      named = new Set(before === undefined ? values : values.filter((value) => before.has(value)));
    }
    if (named === undefined) return undefined;
    for (const name of named) all.add(name);
  }
  return required.nodeSelectorTerms.length === 0 ? undefined : all;
}
