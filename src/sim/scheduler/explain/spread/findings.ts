/** What of the present state makes a spread uneven, or keeps it so. */
import { NODE } from '../../../../api/resources.ts';
import type { NextPod, SpreadFinding, SpreadFindingKind } from '../../../../api/scheduling.ts';
import type { Pod } from '../../../../api/types.gen.ts';
import { NAME, SKEWED } from '../../plugins/pod-topology-spread/pod-topology-spread.ts';
import type { Trial } from '../trial.ts';
import { type Domain, leastOf } from './domains.ts';
import type { RuledKey } from './rules.ts';
import { isPlaced } from './specimen.ts';

export interface Counted {
  readonly key: RuledKey;
  readonly domains: readonly Domain[];
  readonly most: number;
  readonly next: (domain: Domain) => NextPod;
  /** All of the owner's. */
  readonly pods: readonly Pod[];
  /** Nodes without the key. */
  readonly without: number;
}

export function findingsOf(trial: Trial, counted: Counted): readonly SpreadFinding[] {
  const { key, domains, most, without } = counted;
  const { rule, constraint } = key;
  if (rule === undefined || constraint === undefined) return [finding('no-rule')];
  const hard = rule.whenUnsatisfiable === 'DoNotSchedule';
  const real = domains.filter(({ counts }) => counts).length;
  const own = domains.reduce((sum, domain) => sum + domain.own, 0);
  const all = domains.reduce((sum, domain) => sum + domain.counted, 0);
  return [
    ...(takesPart(trial, hard) ? [] : [finding('switched-off', hard ? 'filter' : 'score')]),
    ...(hard || !takesPart(trial, false) ? [] : [finding('soft', rule.from, weightOf(trial))]),
    ...excludedBy(domains, 'affinity', 'excluded-affinity'),
    ...excludedBy(domains, 'taints', 'excluded-taints'),
    ...(without > 0 && hard ? [finding('missing-key', key.topologyKey, without)] : []),
    ...(constraint.selfMatch ? [] : [finding('not-itself')]),
    ...(all > own ? [finding('others-counted', '', all - own)] : []),
    ...(real < rule.minDomains ? [finding('min-domains', String(real), rule.minDomains)] : []),
    ...(hard ? heldBy(counted) : shut(counted)),
    ...(hard && most - leastOf(domains) > rule.maxSkew ? since(trial, counted) : []),
  ];
}

function finding(kind: SpreadFindingKind, about = '', count = 0): SpreadFinding {
  return { kind, about, count };
}

function takesPart({ profile }: Trial, hard: boolean): boolean {
  const among = hard ? profile.filters : profile.scores;
  return among.some(({ plugin }) => plugin.name === NAME);
}

function weightOf({ profile }: Trial): number {
  return profile.scores.find(({ plugin }) => plugin.name === NAME)?.weight ?? 0;
}

function excludedBy(domains: readonly Domain[], why: Domain['excluded'], kind: SpreadFindingKind): readonly SpreadFinding[] {
  const out = domains.filter(({ excluded }) => excluded === why);
  return out.length === 0 ? [] : [finding(kind, namesOf(out), out.length)];
}

const MOST_NAMES = 3;

function namesOf(domains: readonly Domain[]): string {
  const names = domains.slice(0, MOST_NAMES).map(({ value }) => value);
  return domains.length > MOST_NAMES ? `${names.join(', ')}, …` : names.join(', ');
}

/** The emptiest domains count, but can't take a pod for another reason, and so nobody else may. */
function heldBy({ domains, next }: Counted): readonly SpreadFinding[] {
  const counting = domains.filter(({ counts }) => counts);
  const least = leastOf(domains);
  const open = counting.some((domain) => next(domain).outcome !== 'none');
  const skewed = counting.some((domain) => domain.counted > least && isSkewed(next(domain)));
  const shut = counting.filter((domain) => domain.counted === least && next(domain).outcome === 'none');
  return open || !skewed || shut.length === 0 ? [] : [finding('held-by', namesOf(shut), shut.length)];
}

/** An emptiest domain that can't take a pod is no reason to wait for a mere preference. */
function shut({ domains, most, next }: Counted): readonly SpreadFinding[] {
  const least = leastOf(domains);
  if (most === least) return [];
  const closed = domains.filter((domain) => domain.counts && domain.counted === least && next(domain).outcome === 'none');
  return closed.length === 0 ? [] : [finding('shut', namesOf(closed), closed.length)];
}

function isSkewed(next: NextPod): boolean {
  return next.outcome === 'none' && next.reasons.some(({ reason }) => SKEWED.reasons.includes(reason));
}

/** The rule held when each pod was placed: so either the emptiest domain is younger than the pods elsewhere, or pods went. */
function since({ context }: Trial, { domains, pods }: Counted): readonly SpreadFinding[] {
  const least = leastOf(domains);
  const placed = pods.filter(isPlaced).map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''));
  const youngest = Math.max(...placed);
  const later = domains.filter(
    ({ counts, counted, nodes }) =>
      counts &&
      counted === least &&
      nodes.every(({ name }) => Date.parse(context.lister(NODE).byKey(name)?.metadata.creationTimestamp ?? '') > youngest),
  );
  return later.length > 0 ? [finding('came-later', namesOf(later), later.length)] : [finding('pods-went')];
}
