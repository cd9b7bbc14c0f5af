import { expect, test } from 'vitest';
import { NodeFlag } from '../frame.ts';
import { sketchSource } from '../testing/frames.ts';
import type { NodeSketch, PodSketch } from '../testing/frames.ts';
import { Way, underWay } from './under-way.ts';

const CORDONED = NodeFlag.ready | NodeFlag.cordoned;

function look(pods: readonly PodSketch[], nodes: readonly NodeSketch[] = [{ name: 'node-1' }], drained = new Set<number>()) {
  const source = sketchSource({ nodes, pods });
  const frame = source.latest();
  if (frame === undefined) throw new Error('there is no frame');
  const { ways, rollouts, drains } = underWay(frame, source, drained);
  const wayOf = Object.fromEntries(pods.map(({ name }, row) => [name, ways[row]]));
  return { wayOf, rollouts, drains: [...drains].map(([row, left]) => [nodes[row]?.name, left]), drained };
}

const web = (name: string, hash: string, age: number, rest: Partial<PodSketch> = {}): PodSketch => ({
  name,
  look: 'ready',
  node: 'node-1',
  owner: 'Deployment/web',
  controller: `ReplicaSet/web-${hash}`,
  labels: { app: 'web', 'pod-template-hash': hash },
  age,
  ...rest,
});

test('pods of two revisions are a rollout; that which came last is the new one', () => {
  const { wayOf, rollouts } = look([web('a', 'old', 9000), web('b', 'old', 9000), web('c', 'new', 500), web('d', 'new', 300)]);
  expect(rollouts).toEqual([{ owner: 'Deployment/web', newer: 2, older: 2 }]);
  expect(wayOf).toEqual({ a: Way.older, b: Way.older, c: Way.newer, d: Way.newer });
});

test.each([
  { what: 'pods of one revision', pods: [web('a', 'one', 9000), web('b', 'one', 100)] },
  { what: 'pods that are over', pods: [web('a', 'old', 9000, { look: 'failed' }), web('b', 'new', 100)] },
  { what: 'another namespace', pods: [web('a', 'old', 9000), web('b', 'new', 100, { namespace: 'other' })] },
])('$what are no rollout', ({ pods }) => {
  expect(look(pods).rollouts).toEqual([]);
});

test.each([
  { message: 'EvictionByEvictionAPI: Eviction API: evicting', way: Way.evicted },
  { message: 'PreemptionByScheduler: default-scheduler: preempting to accommodate a higher priority pod', way: Way.preempted },
  { message: 'DeletionByTaintManager: Taint manager: deleting due to NoExecute taint', way: Way.driven },
  { message: '', way: Way.none },
])('a pod that goes with "$message"', ({ message, way }) => {
  expect(look([{ name: 'a', look: 'terminating', node: 'node-1', message }]).wayOf).toEqual({ a: way });
});

test('a cordoned node from which a pod was evicted is being drained, until it is uncordoned', () => {
  const leaving: PodSketch = { name: 'a', look: 'terminating', node: 'node-1', message: 'EvictionByEvictionAPI: Eviction API: evicting' };
  const rest: PodSketch[] = [
    { name: 'b', look: 'ready', node: 'node-1', controller: 'ReplicaSet/web' },
    { name: 'agent', look: 'ready', node: 'node-1', controller: 'DaemonSet/agent' },
  ];
  const cordoned = [
    { name: 'node-1', flags: CORDONED },
    { name: 'node-2', flags: CORDONED },
  ];
  const { drains, drained } = look([leaving, ...rest], cordoned);
  expect(drains).toEqual([['node-1', 2]]);
  expect(look(rest, cordoned, drained).drains).toEqual([['node-1', 1]]);
  expect(look(rest.slice(1), cordoned, drained).drains).toEqual([['node-1', 0]]);
  expect(look(rest, [{ name: 'node-1' }, { name: 'node-2' }], drained).drains).toEqual([]);
});
