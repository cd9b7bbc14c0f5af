import { expect, it } from 'vitest';
import { sharedWith } from './share.ts';

it('keeps what says the same, at any depth', () => {
  const before = { labels: { app: 'web' }, containers: [{ name: 'a', env: ['x'] }, { name: 'b' }], replicas: 1 };
  const after = sharedWith(before, { labels: { app: 'web' }, containers: [{ name: 'a', env: ['x'] }, { name: 'c' }], replicas: 1 });
  expect(after).toEqual({ labels: { app: 'web' }, containers: [{ name: 'a', env: ['x'] }, { name: 'c' }], replicas: 1 });
  expect(after.labels).toBe(before.labels);
  expect(after.containers[0]).toBe(before.containers[0]);
  expect(after.containers).not.toBe(before.containers);
});

it('gives back the whole when nothing has changed, and nothing of it when all has', () => {
  const before = { list: [1, { deep: null }], empty: {} };
  expect(sharedWith(before, structuredClone(before))).toBe(before);
  expect(sharedWith({ a: undefined }, {})).toEqual({});
  expect(sharedWith([1], { 0: 1 })).toEqual({ 0: 1 });
  expect(sharedWith(undefined, before)).toBe(before);
});
