/** The scheduler's plugins, on clusters built from plain objects. */
import { matchesNodeAffinity, matchesNodeSelector, preferredNodeWeight } from '../../../api/pod/node-affinity.ts';
import { firstUntolerated } from '../../../api/pod/tolerations.ts';
import type { Node, NodeAffinity, NodeSelector, Pod, PodSpec, PreferredSchedulingTerm, Taint, Toleration } from '../../../api/types.gen.ts';
import { preFilter } from '../../../sim/scheduler/framework/filtering.ts';
import { createProfile } from '../../../sim/scheduler/framework/profile.ts';
import { normalise, normaliseReversed } from '../../../sim/scheduler/framework/normalise.ts';
import type { SchedulerPlugin } from '../../../sim/scheduler/framework/plugin.ts';
import { imageLocality } from '../../../sim/scheduler/plugins/image-locality/image-locality.ts';
import { interPodAffinity, interPodAffinityWith } from '../../../sim/scheduler/plugins/inter-pod-affinity/inter-pod-affinity.ts';
import type { AffinityWeights } from '../../../sim/scheduler/plugins/inter-pod-affinity/scoring.ts';
import { nodeAffinityWith } from '../../../sim/scheduler/plugins/node-affinity/node-affinity.ts';
import { nodeName } from '../../../sim/scheduler/plugins/node-name/node-name.ts';
import { nodePorts } from '../../../sim/scheduler/plugins/node-ports/node-ports.ts';
import { nodeUnschedulable } from '../../../sim/scheduler/plugins/node-unschedulable/node-unschedulable.ts';
import { podTopologySpread } from '../../../sim/scheduler/plugins/pod-topology-spread/pod-topology-spread.ts';
import { schedulingGates } from '../../../sim/scheduler/plugins/scheduling-gates/scheduling-gates.ts';
import { taintTolerationWith } from '../../../sim/scheduler/plugins/taint-toleration/taint-toleration.ts';
import { type TableStatus, cycleOf, filterWith, nodesOf, statusOf } from '../../../sim/scheduler/test-cluster.ts';
import { type Outcome, type Subject, like, subject } from '../subject.ts';
import { NODE_RESOURCES } from './node-resources.ts';
import {
  type FilterResult,
  type OnOne,
  SUCCESS,
  clusterOf,
  filterOne,
  sameScores,
  type ScoreOut,
  scores,
  unlessSkipped,
} from './scheduler-plugins.ts';

/** Whether it was skipped is told apart from what it said; what PreFilter refuses, Filter need not say. */
function sameFilter({ filterStatus = SUCCESS, preFilterStatus = SUCCESS }: FilterResult, got: TableStatus): Outcome {
  const refuses = preFilterStatus.code !== 'Skip' && preFilterStatus.code !== 'Success';
  return {
    expected: { skipped: preFilterStatus.code === 'Skip', status: refuses ? preFilterStatus : filterStatus },
    got: { skipped: got.code === 'Skip', status: unlessSkipped(got) },
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

/** The gate TaintTolerationComparisonOperators. */
interface Compared {
  readonly enableTaintTolerationComparisonOps?: boolean;
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
  subject<OneNode & Compared, FilterResult>('scheduler/taint-filter', /^TaintToleration filter/, ({ in: given, out }) => {
    const plugin = taintTolerationWith(given.enableTaintTolerationComparisonOps === true);
    return like(out, { status: unlessSkipped(filterOne(plugin, given.pod, { nodes: [{ metadata: {}, ...given.node }] })) });
  }),
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

interface AffinityArgs {
  readonly addedAffinity?: NodeAffinity;
}

function nodeAffinityOf({ addedAffinity: added = {} }: AffinityArgs = {}): SchedulerPlugin {
  const required = added.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return nodeAffinityWith(added);
  return nodeAffinityWith({ ...added, requiredDuringSchedulingIgnoredDuringExecution: { ...NO_TERMS, ...required } });
}

const NODE_AFFINITY: readonly Subject[] = [
  subject<OneNode & { runPreFilter: boolean; args?: AffinityArgs }, AffinityOut>(
    'scheduler/node-affinity-filter',
    /^NodeAffinity filter/,
    ({ in: given, out }) => {
      const node = { metadata: {}, ...given.node };
      const cycle = cycleOf(given.pod, { nodes: [node] });
      const [info] = nodesOf(cycle, [node]);
      const nodeAffinity = nodeAffinityOf(given.args);
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

const SCORES: readonly Subject[] = [
  subject<ManyNodes & { args?: AffinityArgs }, ScoreOut>(
    'scheduler/node-affinity-score',
    /^NodeAffinity score/,
    ({ in: { pod, nodes, args }, out }) => sameScores(out, scores(nodeAffinityOf(args), pod, { nodes })),
  ),
  subject<ManyNodes & Compared, ScoreOut>('scheduler/taint-score', /^TaintToleration score/, ({ in: given, out }) => {
    const plugin = taintTolerationWith(given.enableTaintTolerationComparisonOps === true);
    return sameScores(out, scores(plugin, given.pod, { nodes: given.nodes }));
  }),
  subject<ManyNodes, ScoreOut>('scheduler/image-locality', /^ImageLocality score/, ({ in: { pod, nodes }, out }) =>
    sameScores(out, scores(imageLocality, pod, { nodes })),
  ),
  subject<ManyNodes & { failedNodes?: readonly unknown[]; objs?: readonly unknown[] }, ScoreOut>(
    'scheduler/spread-score',
    /^PodTopologySpread score/,
    ({ in: { pod, nodes, failedNodes = [], existingPods = [], objs = [] }, out }) =>
      sameScores(out, scores(podTopologySpread, pod, { nodes: [...nodes, ...failedNodes], pods: existingPods, services: objs }, nodes)),
  ),
  subject<ManyNodes & Partial<AffinityWeights>, ScoreOut>(
    /^scheduler\/interpod-score/,
    /^InterPodAffinity score/,
    ({ in: { pod, nodes, pods = [], ...args }, out }) => {
      const plugin = interPodAffinityWith({ hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false, ...args });
      return sameScores(out, scores(plugin, pod, { nodes, pods, namespaces: NAMESPACES }));
    },
  ),
  subject<{ scores: readonly number[]; reverse: boolean }>('scheduler/normalize', /^DefaultNormalizeScore/, ({ in: given, out }) =>
    like(out, { scores: (given.reverse ? normaliseReversed : normalise)(given.scores) }),
  ),
];

export const SCHEDULER: readonly Subject[] = [...FILTERS, ...NODE_AFFINITY, ...SCORES, ...NODE_RESOURCES];
