import { describe, expect, it } from 'vitest';
import balanced from '../../../testing/data/tables/scheduler-balanced-allocation.json' with { type: 'json' };
import fitScore from '../../../testing/data/tables/scheduler-fit-score.json' with { type: 'json' };
import imageTable from '../../../testing/data/tables/scheduler-image-locality.json' with { type: 'json' };
import hardWeight from '../../../testing/data/tables/scheduler-interpod-score-hard-weight.json' with { type: 'json' };
import interpodScore from '../../../testing/data/tables/scheduler-interpod-score.json' with { type: 'json' };
import leastAllocated from '../../../testing/data/tables/scheduler-least-allocated.json' with { type: 'json' };
import affinityScore from '../../../testing/data/tables/scheduler-node-affinity-score.json' with { type: 'json' };
import normalizeTable from '../../../testing/data/tables/scheduler-normalize.json' with { type: 'json' };
import spreadScore from '../../../testing/data/tables/scheduler-spread-score.json' with { type: 'json' };
import taintScore from '../../../testing/data/tables/scheduler-taint-score.json' with { type: 'json' };
import { normalise, normaliseReversed } from '../framework/normalise.ts';
import type { SchedulerPlugin } from '../framework/plugin.ts';
import { type TestCluster, cycleOf, nodesOf, scoreWith } from '../test-cluster.ts';
import { imageLocality } from './image-locality/image-locality.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { affinityScores, normaliseAffinity } from './inter-pod-affinity/scoring.ts';
import { nodeAffinity } from './node-affinity/node-affinity.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit/node-resources-fit.ts';
import { podTopologySpread } from './pod-topology-spread/pod-topology-spread.ts';
import { taintToleration } from './taint-toleration/taint-toleration.ts';

interface Case<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
}
type Scores = readonly { readonly name: string; readonly score: number }[];

/** Cases that do not apply: operators behind a gate that is off, and selectors that the API server refuses. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'taint-score-006', // toleration operator Gt
  'taint-score-007', // toleration operator Gt
  'node-affinity-score-003', // invalid label key
  'interpod-score-018', // invalid label value
  'interpod-score-019', // invalid label value
]);

function casesOf<In, Out>(table: { readonly cases: readonly unknown[] }): readonly Case<In, Out>[] {
  return (table.cases as readonly Case<In, Out>[]).filter(({ name }) => !LEFT_OUT.has(name));
}

function scores(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster, feasible = cluster.nodes ?? []): 'Skip' | Scores {
  const cycle = cycleOf(pod, cluster);
  const nodes = nodesOf(cycle, feasible);
  const result = scoreWith(plugin, cycle, nodes);
  return result === 'Skip' ? 'Skip' : nodes.map((node, index) => ({ name: node.name, score: result[index] ?? 0 }));
}

describe('NodeResourcesFit', () => {
  type Resources = readonly { readonly name: string; readonly weight: number }[];
  type In = { nodes: readonly unknown[]; existingPods?: readonly unknown[]; requestedPod: unknown; resources: Resources };
  const usual = casesOf<In, { scores?: Scores; errs?: unknown }>(leastAllocated).filter(
    ({ in: { resources }, out }) => out.errs === undefined && isUsual(resources),
  );
  it.each(usual)('LeastAllocated $name', ({ in: given, out }) => {
    expect(scores(nodeResourcesFit, given.requestedPod, { nodes: given.nodes, pods: given.existingPods ?? [] })).toEqual(out.scores);
  });

  type Through = {
    nodes: readonly unknown[];
    existingPods?: readonly unknown[];
    requestedPod: unknown;
    draObjects?: readonly unknown[];
    nodeResourcesFitArgs: { scoringStrategy: { type: string; resources: Resources } };
  };
  const through = casesOf<Through, { priorities: Scores }>(fitScore).filter(({ in: { nodeResourcesFitArgs, draObjects } }) => {
    const { type, resources } = nodeResourcesFitArgs.scoringStrategy;
    return type === 'LeastAllocated' && isUsual(resources) && draObjects === undefined;
  });
  it.each(through)('through the plugin $name', ({ in: given, out }) => {
    expect(scores(nodeResourcesFit, given.requestedPod, { nodes: given.nodes, pods: given.existingPods ?? [] })).toEqual(out.priorities);
  });
});

/** cpu and memory, equally weighted: the default configuration, and the only one there is. */
function isUsual(resources: readonly { readonly name: string; readonly weight: number }[]): boolean {
  return resources.length === 2 && resources.every(({ name, weight }) => weight === 1 && (name === 'cpu' || name === 'memory'));
}

