import { beforeEach, describe, expect, test } from 'vitest';
import { activeDocument, closeDocument, openDocument, setText, useDocuments } from './documents.ts';
import { type EventRow, eventRow, matchesFilter, mergeEvents } from './events.ts';
import { dismiss, toast, useToasts } from './notices.ts';

describe('documents', () => {
  beforeEach(() => useDocuments.setState({ documents: [], active: '' }));

  test('opening another one leaves the first as it was', () => {
    openDocument('web.yaml', 'one');
    setText(activeDocument()?.id ?? '', 'one, edited');
    openDocument('web.yaml', 'one');
    expect(useDocuments.getState().documents.map(({ name, text }) => [name, text])).toEqual([
      ['web.yaml', 'one, edited'],
      ['web-2.yaml', 'one'],
    ]);
  });

  test('what is open already and unchanged is shown again', () => {
    openDocument('a.yaml', 'a');
    openDocument('b.yaml', 'b');
    openDocument('a.yaml', 'a');
    expect(useDocuments.getState().documents).toHaveLength(2);
    expect(activeDocument()?.name).toBe('a.yaml');
  });

  test('closing one shows its neighbour and hands it back', () => {
    openDocument('a.yaml', 'a');
    openDocument('b.yaml', 'b');
    expect(closeDocument(activeDocument()?.id ?? '')).toMatchObject({ name: 'b.yaml', text: 'b' });
    expect(activeDocument()?.name).toBe('a.yaml');
    closeDocument(activeDocument()?.id ?? '');
    expect(activeDocument()).toBeUndefined();
  });
});

describe('events', () => {
  const row = (uid: string, change: Partial<EventRow> = {}): EventRow => ({
    uid,
    at: 0,
    warning: false,
    reason: 'Scheduled',
    about: { kind: 'Pod', namespace: 'default', name: 'web-1' },
    message: 'Successfully assigned default/web-1 to node-1',
    count: 1,
    source: 'default-scheduler',
    ...change,
  });

  test('newest first; one that happened again moves to the front', () => {
    const merged = mergeEvents([row('b'), row('a')], [row('c'), row('a', { count: 2 })], 10);
    expect(merged.map(({ uid, count }) => `${uid}${count}`)).toEqual(['a2', 'c1', 'b1']);
  });

  test('no more than asked for are kept', () => {
    expect(mergeEvents([row('b'), row('a')], [row('c')], 2).map(({ uid }) => uid)).toEqual(['c', 'b']);
  });

  test.each([
    { name: 'nothing asked', text: '', warningsOnly: false, found: true },
    { name: 'words in any order', text: 'node-1 sched', warningsOnly: false, found: true },
    { name: 'kind and name', text: 'pod/web', warningsOnly: false, found: true },
    { name: 'a word that is not there', text: 'web-2', warningsOnly: false, found: false },
    { name: 'warnings only', text: '', warningsOnly: true, found: false },
  ])('filter: $name', ({ text, warningsOnly, found }) => {
    expect(matchesFilter(row('a'), { text, warningsOnly })).toBe(found);
  });

  test('an object of core/v1 becomes a line', () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'x', namespace: 'default', uid: 'u' },
      involvedObject: { kind: 'Node', name: 'node-1', namespace: 'default' },
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node node-1 status is now: NodeNotReady',
      count: 3,
      lastTimestamp: '2026-01-01T00:00:10Z',
      source: { component: 'node-controller' },
    };
    expect(eventRow(event)).toMatchObject({
      at: Date.UTC(2026, 0, 1, 0, 0, 10),
      warning: true,
      about: { kind: 'Node', namespace: '', name: 'node-1' },
      count: 3,
      source: 'node-controller',
    });
  });
});

test('toasts: the newest few, cut to a readable length', () => {
  for (let index = 0; index < 6; index++) toast('ok', 'x'.repeat(1_000));
  const { toasts } = useToasts.getState();
  expect(toasts).toHaveLength(4);
  expect(toasts[0]?.text.length).toBeLessThan(700);
  for (const { id } of toasts) dismiss(id);
  expect(useToasts.getState().toasts).toEqual([]);
});
