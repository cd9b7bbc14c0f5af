import { matchesNodeAffinity, preferredNodeWeight } from '../../../../api/pod/node-affinity.ts';
import type { Node, NodeSelector, Pod, PodSpec, PreferredSchedulingTerm } from '../../../../api/types.gen.ts';
import { normalise } from '../../framework/normalise.ts';
import { SKIP, defineSchedulerPlugin, labelsOf, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeAffinity';
const REJECTION = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const CONFLICT = unresolvable(NAME, 'pod affinity terms conflict');

/** nodeSelector and required node affinity filter, preferred node affinity scores. */
export const nodeAffinity = defineSchedulerPlugin<undefined, readonly PreferredSchedulingTerm[]>({
  name: NAME,
  preFilter({ spec }) {
    const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (spec.nodeSelector === undefined && required === undefined) return SKIP;
    const nodes = required === undefined ? undefined : namedNodes(required);
    if (nodes === undefined) return { state: undefined };
    return nodes.size === 0 ? { rejection: CONFLICT } : { state: undefined, nodes };
  },
  filter: ({ spec }, node) => (matchesNodeAffinity(spec, node) ? undefined : REJECTION),
  preScore({ spec }) {
    const preferred = preferredTerms(spec);
    return preferred.length === 0 ? SKIP : { state: preferred };
  },
  score: (_cycle, node, preferred) => preferredNodeWeight(preferred, node),
  normalise,
  requeueOn: {
    NodeAdd: ({ node }, pod) => isMatch(node, pod),
    UpdateNodeLabel: ({ node, previous }, pod) => isMatch(node, pod) && !isMatch(previous, pod),
  },
});

function preferredTerms(spec: PodSpec): readonly PreferredSchedulingTerm[] {
  return spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
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

function isMatch(node: Node, pod: Pod): boolean {
  return pod.spec !== undefined && matchesNodeAffinity(pod.spec, { name: node.metadata.name ?? '', labels: labelsOf(node) });
}
