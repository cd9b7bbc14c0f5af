import { describe, expect, it } from 'vitest';
import fitEnoughPods from '../../../testing/data/tables/scheduler-fit-enough-pods.json' with { type: 'json' };
import fitPodCount from '../../../testing/data/tables/scheduler-fit-pod-count.json' with { type: 'json' };
import fitStorage from '../../../testing/data/tables/scheduler-fit-storage.json' with { type: 'json' };
import interpodMany from '../../../testing/data/tables/scheduler-interpod-filter-many.json' with { type: 'json' };
import interpodOne from '../../../testing/data/tables/scheduler-interpod-filter-one.json' with { type: 'json' };
import nodeAffinityFilter from '../../../testing/data/tables/scheduler-node-affinity-filter.json' with { type: 'json' };
import nodeNames from '../../../testing/data/tables/scheduler-node-name.json' with { type: 'json' };
import nodePortsTable from '../../../testing/data/tables/scheduler-node-ports.json' with { type: 'json' };
import unschedulableNodes from '../../../testing/data/tables/scheduler-node-unschedulable.json' with { type: 'json' };
import gates from '../../../testing/data/tables/scheduler-scheduling-gates.json' with { type: 'json' };
import spreadMany from '../../../testing/data/tables/scheduler-spread-filter-many.json' with { type: 'json' };
import spreadOne from '../../../testing/data/tables/scheduler-spread-filter-one.json' with { type: 'json' };
import taints from '../../../testing/data/tables/scheduler-taint-filter.json' with { type: 'json' };
import type { Pod } from '../../../api/types.gen.ts';
import { createProfile, preFilter } from '../framework/cycle.ts';
import type { SchedulerPlugin } from '../framework/plugin.ts';
import { type TableStatus, type TestCluster, cycleOf, filterWith, nodesOf, statusOf } from '../test-cluster.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { nodeAffinity } from './node-affinity/node-affinity.ts';
import { nodeName } from './node-name/node-name.ts';
import { nodePorts } from './node-ports/node-ports.ts';
import { nodeResourcesFit } from './node-resources-fit/node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable/node-unschedulable.ts';
import { podTopologySpread } from './pod-topology-spread/pod-topology-spread.ts';
import { schedulingGates } from './scheduling-gates/scheduling-gates.ts';
import { taintToleration } from './taint-toleration/taint-toleration.ts';

/** Operators Gt and Lt of tolerations: the feature gate is off in 1.36. */
const COMPARISON_GATE = { 'taint-filter-011': 'Gt', 'taint-filter-013': 'Gt', 'taint-filter-017': 'Lt' };
/** Not valid, so the API server never lets it come so far. */
const INVALID_LABEL_VALUE = { 'node-affinity-filter-018': 'value of a NotIn requirement' };
const INVALID_SELECTOR = {
  'interpod-filter-one-020': 'value of an In requirement',
  'interpod-filter-one-021': 'value of an In requirement',
};

interface Case<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
}

/** Cases of the upstream tables that do not apply to a scheduler of default configuration. */
function casesOf<In, Out>(
  table: { readonly cases: readonly unknown[] },
  left: Readonly<Record<string, string>> = {},
): readonly Case<In, Out>[] {
  const cases = table.cases as readonly Case<In, Out>[];
  for (const name of Object.keys(left)) if (!cases.some((one) => one.name === name)) throw new Error(`no case ${name}`);
  return cases.filter((one) => !(one.name in left));
}

function filterOne(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster): TableStatus {
  const cycle = cycleOf(pod, cluster);
  const result = filterWith(plugin, cycle, nodesOf(cycle, (cluster.nodes ?? []).slice(0, 1)));
  return result === 'Skip' ? { code: 'Skip' } : statusOf(result[0]);
}

const normalStatus = (status: TableStatus): TableStatus => (status.code === 'Skip' ? { code: 'Success' } : status);
const named = (node: object): object => ({ metadata: { name: 'n' }, ...node });

describe('one node, one pod', () => {
  type OneNode = Case<{ pod: unknown; node: object }, { status: TableStatus }>;
  const run = (plugin: SchedulerPlugin, one: OneNode): void => {
    const node = { metadata: {}, ...one.in.node };
    expect(normalStatus(filterOne(plugin, one.in.pod, { nodes: [node] }))).toEqual(one.out.status);
  };
  it.each(casesOf<OneNode['in'], OneNode['out']>(nodeNames))('NodeName $name', (one) => run(nodeName, one));
  it.each(casesOf<OneNode['in'], OneNode['out']>(unschedulableNodes))('NodeUnschedulable $name', (one) => run(nodeUnschedulable, one));
  it.each(casesOf<OneNode['in'], OneNode['out']>(taints, COMPARISON_GATE))('TaintToleration $name', (one) => run(taintToleration, one));
});

describe('NodeAffinity', () => {
  type In = { pod: unknown; node: object; args: { addedAffinity?: object }; runPreFilter: boolean };
  type Out = { status: TableStatus; preFilterStatus?: TableStatus; preFilterResult?: { nodeNames: readonly string[] } };
  const cases = casesOf<In, Out>(nodeAffinityFilter, INVALID_LABEL_VALUE).filter((one) => one.in.args.addedAffinity === undefined);
  it.each(cases)('$name', ({ in: given, out }) => {
    const node = { metadata: {}, ...given.node };
    const cycle = cycleOf(given.pod, { nodes: [node] });
    if (given.runPreFilter) {
      const active = preFilter(createProfile([{ plugin: nodeAffinity, weight: 1 }]), cycle);
      expect(active.rejection ? statusOf(active.rejection) : { code: active.run.length === 0 ? 'Skip' : 'Success' }).toEqual(
        out.preFilterStatus ?? { code: 'Success' },
      );
      if (out.preFilterResult !== undefined) expect([...(active.nodes?.names ?? [])]).toEqual(out.preFilterResult.nodeNames);
      if (active.rejection !== undefined) return;
    }
    expect(statusOf(nodeAffinity.filter?.(cycle, nodesOf(cycle, [node])[0] as never, undefined))).toEqual(out.status);
  });
});

