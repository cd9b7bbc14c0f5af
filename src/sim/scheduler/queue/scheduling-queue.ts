/**
 * Pods that wait for a node (pkg/scheduler/backend/queue): `active` are next in line; `backoff` and `errors` sit out a delay
 * after a failed attempt; `unschedulable` wait for something in the cluster to change; `gated` may not be tried yet.
 */
import type { Pod } from '../../../api/types.gen.ts';
import type { Sortable } from '../framework/plugin.ts';
import { type BackoffLimits, backoffExpiry, isBackingOff, wholeSecond } from './backoff.ts';
import { popOrdered, pushOrdered } from './heap.ts';

export type Place = 'active' | 'backoff' | 'errors' | 'unschedulable' | 'gated';

export interface QueuedPod {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  /** Its schedulerName: whose plugins decide about it. */
  readonly profile: string;
  readonly priority: number;
  /** When it last entered a queue, but for moves between them. */
  at: number;
  attempts: number;
  /** Attempts that ended without a node; counts towards the delay. */
  unschedulable: number;
  /** Attempts that ended in an error, without another outcome between them. */
  errors: number;
  backoffUntil: number;
  /** Plugins that rejected it last, or the one that gates it. */
  rejectors: readonly string[];
  place: Place;
  /** Number of its valid heap entry: an entry with another number is stale. */
  ticket: number;
}

interface Entry extends Sortable {
  readonly uid: string;
  readonly ticket: number;
  readonly until: number;
}

export interface SchedulingQueue {
  readonly pods: Map<string, QueuedPod>;
  readonly active: Entry[];
  readonly backoff: Entry[];
  readonly errors: Entry[];
  /** Pods in `unschedulable` or `gated`, by plugin that keeps them there. */
  readonly heldBy: Map<string, Set<string>>;
  nextTicket: number;
}

/** Who goes first, in `active` and among those with a delay. */
export interface QueueOrders {
  readonly active: (a: Entry, b: Entry) => number;
  readonly delayed: (a: Entry, b: Entry) => number;
}

/** Orders by the profile's QueueSort; equal pods in order of arrival. */
export function queueOrders(compare: (a: Sortable, b: Sortable) => number): QueueOrders {
  return {
    active: (a, b) => compare(a, b) || a.ticket - b.ticket,
    delayed: (a, b) => a.until - b.until || compare(a, b) || a.ticket - b.ticket,
  };
}

export function createSchedulingQueue(): SchedulingQueue {
  return { pods: new Map(), active: [], backoff: [], errors: [], heldBy: new Map(), nextTicket: 1 };
}

/** A pod the queue has not seen before; it still has to be put in a place. */
export function admitPod(queue: SchedulingQueue, pod: Pod, profile: string, now: number): QueuedPod {
  const { uid = '', name = '', namespace = '' } = pod.metadata;
  const queued: QueuedPod = {
    uid,
    key: `${namespace}/${name}`,
    profile,
    priority: pod.spec?.priority ?? 0,
    at: now,
    attempts: 0,
    unschedulable: 0,
    errors: 0,
    backoffUntil: 0,
    rejectors: [],
    place: 'gated',
    ticket: 0,
  };
  queue.pods.set(uid, queued);
  return queued;
}

export function toActive(queue: SchedulingQueue, pod: QueuedPod, orders: QueueOrders): void {
  release(queue, pod);
  pod.place = 'active';
  pushOrdered(queue.active, entryOf(queue, pod), orders.active);
}

/** Out of the way until its delay is over. */
export function toBackoff(queue: SchedulingQueue, pod: QueuedPod, orders: QueueOrders): void {
  release(queue, pod);
  pod.place = pod.errors > 0 ? 'errors' : 'backoff';
  pushOrdered(pod.place === 'errors' ? queue.errors : queue.backoff, entryOf(queue, pod), orders.delayed);
}

/** Held until an event that one of `rejectors` waits for. */
export function toHeld(queue: SchedulingQueue, pod: QueuedPod, place: 'unschedulable' | 'gated', rejectors: readonly string[]): void {
  release(queue, pod);
  pod.place = place;
  pod.rejectors = rejectors;
  for (const plugin of rejectors) {
    const held = queue.heldBy.get(plugin);
    if (held === undefined) queue.heldBy.set(plugin, new Set([pod.uid]));
    else held.add(pod.uid);
  }
}

