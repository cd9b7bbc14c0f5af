/** The scheduler's plugins, on clusters built from plain objects. */
import { matchesNodeAffinity, matchesNodeSelector, preferredNodeWeight } from '../../../api/pod/node-affinity.ts';
import { firstUntolerated } from '../../../api/pod/tolerations.ts';
import type { Node, NodeSelector, Pod, PodSpec, PreferredSchedulingTerm, Taint, Toleration } from '../../../api/types.gen.ts';
import { createProfile, preFilter } from '../../../sim/scheduler/framework/cycle.ts';
import { normalise, normaliseReversed } from '../../../sim/scheduler/framework/normalise.ts';
import type { SchedulerPlugin } from '../../../sim/scheduler/framework/plugin.ts';
import { imageLocality } from '../../../sim/scheduler/plugins/image-locality/image-locality.ts';
import { interPodAffinity } from '../../../sim/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { affinityScores, normaliseAffinity } from '../../../sim/scheduler/plugins/inter-pod-affinity/scoring.ts';
import { nodeAffinity } from '../../../sim/scheduler/plugins/node-affinity/node-affinity.ts';
import { nodeName } from '../../../sim/scheduler/plugins/node-name/node-name.ts';
import { nodePorts } from '../../../sim/scheduler/plugins/node-ports/node-ports.ts';
import { nodeResourcesBalancedAllocation } from '../../../sim/scheduler/plugins/node-resources-balanced-allocation/node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from '../../../sim/scheduler/plugins/node-resources-fit/node-resources-fit.ts';
import { nodeUnschedulable } from '../../../sim/scheduler/plugins/node-unschedulable/node-unschedulable.ts';
import { podTopologySpread } from '../../../sim/scheduler/plugins/pod-topology-spread/pod-topology-spread.ts';
import { schedulingGates } from '../../../sim/scheduler/plugins/scheduling-gates/scheduling-gates.ts';
import { taintToleration } from '../../../sim/scheduler/plugins/taint-toleration/taint-toleration.ts';
import {
  type TableStatus,
  type TestCluster,
  cycleOf,
  filterWith,
  nodesOf,
  scoreWith,
  statusOf,
} from '../../../sim/scheduler/test-cluster.ts';
import { type Outcome, type Subject, like, subject } from '../subject.ts';

const SUCCESS: TableStatus = { code: 'Success' };

interface FilterResult {
  readonly status?: TableStatus;
  readonly filterStatus?: TableStatus;
  readonly preFilterStatus?: TableStatus;
}

/** What a plugin says of the first node; 'Skip' when it has nothing to do with the pod. */
function filterOne(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster): TableStatus {
  const cycle = cycleOf(pod, cluster);
  const result = filterWith(plugin, cycle, nodesOf(cycle, (cluster.nodes ?? []).slice(0, 1)));
  return result === 'Skip' ? { code: 'Skip' } : statusOf(result[0]);
}

function unlessSkipped(status: TableStatus): TableStatus {
  return status.code === 'Skip' ? SUCCESS : status;
}

/** Whether it was skipped is told apart from what it said. */
function sameFilter({ filterStatus = SUCCESS, preFilterStatus }: FilterResult, got: TableStatus): Outcome {
  return {
    expected: { skipped: preFilterStatus?.code === 'Skip', filterStatus },
    got: { skipped: got.code === 'Skip', filterStatus: unlessSkipped(got) },
  };
}

interface OneNode {
  readonly pod: unknown;
  readonly node: object;
}

function oneNode(path: string, title: RegExp, plugin: SchedulerPlugin): Subject {
  return subject<OneNode, FilterResult>(path, title, ({ in: { pod, node }, out }) =>
    like(out, { status: unlessSkipped(filterOne(plugin, pod, { nodes: [{ metadata: {}, ...node }] })) }),
  );
}

interface OnOne {
  readonly pod: unknown;
  readonly existingPods?: readonly { readonly spec?: object }[];
  readonly nodeAllocatable?: object;
}

