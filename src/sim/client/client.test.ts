import { describe, expect, it } from 'vitest';
import type { Pod } from '../../api/types.gen.ts';
import { createInformer, listerOf, remove, upsert } from './informer.ts';
import { createQueue, delayKey, failKey, forgetKey, popKey, pushKey, queueLength } from './queue.ts';
import { correlate, createRecorder } from './recorder.ts';

const pod = (name: string, node: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: { nodeName: node, containers: [] },
});

describe('informer', () => {
  it('keeps its indexes true through changes', () => {
    const informer = createInformer();
    upsert(informer, 'default/a', pod('a', 'n1'));
    const lister = listerOf<Pod>(informer);
    expect(lister.by('node', 'n1')).toHaveLength(1);
    upsert(informer, 'default/a', pod('a', 'n2'));
    upsert(informer, 'default/b', pod('b', 'n2'));
    expect(lister.by('node', 'n1')).toEqual([]);
    expect(lister.by('node', 'n2').map((item) => item.metadata.name)).toEqual(['a', 'b']);
    remove(informer, 'default/a');
    expect(lister.by('node', 'n2').map((item) => item.metadata.name)).toEqual(['b']);
    expect([lister.size, lister.list('default').length, lister.get('default', 'a')]).toEqual([1, 1, undefined]);
  });
});

describe('work queue', () => {
  it('holds a key once, with its first cause', () => {
    const queue = createQueue();
    expect([pushKey(queue, 'a', 1), pushKey(queue, 'b', 2), pushKey(queue, 'a', 3)]).toEqual([true, true, false]);
    expect([popKey(queue), popKey(queue), popKey(queue), queueLength(queue)]).toEqual([
      { key: 'a', cause: 1 },
      { key: 'b', cause: 2 },
      undefined,
      0,
    ]);
  });

  it('keeps the earliest delay of a key', () => {
    const queue = createQueue();
    expect([delayKey(queue, 'a', 50), delayKey(queue, 'a', 60), delayKey(queue, 'a', 40)]).toEqual([true, false, true]);
    expect(queue.delayed.get('a')).toBe(40);
  });

  it('backs off exponentially up to a thousand seconds', () => {
    const queue = createQueue();
    expect(Array.from({ length: 4 }, () => failKey(queue, 'a'))).toEqual([5, 10, 20, 40]);
    for (let index = 0; index < 20; index += 1) failKey(queue, 'a');
    expect(failKey(queue, 'a')).toBe(1_000_000);
    forgetKey(queue, 'a');
    expect(failKey(queue, 'a')).toBe(5);
  });
});

describe('recorder', () => {
  const happening = (message: string) => ({ type: 'Warning', reason: 'BackOff', message, fieldPath: undefined });

  it('recognises a repeated event', () => {
    const recorder = createRecorder();
    const first = correlate(recorder, 'uid', happening('again'), 0);
    expect(first?.event.count).toBe(0);
    if (first !== undefined) Object.assign(first.event, { name: 'e', count: 1 });
    expect(correlate(recorder, 'uid', happening('again'), 10)?.event).toMatchObject({ name: 'e', count: 1 });
    expect(correlate(recorder, 'other', happening('again'), 10)?.event.count).toBe(0);
  });

  it('combines the tenth different message of a kind', () => {
    const recorder = createRecorder();
    const texts = Array.from({ length: 11 }, (_, index) => correlate(recorder, 'uid', happening(`m${index}`), index)?.message);
    expect(texts.slice(8, 11)).toEqual(['m8', '(combined from similar events): m9', '(combined from similar events): m10']);
  });

  it('mutes an object after a burst of 25 and lets one through every five minutes', () => {
    const recorder = createRecorder();
    const passed = Array.from({ length: 30 }, () => correlate(recorder, 'uid', happening('m'), 0) !== undefined);
    expect(passed.filter(Boolean)).toHaveLength(25);
    expect(correlate(recorder, 'uid', happening('m'), 299_000)).toBeUndefined();
    expect(correlate(recorder, 'uid', happening('m'), 600_000)).toBeDefined();
  });
});
