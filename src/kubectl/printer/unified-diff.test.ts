import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const LINES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

test.each([
  ['equal texts', LINES, LINES, ''],
  ['a changed line', ['a', 'b', 'c'], ['a', 'x', 'c'], '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
  ['an added file', [], ['a'], '@@ -0,0 +1 @@\n+a\n'],
  ['two hunks', LINES, ['A', ...LINES.slice(1, -1), 'L'], '@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n d\n@@ -9,4 +9,4 @@\n i\n j\n k\n-l\n+L\n'],
])('%s', (_, before, after, expected) => {
  expect(unifiedDiff(text(before), text(after))).toBe(expected);
});
