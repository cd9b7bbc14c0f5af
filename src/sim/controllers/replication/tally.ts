/**
 * What is known of one set's pods, kept up to date by each pod's change, so that a sync need not look at the pods again.
 * Invariant: the counts are those of all pods that the informer holds, that the set controls and that its selector matches.
 */
import { type Timed, heapPop, heapPush } from '../../../base/heap.ts';
import { type Labels, type Selector, matchesSelector } from '../../../api/labels.ts';
import { isPodTerminal, podCondition } from '../../../api/pod/conditions.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod, PodCondition } from '../../../api/types.gen.ts';
import { type Expectations, createExpectations } from '../../client/expectations.ts';
import { type Pace, createPace } from '../../client/pace.ts';

export interface Counts {
  active: number;
  ready: number;
  available: number;
  /** Active pods that carry all of the template's labels. */
  labelled: number;
  terminating: number;
}

/** What a pod is judged by. */
export interface Yardstick {
  readonly selector: Selector;
  readonly templateLabels: Labels | undefined;
  readonly minReadyMs: number;
}

interface Due extends Timed {
  readonly pod: string;
}

export interface Tally extends Counts, Pace {
  readonly key: string;
  /** How many active pods there should be. */
  desired: number;
  yardstick: Yardstick;
  readonly expectations: Expectations;
  /** The counts that a sync has reported, or has been asked to report. */
  readonly shown: Counts;
  /** Controlled pods that the selector doesn't match, by key; true once the pod was released. */
  readonly strays: Map<string, boolean>;
  /** Matching pods without a controller, by key; true once the pod was adopted. */
  readonly candidates: Map<string, boolean>;
  /** Matching pods that lack a label of the template. */
  readonly unlabelled: Set<string>;
  /** Active pods by node. */
  readonly perNode: Map<string, number>;
  /** Ready pods that are not available yet, and when they will be. The heap may hold entries that no longer hold. */
  readonly waiting: Map<string, number>;
  readonly due: Due[];
  nextDue: number;
  /** resourceVersion of the last status that we wrote. */
  wrote: string;
}

export function createTally(key: string, yardstick: Yardstick): Tally {
  return {
    key,
    desired: 0,
    yardstick,
    expectations: createExpectations(),
    shown: noCounts(),
    ...noCounts(),
    strays: new Map(),
    candidates: new Map(),
    unlabelled: new Set(),
    perNode: new Map(),
    waiting: new Map(),
    due: [],
    nextDue: 0,
    ...createPace(),
    wrote: '',
  };
}

/** Whether the counts have changed since this was last asked. */
export function takeChange(tally: Tally): boolean {
  const { shown, active, ready, available, labelled, terminating } = tally;
  const isSame =
    shown.active === active &&
    shown.ready === ready &&
    shown.available === available &&
    shown.labelled === labelled &&
    shown.terminating === terminating;
  if (isSame && tally.waiting.size === 0) return false;
  noteShown(tally);
  return true;
}

/** A sync reports the counts as they are, whatever it was that asked for it. */
export function noteShown({ shown, active, ready, available, labelled, terminating }: Tally): void {
  Object.assign(shown, { active, ready, available, labelled, terminating });
}

/** What was asked to be reported was not: the next change of a pod asks for it again, even if it is one back to the same counts. */
export function forgetShown({ shown }: Tally): void {
  shown.active = -1;
}

export function noCounts(): Counts {
  return { active: 0, ready: 0, available: 0, labelled: 0, terminating: 0 };
}

/** Counts all pods anew, by a new yardstick. */
export function recount(tally: Tally, yardstick: Yardstick, pods: readonly { key: string; pod: Pod }[], now: number): void {
  Object.assign(tally, noCounts());
  tally.yardstick = yardstick;
  for (const state of [tally.strays, tally.unlabelled, tally.perNode, tally.waiting]) state.clear();
  tally.due.length = 0;
  for (const { key, pod } of pods) addPod(tally, key, pod, undefined, now);
}

