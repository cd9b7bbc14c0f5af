/** Sentences about where a pod is and what would change it. */
import type { Change, PlacementAccount, PodExplanation, QueueStep, ReasonCount, ResourceRoom } from '../../api/scheduling.ts';
import type { Translate } from '../messages/index.ts';
import { bytes, clockTime, cores } from '../parts/names.ts';

/** `2 Insufficient cpu, 1 node(s) had untolerated taint(s)`, in kube-scheduler's own words. */
export function reasonsText(counts: readonly ReasonCount[]): string {
  return counts.map(({ reason, count }) => `${count} ${reason}`).join(', ');
}

/** One or two sentences that answer why. */
export function whyText(t: Translate, explanation: PodExplanation, node: string): string {
  const { place, decided, forgotten, now, backoffUntil, servedInstead } = explanation;
  switch (place) {
    case 'elsewhere':
      return servedInstead.length === 0 ? t('why.elsewhere') : t('why.unserved', { served: servedInstead.join(', ') });
    case 'gated':
      return t('why.gated');
    case 'waiting':
      return t('why.waits', { node: decided?.node ?? '' });
    case 'bound':
      if (decided === undefined) return anewText(t, forgotten?.node === node ? forgotten : undefined, node, now);
      return decided.node !== node ? t('why.given', { node }) : [choiceText(t, decided), againText(t, now)].join(' ').trim();
    case 'active':
    case 'attempt':
    case 'backoff':
    case 'errors':
    case 'unschedulable':
      return [nowhereText(t, decided ?? now), nextText(t, place, now, backoffUntil)].join(' ').trim();
  }
}

/** The account was thrown away: it is worked out anew, from the cluster as it is. */
function anewText(t: Translate, forgotten: PodExplanation['forgotten'], node: string, now: PlacementAccount | undefined): string {
  const placed = forgotten === undefined ? t('why.given', { node }) : t('why.forgotten', { node, attempt: forgotten.attempt });
  if (now === undefined || now.node === '') return [placed, againText(t, now)].join(' ').trim();
  return `${placed} ${t('why.anew', { choice: choiceText(t, now) })}`;
}

/** Why the chosen node and no other. */
export function choiceText(t: Translate, account: PlacementAccount): string {
  const { node, nodes, tied, sampling } = account;
  if (sampling.why === 'nominated') return t('why.nominated', { node });
  const ranked = nodes.filter(({ scores }) => scores.length > 0).toSorted((a, b) => b.total - a.total);
  const chosen = ranked.find(({ name }) => name === node);
  if (chosen === undefined) return t('why.single', { node });
  if (tied.includes(node)) return t('why.tie', { node, count: tied.length, total: chosen.total });
  const second = ranked.find(({ name }) => name !== node);
  if (second === undefined) return t('why.single', { node });
  const leads = chosen.scores.map(({ plugin, normalised, weight }, index) => {
    const other = second.scores[index];
    return { plugin, lead: normalised * weight - (other === undefined ? 0 : other.normalised * other.weight) };
  });
  const [most] = leads.toSorted((a, b) => b.lead - a.lead);
  const lead = chosen.total - second.total;
  return t('why.best', { node, total: chosen.total, lead, second: second.name, plugin: most?.plugin ?? '' });
}

function nowhereText(t: Translate, account: PlacementAccount | undefined): string {
  if (account === undefined || account.node !== '') return '';
  if (account.nodeCount === 0) return t('why.noNodes');
  return t('why.nowhere', { count: account.nodeCount, reasons: reasonsText(account.counts) });
}

function nextText(t: Translate, place: PodExplanation['place'], now: PlacementAccount | undefined, backoffUntil: number): string {
  const made = now?.preemption?.node ?? '';
  if (now !== undefined && now.node !== '')
    return place === 'active' ? t('why.isNext') : [t('why.wouldGo', { node: now.node }), backoffText(t, backoffUntil)].join(' ').trim();
  return made === '' ? '' : t('why.makesWay', { node: made });
}

function backoffText(t: Translate, until: number): string {
  return until === 0 ? '' : t('why.backoff', { time: clockTime(until) });
}

function againText(t: Translate, now: PlacementAccount | undefined): string {
  return now === undefined || now.node !== '' ? '' : t('why.noLonger', { reasons: reasonsText(now.counts) });
}

export function samplingText(t: Translate, { sampling, nodeCount }: PlacementAccount): string {
  const { looked, enough, why } = sampling;
  if (why === 'enough') return t('sampling.enough', { looked, enough, all: nodeCount });
  return why === 'named' ? t('sampling.named') : '';
}

export function changeText(t: Translate, { kind, object, what, to, from }: Change): string {
  return t(`change.${kind}`, { name: object.name, what, to, from });
}

export function stepText(t: Translate, { to, attempt, node }: QueueStep): string {
  return t(`queue.${to}`, { attempt, node });
}

/** What brought the pod there. */
export function reasonText(t: Translate, { event, about, plugins }: QueueStep): string {
  if (event === 'UnschedulableTimeout') return t('queue.timeout', { event });
  if (event !== '') return t('queue.moved', { event, about, plugins: plugins.join(', ') });
  return plugins.length === 0 ? '' : t('queue.by', { plugins: plugins.join(', ') });
}

export function roomText(t: Translate, { resource, asked, used, allocatable }: ResourceRoom): string {
  const text = (amount: number) => amountText(resource, amount);
  return t('verdict.asks', { resource, asked: text(asked), free: text(Math.max(0, allocatable - used)), all: text(allocatable) });
}

function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return cores(amount);
  return resource === 'memory' || resource === 'ephemeral-storage' ? bytes(amount) : String(amount);
}

/** Room that is too little for what is asked. */
export function tooLittle(room: readonly ResourceRoom[]): readonly ResourceRoom[] {
  return room.filter(({ asked, used, allocatable }) => asked > 0 && asked > allocatable - used);
}
