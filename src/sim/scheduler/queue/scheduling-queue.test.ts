import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../api/types.gen.ts';
import { BASIC_PROFILES } from '../plugins/registry.ts';
import { USUAL_BACKOFF } from '../profiles.ts';
import { backoffExpiry as expiryWithin, isBackingOff } from './backoff.ts';
import {
  type QueuedPod,
  type SchedulingQueue,
  admitPod as admitTo,
  createSchedulingQueue,
  flushBackoff,
  nextErrorFlush,
  noteFailure as noteWithin,
  peekPod,
  popPod,
  removeFromQueue,
  toActive,
  toBackoff,
  toHeld,
} from './scheduling-queue.ts';

const { orders: ORDERS } = BASIC_PROFILES;
const admitPod = (queue: SchedulingQueue, object: Pod, now: number) => admitTo(queue, object, 'default-scheduler', now);
const noteFailure = (queued: QueuedPod, now: number, error: boolean) => noteWithin(queued, now, error, USUAL_BACKOFF);
const backoffExpiry = (now: number, failures: number) => expiryWithin(now, failures, USUAL_BACKOFF);
const pod = (name: string, priority = 0): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: name },
  spec: { priority, containers: [] },
});

describe('delays', () => {
  it('double from one second to ten, down to a whole second', () => {
    expect([1, 2, 3, 4, 5, 6].map((failures) => backoffExpiry(10_300, failures))).toEqual([11_000, 12_000, 14_000, 18_000, 20_000, 20_000]);
    expect(backoffExpiry(10_300, 0)).toBe(0);
  });

  it('are over at the tick after the one at which they end', () => {
    expect([11_000, 11_999, 12_000].map((now) => isBackingOff(11_000, now))).toEqual([true, true, false]);
  });
});

describe('order', () => {
  it('is priority, then time of waiting, then arrival', () => {
    const queue = createSchedulingQueue();
    const arrivals: [string, number, number][] = [
      ['late', 0, 5],
      ['first', 0, 1],
      ['urgent', 10, 9],
      ['second', 0, 1],
    ];
    for (const [name, priority, at] of arrivals) toActive(queue, admitPod(queue, pod(name, priority), at), ORDERS);
    const order = [1, 2, 3, 4].map(() => popPod(queue, 10, ORDERS)?.uid);
    expect(order).toEqual(['urgent', 'first', 'second', 'late']);
    expect(popPod(queue, 10, ORDERS)).toBeUndefined();
  });

  it('takes a pod out of its delay when nobody else is there', () => {
    const queue = createSchedulingQueue();
    const rejected = admitPod(queue, pod('rejected'), 0);
    noteFailure(rejected, 0, false);
    toBackoff(queue, rejected, ORDERS);
    const fresh = admitPod(queue, pod('fresh'), 100);
    toActive(queue, fresh, ORDERS);
    expect([peekPod(queue, ORDERS)?.uid, popPod(queue, 100, ORDERS)?.uid, popPod(queue, 100, ORDERS)?.uid]).toEqual([
      'fresh',
      'fresh',
      'rejected',
    ]);
  });

  it('does not do so after an error', () => {
    const queue = createSchedulingQueue();
    const failed = admitPod(queue, pod('failed'), 0);
    noteFailure(failed, 300, true);
    toBackoff(queue, failed, ORDERS);
    expect(popPod(queue, 400, ORDERS)).toBeUndefined();
    expect(nextErrorFlush(queue, ORDERS)).toBe(2000);
    expect(flushBackoff(queue, 2000, ORDERS).map(({ uid }) => uid)).toEqual(['failed']);
    expect(popPod(queue, 2000, ORDERS)?.attempts).toBe(1);
  });
});

it('forgets a pod wherever it is', () => {
  const queue = createSchedulingQueue();
  toActive(queue, admitPod(queue, pod('active'), 0), ORDERS);
  toHeld(queue, admitPod(queue, pod('held'), 0), 'unschedulable', ['NodeAffinity', 'TaintToleration']);
  expect([...queue.heldBy.keys()]).toEqual(['NodeAffinity', 'TaintToleration']);
  for (const uid of ['active', 'held', 'unknown']) removeFromQueue(queue, uid);
  expect(popPod(queue, 0, ORDERS)).toBeUndefined();
  expect([queue.pods.size, queue.heldBy.size]).toEqual([0, 0]);
});
