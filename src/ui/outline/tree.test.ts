import { expect, test } from 'vitest';
import { createFrameStore } from '../engine/frame-store.ts';
import { smallFrame } from '../testing/fake-link.ts';
import { leaf, nodeTrees, visibleRows, waitingPods } from './tree.ts';

const frames = createFrameStore();
frames.publish(smallFrame());

test('nodes hold their pods', () => {
  const [node] = nodeTrees(frames.latest(), frames);
  expect(node).toMatchObject({ label: 'node-1', target: { kind: 'Node', name: 'node-1' }, open: true });
  expect(node?.children).toMatchObject([{ label: 'web', note: 'Running', target: { kind: 'Pod', namespace: 'default', name: 'web' } }]);
  expect(waitingPods(frames.latest(), frames)).toEqual([]);
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
