import { expect, test } from 'vitest';
import { sketchSource } from '../testing/frames.ts';
import type { PodSketch } from '../testing/frames.ts';
import { spreadGroups } from './spread.ts';

const constraint = (topologyKey: string): string =>
  JSON.stringify([{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } }]);

function pods(topologyKey: string): readonly PodSketch[] {
  const base: PodSketch = { name: '', look: 'ready', owner: 'Deployment/web', labels: { app: 'web' }, spread: constraint(topologyKey) };
  return [
    { ...base, name: 'a', node: 'node-1' },
    { ...base, name: 'b', node: 'node-1' },
    { ...base, name: 'c', node: 'node-2' },
    { ...base, name: 'leaving', node: 'node-2', look: 'terminating' },
    { ...base, name: 'waiting', look: 'pending' },
    { name: 'other', look: 'ready', node: 'node-3', labels: { app: 'other' } },
    { ...base, name: 'elsewhere', namespace: 'else', node: 'node-3', owner: 'Deployment/else' },
  ];
}

test.each([
  { key: 'kubernetes.io/hostname', counts: [2, 1, 0], skew: 2 },
  { key: 'topology.kubernetes.io/zone', counts: [3, 0], skew: 3 },
])('pods of one constraint are counted by $key', ({ key, counts, skew }) => {
  const nodes = [
    { name: 'node-1', zone: 'a' },
    { name: 'node-2', zone: 'a' },
    { name: 'node-3', zone: 'b' },
  ];
  const source = sketchSource({ nodes, pods: pods(key) });
  const frame = source.latest();
  const group = frame && spreadGroups(frame, source).find(({ owner }) => owner === 'Deployment/web');
  expect([...(group?.domains.values() ?? [])]).toEqual(counts);
  expect(group).toMatchObject({ skew, maxSkew: 1, hard: true });
});
