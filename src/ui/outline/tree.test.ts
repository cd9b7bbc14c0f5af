import { expect, test } from 'vitest';
import { createFrameStore } from '../engine/frame-store.ts';
import { smallFrame } from '../testing/fake-link.ts';
import { leaf } from '../objects/tree-node.ts';
import { pictureTrees, visibleRows } from './tree.ts';

const frames = createFrameStore();
frames.publish(smallFrame());
const frame = frames.latest();

test('nodes hold their pods', () => {
  const { nodes, waiting } = pictureTrees(new Set())(frame, frames);
  expect(nodes).toMatchObject([{ label: 'node-1', target: { kind: 'Node', name: 'node-1' }, size: 1, open: true }]);
  expect(nodes[0]?.children).toMatchObject([{ label: 'web', note: 'Running', target: { kind: 'Pod', namespace: 'default', name: 'web' } }]);
  expect(waiting).toEqual([]);
});

test('pods of a folded node are counted, and not made', () => {
  const { nodes } = pictureTrees(new Set(['Node /node-1']))(frame, frames);
  expect(nodes).toMatchObject([{ note: 'Ready · 1', size: 1, children: [] }]);
  expect(visibleRows(nodes, new Set(['Node /node-1']))).toMatchObject([{ expanded: false }]);
});

test('trees stay the same until something is written', () => {
  const trees = pictureTrees(new Set());
  const first = trees(frame, frames);
  expect(frame && trees({ ...frame, sequence: frame.sequence + 1 }, frames)).toBe(first);
  expect(frame && trees({ ...frame, sequence: frame.sequence + 2, revision: frame.revision + 1 }, frames)).not.toBe(first);
  expect(frame && trees({ ...frame, revision: frame.revision + 1 }, frames)).not.toBe(first);
});

test('what is folded is not in sight', () => {
  const pod = leaf({ kind: 'Pod', namespace: 'default', name: 'web' }, '');
  const node = leaf({ kind: 'Node', namespace: '', name: 'node-1' }, '', [pod], true);
  const shown = (flipped: readonly string[]): unknown =>
    visibleRows([node], new Set(flipped)).map(({ node: { label }, level, expanded, parent }) => [label, level, expanded, parent]);
  expect(shown([])).toEqual([
    ['node-1', 1, true, undefined],
    ['web', 2, undefined, node.key],
  ]);
  expect(shown([node.key])).toEqual([['node-1', 1, false, undefined]]);
});
