/** How many more pods of a kind there is room for: they are placed one by one on a copy of the cluster until one finds no place. */
import type { FitAccount, NodeAccount } from '../../../api/scheduling.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { nextFloat } from '../../../base/prng.ts';
import { addPod } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { attemptPod } from '../framework/cycle.ts';
import { whyNot } from '../framework/filtering.ts';
import { fitError } from '../framework/diagnosis.ts';
import { diagnose } from '../schedule-one.ts';
import { countReasons } from './account.ts';
import { type Trial, copyTrial, cycleFor, everyRejection } from './trial.ts';

const MAX_PODS = 5000;
/** Nodes that are looked at, all pods together. */
const MAX_LOOKS = 1_000_000;

export function fitOf(given: Trial): FitAccount {
  const trial = copyTrial(given);
  const { profile, random } = trial;
  const { cache, informers, pod, facts } = trial.cycle;
  const counts = new Map<string, number>();
  let { start } = trial;
  let looks = 0;
  for (let count = 0; ; count += 1) {
    const cycle = cycleFor(numbered(pod, count), cache, informers);
    const attempt = attemptPod(profile, cycle, start, () => nextFloat(random));
    const { chosen } = attempt;
    looks += attempt.visited.length;
    const bounded = chosen !== undefined && (count >= MAX_PODS || looks > MAX_LOOKS);
    if (chosen === undefined || bounded) {
      const means = { now: trial.context.now, random: () => nextFloat(random), whyNot: (node: NodeInfo) => whyNot(profile, cycle, node) };
      const message = bounded || attempt.nodeCount === 0 ? '' : fitError(cycle, diagnose(attempt), profile.postFilters, means).message;
      return { count, bounded, message, ...stops({ ...trial, cycle }, counts) };
    }
    counts.set(chosen.name, (counts.get(chosen.name) ?? 0) + 1);
    addPod(cache, cycle.pod, chosen.name, facts);
    if (attempt.nodeCount >= 100) start = (start + attempt.visited.length) % attempt.nodeCount;
  }
}

/** What keeps the next one from each node. */
function stops(trial: Trial, counts: ReadonlyMap<string, number>): Pick<FitAccount, 'counts' | 'nodes'> {
  const rejected = [...everyRejection(trial)].map(([{ name }, rejections]): NodeAccount => ({
    name,
    rejections: rejections.map(({ plugin, reasons }) => ({ plugin, reasons })),
    total: 0,
    scores: [],
    room: [],
  }));
  const nodes = rejected.map(({ name, rejections }) => ({
    name,
    count: counts.get(name) ?? 0,
    reasons: rejections.flatMap(({ reasons }) => reasons),
  }));
  return { counts: countReasons(rejected, { leftOut: 0, words: '' }), nodes };
}

function numbered(pod: Pod, number: number): Pod {
  return { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name ?? ''}-${number}`, uid: `fit-${number}` } };
}
