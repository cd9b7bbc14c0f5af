import { expect, test } from 'vitest';
import { keyedRow } from './keyed.ts';
import { nodeNamed, podNamed, serviceNamed } from './named.ts';
import { sketchSource } from './testing/frames.ts';

const source = sketchSource();
const frame = source.show({
  nodes: [{ name: 'node-1' }, { name: 'node-2' }],
  pods: [
    { name: 'web', namespace: 'other', node: 'node-1', look: 'ready' },
    { name: 'web', node: 'node-2', look: 'ready' },
  ],
});

test('things are found by name and namespace', () => {
  expect([podNamed(frame, source, 'default', 'web'), podNamed(frame, source, 'other', 'web')]).toEqual([1, 0]);
  expect([podNamed(frame, source, 'default', 'node-1'), serviceNamed(frame, source, 'default', 'web')]).toEqual([-1, -1]);
  expect([nodeNamed(frame, source, 'node-2'), nodeNamed(frame, source, 'never heard of')]).toEqual([1, -1]);
});

test.each([0, 1, 7, -1])('wherever it was before: %d', (near) => {
  expect(podNamed(frame, source, 'default', 'web', near)).toBe(1);
});

test('an empty key names nothing', () => {
  expect([keyedRow(podNamed, frame, source, 'other/web'), keyedRow(podNamed, frame, source, '')]).toEqual([0, -1]);
});
