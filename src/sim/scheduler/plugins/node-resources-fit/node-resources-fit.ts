import { quantityMilli, quantityValue } from '../../../../api/quantity.ts';
import type { Node, Pod } from '../../../../api/types.gen.ts';
import { podRequests } from '../../../../api/pod/resources.ts';
import { bySlot, meetFacts } from '../../cache/by-slot.ts';
import { type NodeInfo, createNodeInfo, describeNode } from '../../cache/node-info.ts';
import { type PodFacts, podFacts } from '../../cache/pod-facts.ts';
import { always } from '../../framework/events.ts';
import { type Cycle, type Rejection, type SchedulerPlugin, defineSchedulerPlugin } from '../../framework/plugin.ts';
import { scoreAlone } from '../../framework/scoring.ts';

const NAME = 'NodeResourcesFit';

/** What the pod requests must be free on the node; the node with more left over scores higher (LeastAllocated). */
export const nodeResourcesFit = nodeResourcesFitWith({
  score: ({ facts }, node) => leastAllocated(facts, node),
  scoreAll({ cache, facts }, slots) {
    return scoreAlone(leastAllocated, cache, facts, slots);
  },
});

export interface FitOptions {
  readonly score: (cycle: Cycle, node: NodeInfo) => number;
  readonly scoreAll?: (cycle: Cycle, slots: Int32Array) => readonly number[];
  /** Why no score can be given at all. */
  readonly scoreError?: string;
  /** Extended resources that somebody else accounts for on this node (ignoredResources, ignoredResourceGroups, devices). */
  readonly leavesOut?: (resource: string, node: NodeInfo) => boolean;
}

export function nodeResourcesFitWith({ score, scoreAll, scoreError, leavesOut }: FitOptions): SchedulerPlugin {
  return defineSchedulerPlugin<Int8Array | undefined, unknown>({
    name: NAME,
    // Not for what the real one prepares here: most pods are like the one before them, and so are most nodes since then.
    preFilter({ cache, facts }) {
      meetFacts(cache, facts);
      const fitting = bySlot(cache, facts, fit);
      return { state: fitting, passes: fitting };
    },
    filter({ facts }, node, fitting) {
      const isFit = fitting === undefined ? fits(facts, node) : fitting[node.slot] === 1;
      return isFit ? undefined : whyNot(facts, node, leavesOut);
    },
    ...(scoreError === undefined ? {} : { preScore: () => ({ error: scoreError }) }),
    score,
    ...(scoreAll === undefined ? {} : { scoreAll }),
    requeueOn: {
      AssignedPodDelete: always,
      AssignedPodScaleDown: (event, pod) => freesWhatIsWanted(pod, event.pod, event.previous),
      UpdatePodScaleDown: always,
      NodeAdd: ({ node }, pod) => fitsEmpty(pod, node),
      UpdateNodeAllocatable: ({ node, previous }, pod) => fitsEmpty(pod, node) && hasGrown(pod, node, previous),
    },
  });
}

function fit(facts: PodFacts, node: NodeInfo): number {
  return fits(facts, node) ? 1 : 0;
}

/** The common case, without words. */
function fits(facts: PodFacts, node: NodeInfo): boolean {
  return (
    node.podCount < node.maxPods &&
    (facts.cpuMilli === 0 || facts.cpuMilli <= node.cpuMilli - node.usedCpuMilli) &&
    (facts.memoryBytes === 0 || facts.memoryBytes <= node.memoryBytes - node.usedMemoryBytes) &&
    (facts.ephemeralBytes === 0 || facts.ephemeralBytes <= node.ephemeralBytes - node.usedEphemeralBytes) &&
    (facts.scalars === undefined || scalarsFit(facts, node))
  );
}

function scalarsFit({ scalars }: PodFacts, node: NodeInfo): boolean {
  for (const name in scalars) if ((scalars[name] ?? 0) > freeScalar(node, name)) return false;
  return true;
}

