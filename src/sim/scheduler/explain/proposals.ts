/**
 * The shortest lists of changes that would let a pod run. For each of the nodes that came closest one remedy against every
 * filter that says no is put together, and what does not work when it is played through is not proposed.
 */
import type { Proposal } from '../../../api/scheduling.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { Rejection } from '../framework/plugin.ts';
import { addNode, removeGates } from './remedies/cluster.ts';
import { nodeLabels } from './remedies/labels.ts';
import { both, taints, uncordon } from './remedies/nodes.ts';
import { podAffinity } from './remedies/pod-affinity.ts';
import { hostPorts } from './remedies/ports.ts';
import { HOSTNAME } from '../plugins/pod-topology-spread/constraints.ts';
import type { Remedies, Remedy } from './remedies/remedy.ts';
import { resources } from './remedies/resources.ts';
import { spread } from './remedies/spread.ts';
import { type Trial, attempt, everyRejection } from './trial.ts';

const MOST_PROPOSALS = 12;
/** Of one kind of change, to different nodes. */
const MOST_ALIKE = 3;
const CLOSEST_NODES = 12;
const MOST_ALIKE_NODES = 2;
const MOST_PER_NODE = 24;
const MOST_TRIALS = 80;

type FindRemedies = (trial: Trial, node: NodeInfo, rejection: Rejection) => Remedies;

/** By plugin. A filter that is not named here has no remedy that could be carried out. */
const REMEDIES: { readonly [plugin: string]: FindRemedies | undefined } = {
  NodeUnschedulable: uncordon,
  TaintToleration: taints,
  NodeAffinity: nodeLabels,
  NodePorts: hostPorts,
  NodeResourcesFit: resources,
  PodTopologySpread: spread,
  InterPodAffinity: podAffinity,
};

export function proposalsFor(given: Trial): readonly Proposal[] {
  const gates = removeGates(given);
  const trial = gates === undefined ? given : gates.apply(given);
  const rejections = everyRejection(trial);
  const found = [...closest(rejections).flatMap(([node, no]) => waysInto(trial, node, no)), addNode(trial)];
  const ways = gates === undefined ? found : [gates, ...found.map((way) => both(gates, way))];
  const proposals: Proposal[] = [];
  const known = new Set<string>();
  const alike = new Map<string, number>();
  let trials = 0;
  for (const way of ways.toSorted((a, b) => a.size - b.size)) {
    const name = JSON.stringify(way.changes);
    const kind = way.changes.map((change) => `${change.kind} ${change.what}`).join();
    if (known.has(name) || (alike.get(kind) ?? 0) >= MOST_ALIKE) continue;
    known.add(name);
    trials += 1;
    const { node, spec } = outcomeOf(given, way);
    if (node !== '' && !isMoreThanNeeded(way, proposals)) {
      alike.set(kind, (alike.get(kind) ?? 0) + 1);
      proposals.push({ node, changes: way.changes, size: way.size, spec });
    }
    if (proposals.length >= MOST_PROPOSALS || trials >= MOST_TRIALS) break;
  }
  return proposals;
}

/** Everything that a smaller proposal does, and more. */
function isMoreThanNeeded({ changes }: Remedy, proposals: readonly Proposal[]): boolean {
  const own = new Set(changes.map((change) => JSON.stringify(change)));
  return proposals.some((proposal) => proposal.changes.every((change) => own.has(JSON.stringify(change))));
}

/** Where the pod would go; '' where it would not. Its spec where that has to be another. */
function outcomeOf(given: Trial, way: Remedy): Pick<Proposal, 'node' | 'spec'> {
  const trial = way.apply(given);
  const node = attempt(trial).chosen?.name ?? '';
  return { node, spec: way.changes.some(({ field, line }) => field !== '' && line === '') ? trial.cycle.spec : undefined };
}

type Refused = readonly [node: NodeInfo, no: readonly Rejection[]];

/** Of nodes that differ in nothing but their names and pods one or two are enough. */
function closest(rejections: ReadonlyMap<NodeInfo, readonly Rejection[]>): readonly Refused[] {
  const alike = new Map<string, number>();
  const found: Refused[] = [];
  for (const refused of [...rejections].toSorted((a, b) => distance(a[1]) - distance(b[1]))) {
    // Among few nodes each is worth a look.
    const look = rejections.size <= CLOSEST_NODES ? refused[0].name : looksOf(refused);
    const count = alike.get(look) ?? 0;
    if (count >= MOST_ALIKE_NODES) continue;
    alike.set(look, count + 1);
    found.push(refused);
    if (found.length >= CLOSEST_NODES) break;
  }
  return found;
}

function looksOf([node, no]: Refused): string {
  const { cpuMilli, memoryBytes, maxPods, scalars, usedCpuMilli, usedMemoryBytes, podCount, hardTaints, unschedulable } = node;
  const { [HOSTNAME]: _name, ...labels } = node.labels;
  const words = no.map(({ plugin, reasons }) => [plugin, ...reasons]);
  const size = [cpuMilli, memoryBytes, maxPods, scalars, usedCpuMilli, usedMemoryBytes, podCount];
  return JSON.stringify([size, labels, hardTaints, unschedulable, words]);
}

/** The fewer filters say no, and the fewer of them for good, the closer. */
export function distance(rejections: readonly Rejection[]): number {
  return rejections.reduce((sum, { code, reasons }) => sum + reasons.length + (code === 'Unschedulable' ? 0 : 0.5), 0);
}

function waysInto(trial: Trial, node: NodeInfo, rejections: readonly Rejection[]): Remedies {
  let ways: Remedies | undefined;
  for (const rejection of rejections) {
    const remedies = REMEDIES[rejection.plugin]?.(trial, node, rejection) ?? [];
    ways = ways === undefined ? remedies : ways.flatMap((way) => remedies.map((next) => both(way, next)));
    ways = ways.toSorted((a, b) => a.size - b.size).slice(0, MOST_PER_NODE);
    if (ways.length === 0) return [];
  }
  return ways ?? [];
}
