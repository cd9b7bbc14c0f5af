/**
 * How an owner's pods lie over zones and nodes, what skew its constraints speak of, and what would become of its next pod in
 * each domain. Everything is counted on the present state by the functions with which the scheduler decides.
 */
import type { NextPod, NodeAccount, PlacementAccount, SpreadAccount, SpreadDomain, SpreadOver } from '../../../../api/scheduling.ts';
import { isTerminating } from '../../../../api/object.ts';
import type { PrngState } from '../../../../base/prng.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { countReasons } from '../account.ts';
import { accountNow } from '../now.ts';
import { type Onlooker, type Trial, nodesOf, startTrial } from '../trial.ts';
import { type Counts, type Domain, domainsBy, leastOf } from './domains.ts';
import { findingsOf } from './findings.ts';
import { type RuledKey, keysOf } from './rules.ts';
import { type Owned, isPlaced, ownedBy } from './specimen.ts';

/** Of many domains the first and the last are shown. */
const FIRST_DOMAINS = 16;
const LAST_DOMAINS = 8;

/** Undefined for an object without pods, and for pods of another scheduler. */
export function spreadOf(context: Onlooker, random: PrngState, kind: string, namespace: string, name: string): SpreadAccount | undefined {
  const owned = ownedBy(context, kind, namespace, name);
  const trial = owned && startTrial(context, random, owned.next);
  if (owned === undefined || trial === undefined) return undefined;
  const account = accountNow(trial);
  const own = ownByNode(owned);
  const nodes = nodesOf(trial);
  const view = { trial, account, nodes, own, byName: new Map(account.nodes.map((node) => [node.name, node])) };
  const placed = owned.pods.filter((pod) => isPlaced(pod) && !isTerminating(pod)).length;
  const keys = keysOf(trial)
    .filter(({ topologyKey, rule }) => rule !== undefined || nodes.some((node) => topologyValue(node, topologyKey) !== undefined))
    .map((key) => spreadOver(view, key, owned));
  return { object: owned.object, placed, next: account.node, keys };
}

interface View {
  readonly trial: Trial;
  readonly account: PlacementAccount;
  readonly nodes: readonly NodeInfo[];
  readonly own: Counts;
  readonly byName: ReadonlyMap<string, NodeAccount>;
}

function ownByNode({ pods }: Owned): Counts {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    if (!isPlaced(pod) || isTerminating(pod)) continue;
    const node = pod.spec?.nodeName ?? '';
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

function spreadOver(view: View, key: RuledKey, { pods }: Owned): SpreadOver {
  const { trial, nodes, own } = view;
  const domains = domainsBy(key, trial.cycle, nodes, own);
  const counting = domains.filter(({ counts }) => counts).map(({ counted }) => counted);
  const fewest = counting.length < (key.rule?.minDomains ?? 1) ? 0 : leastOf(domains);
  const most = counting.length === 0 ? 0 : Math.max(...counting);
  const known = new Map<Domain, NextPod>();
  const next = (domain: Domain): NextPod => {
    const found = known.get(domain) ?? nextIn(view, domain);
    known.set(domain, found);
    return found;
  };
  const without = nodes.filter((node) => topologyValue(node, key.topologyKey) === undefined).length;
  const findings = findingsOf(trial, { key, domains, most, next, pods, without });
  const self = key.constraint?.selfMatch === false ? 0 : 1;
  const told = (domain: Domain): SpreadDomain => {
    const { value, counted, leaving, excluded, nodes: within } = domain;
    // Of a domain that doesn't count nobody is counted.
    const skew = (domain.counts ? counted : 0) + self - fewest;
    return { value, nodes: within.length, counted, own: domain.own, leaving, excluded, skew, next: next(domain) };
  };
  const chosen = domains.find(({ nodes: within }) => within.some(({ name }) => name === view.account.node));
  const sorted = domains.toSorted((a, b) => Number(b === chosen) - Number(a === chosen) || b.counted - a.counted);
  const shown =
    sorted.length <= FIRST_DOMAINS + LAST_DOMAINS ? sorted : [...sorted.slice(0, FIRST_DOMAINS), ...sorted.slice(-LAST_DOMAINS)];
  const { topologyKey, rule } = key;
  return { topologyKey, rule, findings, most, fewest, domains: shown.map(told), more: sorted.length - shown.length };
}

function nextIn({ account, byName }: View, { nodes }: Domain): NextPod {
  const accounts = nodes.flatMap(({ name }) => byName.get(name) ?? []);
  if (accounts.some(({ name }) => name === account.node)) return { outcome: 'chosen', node: account.node };
  const feasible = accounts.filter(({ rejections }) => rejections.length === 0);
  const best = feasible.reduce<NodeAccount | undefined>(
    (most, node) => (most === undefined || node.total > most.total ? node : most),
    undefined,
  );
  if (best === undefined) return { outcome: 'none', reasons: countReasons(accounts, { leftOut: 0, words: '' }) };
  const chosen = byName.get(account.node);
  return { outcome: 'lower', node: best.name, behind: (chosen?.total ?? best.total) - best.total, plugin: mostBehind(chosen, best) };
}

/** The plugin that makes most of the difference. */
function mostBehind(chosen: NodeAccount | undefined, best: NodeAccount): string {
  const leads = (chosen?.scores ?? []).map(({ plugin, normalised, weight }, index) => {
    const other = best.scores[index];
    return { plugin, lead: weight * (normalised - (other?.normalised ?? 0)) };
  });
  return leads.reduce((most, one) => (one.lead > most.lead ? one : most), { plugin: '', lead: 0 }).plugin;
}