/** An attempt ended without a node: its delay begins. `error`: not for want of a place. */
export function noteFailure(pod: QueuedPod, now: number, error: boolean, limits: BackoffLimits): void {
  pod.at = now;
  if (error) pod.errors += 1;
  else {
    pod.unschedulable += 1;
    pod.errors = 0;
  }
  pod.backoffUntil = backoffExpiry(now, pod.errors > 0 ? pod.errors : pod.unschedulable, limits);
}

export function removeFromQueue(queue: SchedulingQueue, uid: string): void {
  const pod = queue.pods.get(uid);
  if (pod === undefined) return;
  release(queue, pod);
  queue.pods.delete(uid);
}

/** Takes the next pod, which stays admitted but in no heap. With nobody active, the one whose delay ends first need not wait. */
export function popPod(queue: SchedulingQueue, now: number, orders: QueueOrders): QueuedPod | undefined {
  flushBackoff(queue, now, orders);
  const pod = popValid(queue, queue.active, orders.active) ?? popValid(queue, queue.backoff, orders.delayed);
  if (pod !== undefined) pod.attempts += 1;
  return pod;
}

/** Whom `popPod` would take, as far as it is known without looking at the clock. */
export function peekPod(queue: SchedulingQueue, orders: QueueOrders): QueuedPod | undefined {
  return peekValid(queue, queue.active, orders.active) ?? peekValid(queue, queue.backoff, orders.delayed);
}

/** Moves those whose delay is over by the clock's last whole second; gives those that sat out an error. */
export function flushBackoff(queue: SchedulingQueue, now: number, orders: QueueOrders): readonly QueuedPod[] {
  moveExpired(queue, queue.backoff, now, orders);
  return moveExpired(queue, queue.errors, now, orders);
}

/** When `flushBackoff` will next find a pod that sat out an error; undefined without any. */
export function nextErrorFlush(queue: SchedulingQueue, orders: QueueOrders): number | undefined {
  const pod = peekValid(queue, queue.errors, orders.delayed);
  return pod === undefined ? undefined : wholeSecond(pod.backoffUntil) + 1000;
}

function moveExpired(queue: SchedulingQueue, heap: Entry[], now: number, orders: QueueOrders): readonly QueuedPod[] {
  const moved: QueuedPod[] = [];
  for (;;) {
    const pod = peekValid(queue, heap, orders.delayed);
    if (pod === undefined || isBackingOff(pod.backoffUntil, now)) return moved;
    popOrdered(heap, orders.delayed);
    toActive(queue, pod, orders);
    moved.push(pod);
  }
}

function entryOf(queue: SchedulingQueue, pod: QueuedPod): Entry {
  pod.ticket = queue.nextTicket;
  queue.nextTicket += 1;
  return { uid: pod.uid, ticket: pod.ticket, priority: pod.priority, at: pod.at, until: pod.backoffUntil };
}

/** Takes a pod out of wherever it is; its heap entry, if any, turns stale. */
function release(queue: SchedulingQueue, pod: QueuedPod): void {
  pod.ticket = 0;
  if (pod.place !== 'unschedulable' && pod.place !== 'gated') return;
  for (const plugin of pod.rejectors) {
    const held = queue.heldBy.get(plugin);
    held?.delete(pod.uid);
    if (held?.size === 0) queue.heldBy.delete(plugin);
  }
}

function popValid(queue: SchedulingQueue, heap: Entry[], compare: (a: Entry, b: Entry) => number): QueuedPod | undefined {
  const pod = peekValid(queue, heap, compare);
  if (pod === undefined) return undefined;
  popOrdered(heap, compare);
  pod.ticket = 0;
  return pod;
}

function peekValid(queue: SchedulingQueue, heap: Entry[], compare: (a: Entry, b: Entry) => number): QueuedPod | undefined {
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    const pod = queue.pods.get(top.uid);
    if (pod !== undefined && pod.ticket === top.ticket) return pod;
    popOrdered(heap, compare);
  }
  return undefined;
}