function freeScalar(node: NodeInfo, name: string): number {
  return (node.scalars[name] ?? 0) - (node.usedScalars[name] ?? 0);
}

/** Every shortage in its words. No pod's leaving helps when a request is larger than the whole node. */
function whyNot(facts: PodFacts, node: NodeInfo, leavesOut: FitOptions['leavesOut']): Rejection | undefined {
  const reasons: string[] = [];
  let hopeless = false;
  const check = (resource: string, request: number, used: number, allocatable: number): void => {
    if (request === 0 || request <= allocatable - used) return;
    reasons.push(`Insufficient ${resource}`);
    hopeless ||= request > allocatable;
  };
  if (node.podCount >= node.maxPods) reasons.push('Too many pods');
  check('cpu', facts.cpuMilli, node.usedCpuMilli, node.cpuMilli);
  check('memory', facts.memoryBytes, node.usedMemoryBytes, node.memoryBytes);
  check('ephemeral-storage', facts.ephemeralBytes, node.usedEphemeralBytes, node.ephemeralBytes);
  for (const name in facts.scalars) {
    if (leavesOut?.(name, node)) continue;
    check(name, facts.scalars[name] ?? 0, node.usedScalars[name] ?? 0, node.scalars[name] ?? 0);
  }
  if (reasons.length === 0) return undefined;
  return { plugin: NAME, code: hopeless ? 'UnschedulableAndUnresolvable' : 'Unschedulable', reasons };
}

/** Mean of what would be left of cpu and memory, in percent; a resource that the node has none of does not count. */
function leastAllocated(facts: PodFacts, node: NodeInfo): number {
  let sum = 0;
  let resources = 0;
  if (node.cpuMilli > 0) {
    sum += leftOver(node.scoredCpuMilli + facts.scoredCpuMilli, node.cpuMilli);
    resources += 1;
  }
  if (node.memoryBytes > 0) {
    sum += leftOver(node.scoredMemoryBytes + facts.scoredMemoryBytes, node.memoryBytes);
    resources += 1;
  }
  return resources === 0 ? 0 : Math.trunc(sum / resources);
}

function leftOver(requested: number, capacity: number): number {
  return requested > capacity ? 0 : Math.trunc(((capacity - requested) * 100) / capacity);
}

function fitsEmpty(pod: Pod, node: Node): boolean {
  const empty = createNodeInfo('', 0);
  describeNode(empty, node);
  return fits(podFacts(pod.spec ?? { containers: [] }), empty);
}

/** A resource that the pod requests, or the number of pods, became more. */
function hasGrown(pod: Pod, node: Node, previous: Node): boolean {
  const now = node.status?.allocatable ?? {};
  const before = previous.status?.allocatable ?? {};
  const requests = podRequests(pod.spec ?? { containers: [] });
  const grown = (name: string): boolean => quantityValue(now[name]) > quantityValue(before[name]);
  return (
    grown('pods') ||
    (requests.cpuMilli > 0 && quantityMilli(now['cpu']) > quantityMilli(before['cpu'])) ||
    (requests.memoryBytes > 0 && grown('memory')) ||
    (requests.ephemeralBytes > 0 && grown('ephemeral-storage')) ||
    Object.keys(requests.extended).some(grown)
  );
}

function freesWhatIsWanted(pod: Pod, other: Pod, previous: Pod): boolean {
  const wanted = podRequests(pod.spec ?? { containers: [] });
  const now = podRequests(other.spec ?? { containers: [] });
  const before = podRequests(previous.spec ?? { containers: [] });
  return (
    (wanted.cpuMilli > 0 && now.cpuMilli < before.cpuMilli) ||
    (wanted.memoryBytes > 0 && now.memoryBytes < before.memoryBytes) ||
    (wanted.ephemeralBytes > 0 && now.ephemeralBytes < before.ephemeralBytes) ||
    Object.keys(wanted.extended).some(
      (name) => (wanted.extended[name] ?? 0) > 0 && (now.extended[name] ?? 0) < (before.extended[name] ?? 0),
    )
  );
}
