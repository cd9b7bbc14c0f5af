import { describe, expect, test } from 'vitest';
import { columnFilm } from '../testing/columns.ts';
import { sketchSource } from '../testing/frames.ts';
import { demoPicture, lostPicture } from '../testing/pictures.ts';
import { createRanks, rankAll } from './ranks.ts';
import { TABLES, orderRows } from './table.ts';
import type { TableColumn, TableOf } from './table.ts';

function names(of: TableOf, by: TableColumn, descending = false, keeps?: (row: number) => boolean): readonly string[] {
  const source = sketchSource(of === 'nodes' ? lostPicture() : demoPicture());
  const frame = source.latest();
  if (frame === undefined) throw new Error('nothing is shown');
  const column = of === 'pods' ? frame.podName : of === 'nodes' ? frame.nodeName : frame.serviceName;
  return Array.from(orderRows(frame, source, of, { by, descending }, createRanks(), keeps), (row) => source.string(column[row] ?? 0));
}

describe('rows of the table', () => {
  test('trouble comes first', () => {
    expect(names('pods', 'state')[0]).toBe('worker-6f7d8-p2kd9');
    expect(names('pods', 'state', true).at(-1)).toBe('worker-6f7d8-p2kd9');
  });

  test('names in the order of the alphabet, and backwards', () => {
    const sorted = names('pods', 'name');
    expect(sorted).toEqual([...sorted].sort());
    expect(names('pods', 'name', true)).toEqual([...sorted].reverse());
  });

  test('what does not fit a filter is left out', () => {
    expect(names('pods', 'restarts', true, (row) => row < 3)).toEqual([
      'web-7d9c5b8f6d-9qhtd',
      'web-7d9c5b8f6d-x2k4p',
      'web-7d9c5b8f6d-m4wzl',
    ]);
  });

  test.each(Object.entries(TABLES).flatMap(([of, columns]) => columns.map((by) => [of as TableOf, by] as const)))(
    '%s by %s has every row once',
    (of, by) => {
      const once = names(of, by);
      expect(new Set(once).size).toBe(once.length);
      expect(once.length).toBeGreaterThan(0);
    },
  );
});

test('texts that come later take their places between the others', () => {
  const words = ['', 'b', 'd', 'a', 'c', 'd0'];
  const source = { ...sketchSource(), string: (number: number) => words[number] ?? '' };
  const ranks = createRanks();
  rankAll(ranks, Uint32Array.from([1, 2, 1]), source);
  expect(Array.from(ranks.order)).toEqual([1, 2]);
  rankAll(ranks, Uint32Array.from([5, 3, 4, 2]), source);
  expect(Array.from(ranks.order, (number) => words[number])).toEqual(['a', 'b', 'c', 'd', 'd0']);
  expect([3, 1, 4, 2, 5].map((number) => ranks.rank[number])).toEqual([1, 2, 3, 4, 5]);
});

test('a cluster of 150,000 pods has as many rows', () => {
  const update = columnFilm(5000, 150_000).first();
  const strings = update.strings.added;
  const source = { ...sketchSource(), string: (number: number) => strings[number] ?? '' };
  const rows = orderRows(update as never, source, 'pods', { by: 'state', descending: false }, createRanks());
  expect(rows.length).toBe(150_000);
  expect(new Set(rows).size).toBe(150_000);
});
