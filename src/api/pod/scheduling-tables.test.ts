import { describe, expect, it } from 'vitest';
import both from '../../testing/data/tables/scheduler-node-selector-and-affinity.json' with { type: 'json' };
import terms from '../../testing/data/tables/scheduler-node-selector-terms.json' with { type: 'json' };
import preferred from '../../testing/data/tables/scheduler-preferred-terms-score.json' with { type: 'json' };
import tolerations from '../../testing/data/tables/scheduler-tolerations-vs-taints.json' with { type: 'json' };
import type { Node, NodeSelector, Pod, PodSpec, PreferredSchedulingTerm, Taint, Toleration } from '../types.gen.ts';
import { matchesNodeAffinity, matchesNodeSelector, preferredNodeWeight } from './node-affinity.ts';
import { firstUntolerated } from './tolerations.ts';

interface Case<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
}

function casesOf<In, Out>(table: { readonly cases: readonly unknown[] }): readonly Case<In, Out>[] {
  return table.cases as readonly Case<In, Out>[];
}

/** The tables leave out empty lists. */
function complete(spec: PodSpec): PodSpec {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return spec;
  return { ...spec, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { ...NO_TERMS, ...required } } } };
}

const NO_TERMS = { nodeSelectorTerms: [] };
const selectable = (node: Partial<Node> | undefined) => ({ name: node?.metadata?.name ?? '', labels: node?.metadata?.labels });

describe('node affinity', () => {
  type One = { nodeName: string; labels?: { [key: string]: string }; pod: Pod };
  it.each(casesOf<One, { result: boolean }>(both))('nodeSelector and affinity $name', ({ in: { nodeName, labels, pod }, out }) => {
    expect(matchesNodeAffinity(complete(pod.spec ?? { containers: [] }), { name: nodeName, labels })).toBe(out.result);
  });

  type Terms = { args?: { nodeSelector?: NodeSelector; node?: Node }; nodeSelector?: NodeSelector; node?: Node };
  it.each(casesOf<Terms, { result?: boolean; match?: boolean; err?: unknown }>(terms))('terms $name', ({ in: given, out }) => {
    const selector = given.args?.nodeSelector ?? given.nodeSelector;
    const node = selectable(given.args?.node ?? given.node);
    expect(selector !== undefined && matchesNodeSelector({ ...NO_TERMS, ...selector }, node)).toBe(out.result ?? out.match ?? false);
  });

  type Preferred = { prefSchedTerms: readonly PreferredSchedulingTerm[]; node?: Node };
  it.each(casesOf<Preferred, { score: number }>(preferred))('preferred terms $name', ({ in: { prefSchedTerms, node }, out }) => {
    expect(preferredNodeWeight(prefSchedTerms, selectable(node))).toBe(out.score);
  });
});

describe('tolerations', () => {
  type Given = { taints?: readonly Taint[]; tolerations?: readonly Toleration[] };
  it.each(casesOf<Given, { tolerated: boolean }>(tolerations))('$name', ({ in: { taints = [], tolerations: tolerating }, out }) => {
    expect(firstUntolerated(taints, tolerating) === undefined).toBe(out.tolerated);
  });
});
