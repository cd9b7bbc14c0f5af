/** Whom the scheduler makes go, and where. */
import type { Pod, PodDisruptionBudget } from '../../../api/types.gen.ts';
import { serializePlain } from '../../../base/serialize.ts';
import { attemptPod } from '../../../sim/scheduler/framework/cycle.ts';
import { whyNot } from '../../../sim/scheduler/framework/filtering.ts';
import { type Profile, createProfile } from '../../../sim/scheduler/framework/profile.ts';
import { fitError } from '../../../sim/scheduler/framework/diagnosis.ts';
import { type Cycle, type Preemption, type SchedulerPlugin, unschedulable } from '../../../sim/scheduler/framework/plugin.ts';
import { defaultPreemption, isWaiting } from '../../../sim/scheduler/plugins/default-preemption/default-preemption.ts';
import { violatingPods } from '../../../sim/scheduler/plugins/default-preemption/violations.ts';
import { nodeResourcesFit } from '../../../sim/scheduler/plugins/node-resources-fit/node-resources-fit.ts';
import { podTopologySpread } from '../../../sim/scheduler/plugins/pod-topology-spread/pod-topology-spread.ts';
import { cycleOf } from '../../../sim/scheduler/test-cluster.ts';
import { type Subject, like, subject } from '../subject.ts';

interface Given {
  readonly nodeNames: readonly string[];
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  readonly filterPlugin: string;
}

interface Eligible {
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  readonly nodes: readonly string[];
  readonly nominatedNodeStatus?: { readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable' };
}

interface Budgeted {
  readonly victims: readonly (readonly Pod[])[];
  readonly pdbs: readonly PodDisruptionBudget[];
}

export const PREEMPTION: readonly Subject[] = [
  subject<Given, { result: readonly string[] }>(
    'preemption/select-best-candidate',
    /^default preemption: which node/,
    ({ in: given, out }) => {
      const node = preemptionOf(given)?.node ?? '';
      return { expected: out.result, got: out.result.includes(node) ? out.result : [node] };
    },
  ),
  subject<Given, { nominatedNode: string | null; victims?: readonly string[] }>(
    'preemption/preempt',
    /^default preemption: nominated node/,
    ({ in: given, out }) => {
      const preemption = preemptionOf(given);
      const victims = preemption?.victims.map((pod) => pod.metadata.name ?? '').toSorted();
      return { expected: [out.nominatedNode, out.victims?.toSorted()], got: [preemption?.node ?? null, victims] };
    },
  ),
  subject<Budgeted>('preemption/pdb-violations', /^victims split by PDB/, ({ in: { victims, pdbs }, out }) => {
    const violating = violatingPods(victims.flat(), pdbs);
    const isViolating = (unit: readonly Pod[]) => unit.some((pod) => violating.has(pod));
    const namesOf = (units: readonly (readonly Pod[])[]) => units.map((unit) => unit.map(({ metadata }) => metadata.name));
    return like(out, {
      violating: namesOf(victims.filter(isViolating)),
      nonViolating: namesOf(victims.filter((unit) => !isViolating(unit))),
    });
  }),
  subject<Eligible>('preemption/eligible', /^default preemption: may this pod/, ({ in: given, out }) => {
    const cycle = cycleOf(given.pod, { nodes: nodesOf(given.nodes), pods: given.pods });
    const rejected = cycle.cache.slots.flatMap((node) =>
      node === null ? [] : [{ node, rejection: { ...unschedulable('any'), ...given.nominatedNodeStatus } }],
    );
    return like(out, { result: given.pod.spec?.preemptionPolicy !== 'Never' && !isWaiting(cycle, { rejected }) });
  }),
];

const FILTERS: { readonly [name: string]: SchedulerPlugin } = { noderesources: nodeResourcesFit, podtopologyspread: podTopologySpread };

/** Nodes of the tables: `node/zone` where a case needs zones. */
function nodesOf(names: readonly string[]): readonly object[] {
  return names.map((name) => {
    const [node = '', zone = ''] = name.split('/');
    const labels = zone === '' ? {} : { hostname: node, zone };
    return { metadata: { name: node, labels }, status: { allocatable: { cpu: '500m', memory: '500', pods: '32' } } };
  });
}

function preemptionOf({ nodeNames, pod, pods, filterPlugin }: Given): Preemption | undefined {
  const everywhere = (one: Pod) => ({ ...one, metadata: { ...one.metadata, namespace: '' } });
  const cycle = cycleOf(everywhere(pod), { nodes: nodesOf(nodeNames), pods: pods.map(everywhere) });
  const filter = FILTERS[filterPlugin];
  if (filter === undefined) throw new Error(`no filter ${filterPlugin}`);
  const profile = createProfile([
    { plugin: filter, weight: 0 },
    { plugin: defaultPreemption, weight: 0 },
  ]);
  const before = usageText(cycle);
  const preemption = preemptWith(profile, cycle);
  if (usageText(cycle) !== before) throw new Error('to look for victims has changed the cache');
  return preemption;
}

function usageText({ cache }: Cycle): string {
  return serializePlain([cache.slots, [...cache.priorities].toSorted(([a], [b]) => a - b)]);
}

function preemptWith(profile: Profile, cycle: Cycle): Preemption | undefined {
  const attempt = attemptPod(profile, cycle, 0, () => 0);
  const rejected = attempt.rejections.flatMap((rejection, index) => {
    const node = attempt.visited[index];
    return rejection === undefined || node === undefined ? [] : [{ node, rejection }];
  });
  const means = { now: 0, random: () => 0, whyNot: (node: (typeof attempt.visited)[number]) => whyNot(profile, cycle, node) };
  return fitError(cycle, { ...attempt, rejected }, profile.postFilters, means).preemption;
}
