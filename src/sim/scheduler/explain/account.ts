/** An attempt in the words that everybody shares: one that was made, or one that is only played through. */
import type { NodeAccount, PlacementAccount, PreemptionAccount, ReasonCount, Sampling } from '../../../api/scheduling.ts';
import { enoughFeasible } from '../framework/filtering.ts';
import type { Profiles } from '../profiles.ts';
import { type Details, type Search, type Verdicts, lookedAt } from '../verdicts.ts';
import type { Profile } from '../framework/profile.ts';
import { NOT_HELPFUL } from '../plugins/default-preemption/default-preemption.ts';

/** The last decision about a pod; undefined when there was none, or when too little of it is left. */
export function decidedAccount(verdicts: Verdicts, profiles: Profiles, uid: string): PlacementAccount | undefined {
  const verdict = verdicts.byPod.get(uid);
  if (verdict === undefined || verdict.details === null) return undefined;
  const { at, attempt, node, message, details } = verdict;
  const profile = profiles.byName.get(details.profile);
  const nodes = decidedNodes(lookedAt(verdicts, details), profile, details);
  return accountFrom({
    at,
    attempt,
    node,
    message,
    nodes,
    search: details.search,
    percentage: profile?.percentageOfNodesToScore ?? 0,
    preemption: details.preemption ?? undefined,
  });
}

export interface Told {
  readonly at: number;
  readonly attempt: number;
  readonly node: string;
  readonly message: string;
  readonly nodes: readonly NodeAccount[];
  readonly search: Search;
  /** percentageOfNodesToScore. */
  readonly percentage: number;
  readonly preemption: PreemptionAccount | undefined;
}

export function accountFrom({ search, percentage, ...told }: Told): PlacementAccount {
  return {
    ...told,
    nodeCount: search.nodeCount,
    sampling: samplingOf(search, told.nodes.length, percentage),
    tied: tiedNodes(told.nodes),
    counts: told.node === '' ? countReasons(told.nodes, search) : [],
    preemptionCounts: countPreemption(told),
  };
}

export function samplingOf({ nodeCount, ended, leftOut, words }: Search, looked: number, percentage: number): Sampling {
  const enough = enoughFeasible(nodeCount, percentage);
  if (ended) return { looked: 0, enough, why: 'prefilter' };
  if (leftOut > 0) return { looked, enough, why: words.startsWith('node(s) were not looked at') ? 'nominated' : 'named' };
  return { looked, enough, why: looked < nodeCount ? 'enough' : 'all' };
}

/** Which nodes are counted under which words of the message, in the order of the message. */
export function countReasons(nodes: readonly NodeAccount[], { leftOut, words }: Pick<Search, 'leftOut' | 'words'>): readonly ReasonCount[] {
  const byReason = new Map<string, string[]>();
  for (const { name, rejections } of nodes) {
    for (const reason of rejections[0]?.reasons ?? []) {
      const names = byReason.get(reason);
      if (names === undefined) byReason.set(reason, [name]);
      else names.push(name);
    }
  }
  const counts = [...byReason].map(([reason, names]) => ({ reason, count: names.length, nodes: names }));
  const all = leftOut === 0 ? counts : [...counts, { reason: words, count: leftOut, nodes: [] }];
  return all.toSorted((a, b) => (`${a.count} ${a.reason}` < `${b.count} ${b.reason}` ? -1 : 1));
}

const PREEMPTION = /preemption: 0\/\d+ nodes are available: (.*)\.$/;

/** The second histogram of the message, with the nodes that are known by name: of all those that were tried out only some are. */
function countPreemption({ message, nodes, preemption }: Pick<Told, 'message' | 'nodes' | 'preemption'>): readonly ReasonCount[] {
  const [, words] = PREEMPTION.exec(message) ?? [];
  if (words === undefined) return [];
  const tried = new Set(preemption?.nodes.map(({ node }) => node));
  const untried =
    preemption !== undefined && preemption.more > 0 ? [] : nodes.filter(({ name }) => !tried.has(name)).map(({ name }) => name);
  return words.split(/, (?=\d+ )/).map((part) => {
    const [, count = '', reason = ''] = /^(\d+) (.*)$/.exec(part) ?? [];
    const named = (preemption?.nodes ?? []).filter(({ reasons }) => reasons.includes(reason)).map(({ node }) => node);
    return { reason, count: Number(count), nodes: reason === NOT_HELPFUL ? untried : named };
  });
}

function tiedNodes(nodes: readonly NodeAccount[]): readonly string[] {
  const scored = nodes.filter(({ scores }) => scores.length > 0);
  const best = scored.reduce((most, { total }) => Math.max(most, total), 0);
  const tied = scored.filter(({ total }) => total === best);
  return tied.length > 1 ? tied.map(({ name }) => name) : [];
}

function decidedNodes(
  names: readonly string[],
  profile: Profile | undefined,
  { rejected, rejections, columns }: Details,
): readonly NodeAccount[] {
  const scored = columns.map(({ plugin, raw }) => {
    const entry = profile?.scores.find((score) => score.plugin.name === plugin);
    return { plugin, raw, normalised: entry?.plugin.normalise?.(raw) ?? raw, weight: entry?.weight ?? 0 };
  });
  let feasible = 0;
  return names.map((name, index) => {
    const rejection = rejections[(rejected[index] ?? 0) - 1];
    if (rejection !== undefined) return { name, rejections: [rejection], total: 0, scores: [], room: [] };
    const place = feasible;
    feasible += 1;
    return { name, rejections: [], ...scoresAt(scored, place), room: [] };
  });
}

interface Column {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: readonly number[];
  readonly normalised: readonly number[];
}

/** What each plugin gave to the node at this place among the feasible ones; a column of one value is everybody's. */
export function scoresAt(columns: readonly Column[], place: number): Pick<NodeAccount, 'scores' | 'total'> {
  const scores = columns.map(({ plugin, raw, normalised, weight }) => ({
    plugin,
    raw: raw[place] ?? raw[0] ?? 0,
    normalised: normalised[place] ?? normalised[0] ?? 0,
    weight,
  }));
  return { scores, total: scores.reduce((sum, { normalised, weight }) => sum + normalised * weight, 0) };
}