/** The pods that run on the one node `n`. */
function clusterOf({ existingPods = [], nodeAllocatable }: OnOne): TestCluster {
  const status = nodeAllocatable === undefined ? {} : { status: { allocatable: nodeAllocatable } };
  return {
    nodes: [{ metadata: { name: 'n' }, ...status }],
    pods: existingPods.map((pod) => ({ ...pod, spec: { ...pod.spec, nodeName: 'n' } })),
  };
}

interface ManyNodes {
  readonly pod: unknown;
  readonly nodes: readonly unknown[];
  readonly pods?: readonly unknown[];
  readonly existingPods?: readonly unknown[];
}

const NAMESPACES = {
  'subteam1.team1': { team: 'team1' },
  'subteam2.team1': { team: 'team1' },
  'subteam1.team2': { team: 'team2' },
  'subteam2.team2': { team: 'team2' },
};

const FILTERS: readonly Subject[] = [
  oneNode('scheduler/node-name', /^NodeName filter/, nodeName),
  oneNode('scheduler/node-unschedulable', /^NodeUnschedulable filter/, nodeUnschedulable),
  oneNode('scheduler/taint-filter', /^TaintToleration filter/, taintToleration),
  subject<OnOne, FilterResult>(/^scheduler\/fit-(?:enough-pods|pod-count|storage)$/, /^NodeResourcesFit filter/, ({ in: given, out }) =>
    like(out, { status: filterOne(nodeResourcesFit, given.pod, clusterOf(given)) }),
  ),
  subject<OnOne, FilterResult>('scheduler/node-ports', /^NodePorts filter/, ({ in: given, out }) =>
    sameFilter(out, filterOne(nodePorts, given.pod, clusterOf(given))),
  ),
  subject<ManyNodes & { node: unknown }, FilterResult>(
    'scheduler/interpod-filter-one',
    /^InterPodAffinity filter: one/,
    ({ in: { pod, node, pods = [] }, out }) =>
      sameFilter(out, filterOne(interPodAffinity, pod, { nodes: [node], pods, namespaces: NAMESPACES })),
  ),
  subject<ManyNodes, { filterStatuses?: readonly (TableStatus | null)[] }>(
    'scheduler/interpod-filter-many',
    /^InterPodAffinity filter: several/,
    ({ in: { pod, nodes, pods = [] }, out }) => {
      const cycle = cycleOf(pod, { nodes, pods, namespaces: NAMESPACES });
      const result = filterWith(interPodAffinity, cycle, nodesOf(cycle, nodes));
      const got = result === 'Skip' ? nodes.map(() => SUCCESS) : result.map(statusOf);
      return { expected: (out.filterStatuses ?? []).map((status) => status ?? SUCCESS), got };
    },
  ),
  subject<ManyNodes>(/^scheduler\/spread-filter-/, /^PodTopologySpread filter/, ({ in: { pod, nodes, existingPods = [] }, out }) => {
    const cycle = cycleOf(pod, { nodes, pods: existingPods });
    const infos = nodesOf(cycle, nodes);
    const result = filterWith(podTopologySpread, cycle, infos);
    const codes = infos.map((node, index) => [node.name, result === 'Skip' ? 'Success' : statusOf(result[index]).code]);
    return like(out, { codes: Object.fromEntries(codes) as object });
  }),
  subject<{ pod: Pod }>('scheduler/scheduling-gates', /^SchedulingGates/, ({ in: { pod }, out }) => {
    const text = schedulingGates.preEnqueue?.(pod);
    return like(out, { status: text === undefined ? SUCCESS : { code: 'UnschedulableAndUnresolvable', reasons: [text] } });
  }),
];

interface AffinityOut extends FilterResult {
  readonly preFilterResult?: { readonly nodeNames: readonly string[] };
}