describe('NodeResourcesFit', () => {
  type In = {
    pod: unknown;
    existingPods: readonly { spec: object }[];
    nodeAllocatable: object;
    args?: object;
    draExtendedResourceEnabled?: boolean;
  };
  type Out = { status: TableStatus };
  const run = ({ in: given, out }: Case<In, Out>): void => {
    const pods = given.existingPods.map((pod) => ({ ...pod, spec: { ...pod.spec, nodeName: 'n' } }));
    expect(filterOne(nodeResourcesFit, given.pod, { nodes: [named({ status: { allocatable: given.nodeAllocatable } })], pods })).toEqual(
      out.status,
    );
  };
  const plain = casesOf<In, Out>(fitEnoughPods).filter(({ in: { args = {}, draExtendedResourceEnabled } }) => {
    return Object.keys(args).length === 0 && draExtendedResourceEnabled !== true;
  });
  it.each(plain)('resources $name', run);
  it.each(casesOf<In, Out>(fitPodCount))('pod count $name', run);
  it.each(casesOf<In, Out>(fitStorage))('storage $name', run);
});

describe('NodePorts', () => {
  type In = { pod: unknown; existingPods: readonly { spec?: object }[] };
  it.each(casesOf<In, { filterStatus?: TableStatus; preFilterStatus?: TableStatus }>(nodePortsTable))('$name', ({ in: given, out }) => {
    const pods = given.existingPods.map((pod) => ({ ...pod, spec: { ...pod.spec, nodeName: 'n' } }));
    const status = filterOne(nodePorts, given.pod, { nodes: [named({})], pods });
    expect(status.code === 'Skip').toBe(out.preFilterStatus?.code === 'Skip');
    expect(normalStatus(status)).toEqual(out.filterStatus ?? { code: 'Success' });
  });
});

describe('PodTopologySpread', () => {
  type In = { pod: unknown; nodes: readonly unknown[]; existingPods?: readonly unknown[] };
  const run = ({ in: given, out }: Case<In, { codes: { readonly [node: string]: string } }>): void => {
    const cycle = cycleOf(given.pod, { nodes: given.nodes, pods: given.existingPods ?? [] });
    const nodes = nodesOf(cycle, given.nodes);
    const result = filterWith(podTopologySpread, cycle, nodes);
    const codes = nodes.map((node, index) => [node.name, result === 'Skip' ? 'Success' : statusOf(result[index]).code]);
    expect(Object.fromEntries(codes)).toEqual(out.codes);
  };
  it.each(casesOf<In, { codes: { readonly [node: string]: string } }>(spreadOne))('one constraint $name', run);
  it.each(casesOf<In, { codes: { readonly [node: string]: string } }>(spreadMany))('many constraints $name', run);
});

describe('InterPodAffinity', () => {
  const namespaces = namespacesOfTables();
  type One = { pod: unknown; node: unknown; pods?: readonly unknown[] };
  it.each(casesOf<One, { filterStatus?: TableStatus; preFilterStatus?: TableStatus }>(interpodOne, INVALID_SELECTOR))(
    'one node $name',
    ({ in: given, out }) => {
      const status = filterOne(interPodAffinity, given.pod, { nodes: [given.node], pods: given.pods ?? [], namespaces });
      expect(status.code === 'Skip').toBe(out.preFilterStatus?.code === 'Skip');
      expect(normalStatus(status)).toEqual(out.filterStatus ?? { code: 'Success' });
    },
  );
  type Many = { pod: unknown; nodes: readonly unknown[]; pods?: readonly unknown[] };
  it.each(casesOf<Many, { filterStatuses: readonly (TableStatus | null)[]; preFilterStatus?: TableStatus }>(interpodMany))(
    'many nodes $name',
    ({ in: given, out }) => {
      const cycle = cycleOf(given.pod, { nodes: given.nodes, pods: given.pods ?? [], namespaces });
      const result = filterWith(interPodAffinity, cycle, nodesOf(cycle, given.nodes));
      const expected = (out.filterStatuses ?? []).map((status) => status ?? { code: 'Success' });
      if (result === 'Skip') expect(expected.every((status) => status.code === 'Success')).toBe(true);
      else expect(result.map(statusOf)).toEqual(expected);
    },
  );
});

describe('SchedulingGates', () => {
  it.each(casesOf<{ pod: Pod }, { status: TableStatus }>(gates))('$name', ({ in: { pod }, out: { status } }) => {
    const text = schedulingGates.preEnqueue?.(pod);
    expect(text === undefined ? { code: 'Success' } : { code: 'UnschedulableAndUnresolvable', reasons: [text] }).toEqual(status);
  });
});

function namespacesOfTables(): { [name: string]: { team: string } } {
  return {
    'subteam1.team1': { team: 'team1' },
    'subteam2.team1': { team: 'team1' },
    'subteam1.team2': { team: 'team2' },
    'subteam2.team2': { team: 'team2' },
  };
}