describe('NodeResourcesBalancedAllocation', () => {
  type In = {
    nodes: readonly unknown[];
    existingPods?: readonly unknown[];
    requestedPod: unknown;
    draObjects?: readonly unknown[];
    args: { resources: readonly { name: string; weight: number }[] };
  };
  const cases = casesOf<In, { scores?: Scores; preScoreStatusCode: string }>(balanced).filter(
    ({ in: { args, draObjects } }) => isUsual(args.resources) && draObjects === undefined,
  );
  it.each(cases)('$name', ({ in: given, out }) => {
    const result = scores(nodeResourcesBalancedAllocation, given.requestedPod, { nodes: given.nodes, pods: given.existingPods ?? [] });
    expect(result).toEqual(out.preScoreStatusCode === 'Skip' ? 'Skip' : out.scores);
  });
});

describe('scores by node', () => {
  type In = { pod: unknown; nodes: readonly unknown[] };
  const zeros = (all: Scores): Scores => all.map(({ name }) => ({ name, score: 0 }));
  it.each(casesOf<In & { args: object }, { scores?: Scores }>(affinityScore).filter(({ in: { args } }) => Object.keys(args).length === 0))(
    'NodeAffinity $name',
    ({ in: { pod, nodes }, out }) => {
      const result = scores(nodeAffinity, pod, { nodes });
      expect(result === 'Skip' && out.scores ? zeros(out.scores) : result).toEqual(out.scores ?? 'Skip');
    },
  );
  it.each(casesOf<In, { scores: Scores }>(taintScore))('TaintToleration $name', ({ in: { pod, nodes }, out }) => {
    expect(scores(taintToleration, pod, { nodes })).toEqual(out.scores);
  });
  it.each(casesOf<In, { scores: Scores }>(imageTable))('ImageLocality $name', ({ in: { pod, nodes }, out }) => {
    expect(scores(imageLocality, pod, { nodes })).toEqual(out.scores);
  });
});

describe('PodTopologySpread', () => {
  type In = {
    pod: unknown;
    nodes: readonly unknown[];
    failedNodes?: readonly unknown[];
    existingPods?: readonly unknown[];
    objs?: readonly unknown[];
  };
  it.each(casesOf<In, { scores?: Scores }>(spreadScore))('$name', ({ in: given, out }) => {
    const cluster = {
      nodes: [...given.nodes, ...(given.failedNodes ?? [])],
      pods: given.existingPods ?? [],
      services: given.objs ?? [],
    };
    const result = scores(podTopologySpread, given.pod, cluster, given.nodes);
    expect(result).toEqual(out.scores ?? 'Skip');
  });
});

describe('InterPodAffinity', () => {
  const namespaces = {
    'subteam1.team1': { team: 'team1' },
    'subteam2.team1': { team: 'team1' },
    'subteam1.team2': { team: 'team2' },
    'subteam2.team2': { team: 'team2' },
  };
  type In = {
    pod: unknown;
    nodes: readonly unknown[];
    pods?: readonly unknown[];
    ignorePreferredTermsOfExistingPods?: boolean;
    hardPodAffinityWeight?: number;
  };
  it.each(casesOf<In, { scores?: Scores }>(interpodScore).filter(({ in: given }) => given.ignorePreferredTermsOfExistingPods !== true))(
    '$name',
    ({ in: given, out }) => {
      expect(scores(interPodAffinity, given.pod, { nodes: given.nodes, pods: given.pods ?? [], namespaces })).toEqual(out.scores ?? 'Skip');
    },
  );
  it.each(casesOf<In, { scores?: Scores }>(hardWeight))('hardPodAffinityWeight $name', ({ in: given, out }) => {
    const cycle = cycleOf(given.pod, { nodes: given.nodes, pods: given.pods ?? [], namespaces });
    const nodes = nodesOf(cycle, given.nodes);
    const state = affinityScores(cycle, given.hardPodAffinityWeight);
    expect(state.size === 0).toBe(out.scores === undefined);
    if (out.scores === undefined) return;
    const result = normaliseAffinity(nodes.map((node) => interPodAffinity.score?.(cycle, node, state) ?? 0));
    expect(nodes.map((node, index) => ({ name: node.name, score: result[index] }))).toEqual(out.scores);
  });
});

describe('DefaultNormalizeScore', () => {
  it.each(casesOf<{ scores: readonly number[]; reverse: boolean }, { scores: readonly number[] }>(normalizeTable))(
    '$name',
    ({ in: given, out }) => {
      expect((given.reverse ? normaliseReversed : normalise)(given.scores)).toEqual(out.scores);
    },
  );
});