const NODE_AFFINITY: readonly Subject[] = [
  subject<OneNode & { runPreFilter: boolean }, AffinityOut>(
    'scheduler/node-affinity-filter',
    /^NodeAffinity filter/,
    ({ in: given, out }) => {
      const node = { metadata: {}, ...given.node };
      const cycle = cycleOf(given.pod, { nodes: [node] });
      const [info] = nodesOf(cycle, [node]);
      const filter = () => statusOf(info && nodeAffinity.filter?.(cycle, info, undefined));
      if (!given.runPreFilter) return like(out, { status: filter() });
      const { rejection, run, nodes } = preFilter(createProfile([{ plugin: nodeAffinity, weight: 1 }]), cycle);
      const preFilterStatus = rejection ? statusOf(rejection) : { code: run.length === 0 ? 'Skip' : 'Success' };
      const expected = { ...out, preFilterStatus: out.preFilterStatus ?? SUCCESS, nodeNames: out.preFilterResult?.nodeNames };
      const names = out.preFilterResult === undefined ? {} : { nodeNames: [...(nodes?.names ?? [])] };
      return like(expected, { preFilterStatus, ...names, ...(rejection ? {} : { status: filter() }) });
    },
  ),
  subject<{ nodeName: string; labels?: { [key: string]: string }; pod: Pod }>(
    'scheduler/node-selector-and-affinity',
    /^pod nodeSelector \+ required/,
    ({ in: { nodeName: name, labels, pod }, out }) =>
      like(out, { result: matchesNodeAffinity(withTerms(pod.spec ?? { containers: [] }), { name, labels }) }),
  ),
  subject<Terms & { args?: Terms }, { result?: boolean; match?: boolean }>(
    'scheduler/node-selector-terms',
    /^nodeSelectorTerms matching/,
    ({ in: { args, ...given }, out }) => {
      const { nodeSelector, node } = args ?? given;
      const got = nodeSelector !== undefined && matchesNodeSelector({ ...NO_TERMS, ...nodeSelector }, selectable(node));
      return { expected: out.result ?? out.match ?? false, got };
    },
  ),
  subject<{ prefSchedTerms: readonly PreferredSchedulingTerm[]; node?: Node }>(
    'scheduler/preferred-terms-score',
    /^preferred node affinity weight/,
    ({ in: { prefSchedTerms, node }, out }) => like(out, { score: preferredNodeWeight(prefSchedTerms, selectable(node)) }),
  ),
  subject<{ taints?: readonly Taint[]; tolerations?: readonly Toleration[] }>(
    'scheduler/tolerations-vs-taints',
    /^first untolerated taint/,
    ({ in: { taints = [], tolerations }, out }) => like(out, { tolerated: firstUntolerated(taints, tolerations) === undefined }),
  ),
];

interface Terms {
  readonly nodeSelector?: NodeSelector;
  readonly node?: Node;
}

/** The tables leave out empty lists. */
const NO_TERMS = { nodeSelectorTerms: [] };

function withTerms(spec: PodSpec): PodSpec {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return spec;
  return { ...spec, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { ...NO_TERMS, ...required } } } };
}

function selectable(node: Node | undefined): { name: string; labels: { readonly [key: string]: string } | undefined } {
  return { name: node?.metadata?.name ?? '', labels: node?.metadata?.labels };
}

type Scores = readonly { readonly name: string; readonly score: number }[];

interface ScoreOut {
  readonly scores?: Scores;
  readonly priorities?: Scores;
}

function scores(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster, feasible = cluster.nodes ?? []): 'Skip' | Scores {
  const cycle = cycleOf(pod, cluster);
  const nodes = nodesOf(cycle, feasible);
  const result = scoreWith(plugin, cycle, nodes);
  return result === 'Skip' ? 'Skip' : nodes.map((node, index) => ({ name: node.name, score: result[index] ?? 0 }));
}

