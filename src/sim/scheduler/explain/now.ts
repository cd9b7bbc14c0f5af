/** What the scheduler would decide about a pod if it were its turn now, and what it would think of every node. */
import type { NodeAccount, PlacementAccount, ResourceRoom } from '../../../api/scheduling.ts';
import { type PrngState, nextFloat } from '../../../base/prng.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodFacts } from '../cache/pod-facts.ts';
import { attemptPod } from '../framework/cycle.ts';
import { whyNot } from '../framework/filtering.ts';
import { fitError } from '../framework/diagnosis.ts';
import type { Rejection } from '../framework/plugin.ts';
import { scoreNodes } from '../framework/scoring.ts';
import { diagnose } from '../schedule-one.ts';
import { accountFrom, samplingOf, scoresAt } from './account.ts';
import { type Considered, preemptionAccount } from './preemption.ts';
import { type Trial, everyRejection } from './trial.ts';
import { searchOf } from '../verdicts.ts';

const NO_NODES = 'no nodes available to schedule pods';

export function accountNow(trial: Trial): PlacementAccount {
  const { context, profile, cycle, start } = trial;
  const random: PrngState = [...trial.random];
  const draw = () => nextFloat(random);
  const attempt = attemptPod(profile, cycle, start, draw);
  const rejections = everyRejection(trial);
  const nodes = nodesNow(trial, rejections);
  const search = searchOf(attempt);
  const percentage = profile.percentageOfNodesToScore;
  const told = { at: context.now, attempt: 0, nodes, search, percentage };
  const sampling = samplingOf(search, attempt.visited.length, percentage);
  if (attempt.chosen !== undefined)
    return { ...accountFrom({ ...told, node: attempt.chosen.name, message: '', preemption: undefined }), sampling };
  if (attempt.error !== undefined)
    return { ...accountFrom({ ...told, node: '', message: attempt.error, preemption: undefined }), sampling };
  if (nodes.length === 0) return { ...accountFrom({ ...told, node: '', message: NO_NODES, preemption: undefined }), sampling };
  const considered: Considered[] = [];
  const means = {
    now: context.now,
    random: draw,
    whyNot: (node: NodeInfo) => whyNot(profile, cycle, node),
    consider: (node: string, outcome: Considered['outcome']) => void considered.push({ node, outcome }),
  };
  const { message, preemption } = fitError(cycle, diagnose(attempt), profile.postFilters, means);
  const account = accountFrom({ ...told, node: '', message, preemption: preemptionAccount(considered, preemption?.node ?? '') });
  return { ...account, sampling };
}

function nodesNow({ profile, cycle }: Trial, rejections: ReadonlyMap<NodeInfo, readonly Rejection[]>): readonly NodeAccount[] {
  const feasible = [...rejections].flatMap(([node, found]) => (found.length === 0 ? [node] : []));
  const scored =
    feasible.length > 1
      ? scoreNodes(
          profile.scores,
          cycle,
          feasible,
          Int32Array.from(feasible, ({ slot }) => slot),
        )
      : [];
  const columns = typeof scored === 'string' ? [] : scored;
  const places = new Map(feasible.map((node, place) => [node, place]));
  return [...rejections].map(([node, found]) => ({
    name: node.name,
    rejections: found.map(({ plugin, reasons }) => ({ plugin, reasons })),
    ...(found.length > 0 ? { scores: [], total: 0 } : scoresAt(columns, places.get(node) ?? 0)),
    room: roomOn(node, cycle.facts),
  }));
}

/** Requests against allocatable of everything that the pod asks for, and the number of pods. */
export function roomOn(node: NodeInfo, facts: PodFacts): readonly ResourceRoom[] {
  const rows: ResourceRoom[] = [
    { resource: 'cpu', asked: facts.cpuMilli, used: node.usedCpuMilli, allocatable: node.cpuMilli },
    { resource: 'memory', asked: facts.memoryBytes, used: node.usedMemoryBytes, allocatable: node.memoryBytes },
    { resource: 'ephemeral-storage', asked: facts.ephemeralBytes, used: node.usedEphemeralBytes, allocatable: node.ephemeralBytes },
    { resource: 'pods', asked: 1, used: node.podCount, allocatable: node.maxPods },
    ...Object.entries(facts.scalars ?? {}).map(([resource, asked]) => ({
      resource,
      asked,
      used: node.usedScalars[resource] ?? 0,
      allocatable: node.scalars[resource] ?? 0,
    })),
  ];
  return rows.filter(({ resource, asked }) => asked > 0 || resource === 'cpu' || resource === 'memory');
}
