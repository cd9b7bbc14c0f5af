/** client-go's work queue as plain data: a key waits at most once, failures back off exponentially. */
import type { QueueState } from '../kernel/state.ts';

const BASE_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 1_000_000;

export function createQueue(): QueueState {
  return { ready: [], head: 0, queued: new Map(), delayed: new Map(), failures: new Map(), scheduled: false };
}

export function queueLength(queue: QueueState): number {
  return queue.ready.length - queue.head;
}

/** False when the key waits already. The first cause of a waiting key is kept. */
export function pushKey(queue: QueueState, key: string, cause: number): boolean {
  if (queue.queued.has(key)) return false;
  queue.queued.set(key, cause);
  queue.ready.push(key);
  return true;
}

/** Takes the next key and the cause that queued it. */
export function popKey(queue: QueueState): { key: string; cause: number } | undefined {
  const key = queue.ready[queue.head];
  if (key === undefined) return undefined;
  queue.head += 1;
  if (queue.head > 1024 && queue.head * 2 > queue.ready.length) {
    queue.ready = queue.ready.slice(queue.head);
    queue.head = 0;
  }
  const cause = queue.queued.get(key) ?? 0;
  queue.queued.delete(key);
  return { key, cause };
}

/** Notes that `key` is due at `at`; false when it is due no later already. */
export function delayKey(queue: QueueState, key: string, at: number): boolean {
  const due = queue.delayed.get(key);
  if (due !== undefined && due <= at) return false;
  queue.delayed.set(key, at);
  return true;
}

/** Counts a failure and gives the delay until the next try, in milliseconds. */
export function failKey(queue: QueueState, key: string): number {
  const failures = queue.failures.get(key) ?? 0;
  queue.failures.set(key, failures + 1);
  return Math.min(BASE_BACKOFF_MS * 2 ** failures, MAX_BACKOFF_MS);
}

export function forgetKey(queue: QueueState, key: string): void {
  if (queue.failures.size > 0) queue.failures.delete(key);
}