function sameScores({ scores: recorded, priorities }: ScoreOut, got: 'Skip' | Scores): Outcome {
  const expected = recorded ?? priorities;
  const isZero = expected?.every(({ score }) => score === 0) === true;
  return { expected: expected ?? 'Skip', got: got === 'Skip' && isZero ? expected : got };
}

interface Requested {
  readonly nodes: readonly unknown[];
  readonly existingPods?: readonly unknown[];
  readonly requestedPod: unknown;
}

const byResources = (plugin: SchedulerPlugin, { nodes, existingPods = [], requestedPod }: Requested) =>
  scores(plugin, requestedPod, { nodes, pods: existingPods });

const SCORES: readonly Subject[] = [
  subject<Requested, ScoreOut>(
    /^scheduler\/(?:least-allocated|fit-score)$/,
    /^NodeResourcesFit score(?:: LeastAllocated| through)/,
    ({ in: given, out }) => sameScores(out, byResources(nodeResourcesFit, given)),
  ),
  subject<Requested, ScoreOut>('scheduler/balanced-allocation', /^NodeResourcesBalancedAllocation/, ({ in: given, out }) =>
    sameScores(out, byResources(nodeResourcesBalancedAllocation, given)),
  ),
  subject<ManyNodes, ScoreOut>('scheduler/node-affinity-score', /^NodeAffinity score/, ({ in: { pod, nodes }, out }) =>
    sameScores(out, scores(nodeAffinity, pod, { nodes })),
  ),
  subject<ManyNodes, ScoreOut>('scheduler/taint-score', /^TaintToleration score/, ({ in: { pod, nodes }, out }) =>
    sameScores(out, scores(taintToleration, pod, { nodes })),
  ),
  subject<ManyNodes, ScoreOut>('scheduler/image-locality', /^ImageLocality score/, ({ in: { pod, nodes }, out }) =>
    sameScores(out, scores(imageLocality, pod, { nodes })),
  ),
  subject<ManyNodes & { failedNodes?: readonly unknown[]; objs?: readonly unknown[] }, ScoreOut>(
    'scheduler/spread-score',
    /^PodTopologySpread score/,
    ({ in: { pod, nodes, failedNodes = [], existingPods = [], objs = [] }, out }) =>
      sameScores(out, scores(podTopologySpread, pod, { nodes: [...nodes, ...failedNodes], pods: existingPods, services: objs }, nodes)),
  ),
  subject<ManyNodes, ScoreOut>(
    'scheduler/interpod-score',
    /^InterPodAffinity score \(preferred/,
    ({ in: { pod, nodes, pods = [] }, out }) => sameScores(out, scores(interPodAffinity, pod, { nodes, pods, namespaces: NAMESPACES })),
  ),
  subject<ManyNodes & { hardPodAffinityWeight: number }, ScoreOut>(
    'scheduler/interpod-score-hard-weight',
    /^InterPodAffinity score: hardPodAffinityWeight/,
    ({ in: { pod, nodes, pods = [], hardPodAffinityWeight }, out }) => {
      const cycle = cycleOf(pod, { nodes, pods, namespaces: NAMESPACES });
      const infos = nodesOf(cycle, nodes);
      const state = affinityScores(cycle, hardPodAffinityWeight);
      if (state.size === 0) return { expected: out.scores ?? 'Skip', got: 'Skip' };
      const result = normaliseAffinity(infos.map((node) => interPodAffinity.score?.(cycle, node, state) ?? 0));
      return { expected: out.scores, got: infos.map((node, index) => ({ name: node.name, score: result[index] })) };
    },
  ),
  subject<{ scores: readonly number[]; reverse: boolean }>('scheduler/normalize', /^DefaultNormalizeScore/, ({ in: given, out }) =>
    like(out, { scores: (given.reverse ? normaliseReversed : normalise)(given.scores) }),
  ),
];

export const SCHEDULER: readonly Subject[] = [...FILTERS, ...NODE_AFFINITY, ...SCORES];