/** Counts a pod in. `before` is its state that was counted before, if it was: with the same labels it matches as it did. */
export function addPod(tally: Tally, key: string, pod: Pod, before: Pod | undefined, now: number): void {
  if (before === undefined || before.metadata.labels !== pod.metadata.labels) judgeLabels(tally, key, pod.metadata.labels);
  if (tally.strays.has(key) || isPodTerminal(pod)) return;
  if (pod.metadata.deletionTimestamp !== undefined) {
    tally.terminating += 1;
    return;
  }
  tally.active += 1;
  countOnNode(tally, pod, 1);
  if (!tally.unlabelled.has(key)) tally.labelled += 1;
  const ready = readyCondition(pod);
  if (ready === undefined) return;
  tally.ready += 1;
  if (isAvailableAt(tally, ready, now)) tally.available += 1;
  else delayAvailability(tally, key, ready);
}

/** Counts a pod out: the state of it that was counted in last. */
export function subtractPod(tally: Tally, key: string, pod: Pod): void {
  if (tally.strays.has(key) || isPodTerminal(pod)) return;
  if (pod.metadata.deletionTimestamp !== undefined) {
    tally.terminating -= 1;
    return;
  }
  tally.active -= 1;
  countOnNode(tally, pod, -1);
  if (!tally.unlabelled.has(key)) tally.labelled -= 1;
  if (readyCondition(pod) === undefined) return;
  tally.ready -= 1;
  if (!tally.waiting.delete(key)) tally.available -= 1;
}

/** Forgets what is remembered of a pod besides the counts. */
export function forgetPod(tally: Tally, key: string): void {
  tally.strays.delete(key);
  tally.unlabelled.delete(key);
  tally.candidates.delete(key);
}

/** Lets time pass: pods that were ready long enough become available. Gives the time of the next one, or undefined. */
export function ripen(tally: Tally, now: number): number | undefined {
  for (let first = tally.due[0]; first !== undefined; first = tally.due[0]) {
    const holds = tally.waiting.get(first.pod) === first.at;
    if (holds && first.at > now) return first.at;
    heapPop(tally.due);
    if (!holds) continue;
    tally.waiting.delete(first.pod);
    tally.available += 1;
  }
  return undefined;
}

/** The Ready condition if it is true. */
export function readyCondition(pod: Pod): PodCondition | undefined {
  const ready = podCondition(pod, 'Ready');
  return ready?.status === 'True' ? ready : undefined;
}

function countOnNode(tally: Tally, pod: Pod, change: 1 | -1): void {
  const node = pod.spec?.nodeName ?? '';
  const count = (tally.perNode.get(node) ?? 0) + change;
  if (count === 0) tally.perNode.delete(node);
  else tally.perNode.set(node, count);
}

function judgeLabels(tally: Tally, key: string, labels: Labels | undefined): void {
  const { selector, templateLabels } = tally.yardstick;
  if (matchesSelector(selector, labels)) tally.strays.delete(key);
  else tally.strays.set(key, false);
  if (hasAll(labels, templateLabels)) tally.unlabelled.delete(key);
  else tally.unlabelled.add(key);
}

function hasAll(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  if (labels === wanted) return true;
  for (const name in wanted) if (labels?.[name] !== wanted[name]) return false;
  return true;
}

function isAvailableAt(tally: Tally, ready: PodCondition, now: number): boolean {
  return tally.yardstick.minReadyMs === 0 || availableAt(tally, ready) <= now;
}

function delayAvailability(tally: Tally, key: string, ready: PodCondition): void {
  const at = availableAt(tally, ready);
  tally.waiting.set(key, at);
  // Without a transition time it never becomes available.
  if (at < Number.POSITIVE_INFINITY) heapPush(tally.due, { at, seq: tally.nextDue++, pod: key });
}

function availableAt(tally: Tally, ready: PodCondition): number {
  const since = ready.lastTransitionTime;
  return since === undefined ? Number.POSITIVE_INFINITY : parseTime(since) + tally.yardstick.minReadyMs;
}
