import { expect, test } from 'vitest';
import { fits, parseQuery } from './search.ts';
import { sketchSource } from './testing/frames.ts';
import { demoPicture } from './testing/pictures.ts';

const source = sketchSource(demoPicture());

test.each([
  { text: 'redis', found: ['redis-0'] },
  { text: 'REDIS-0', found: ['redis-0'] },
  { text: 'status:pending', found: ['web-7d9c5b8f6d-t7bfj', 'cache-5b9c7-hh2lq'] },
  { text: 'status:crash', found: ['worker-6f7d8-p2kd9'] },
  { text: 'app=worker', found: ['worker-6f7d8-jx5sn', 'worker-6f7d8-p2kd9'] },
  { text: 'app=worker node:node-1', found: ['worker-6f7d8-jx5sn'] },
  { text: 'image:redis', found: ['redis-0'] },
  { text: 'ns:default migrate', found: ['migrate'] },
  { text: 'ns:other', found: [] },
  { text: 'app!=web node:node-2', found: ['worker-6f7d8-p2kd9'] },
])('$text finds $found', ({ text, found }) => {
  const frame = source.latest();
  const query = parseQuery(text);
  const rows = Array.from({ length: frame?.podCount ?? 0 }, (_, row) => row).filter((row) => frame && fits(query, frame, row, source));
  expect(rows.map((row) => source.string(frame?.podName[row] ?? 0))).toEqual(found);
});
