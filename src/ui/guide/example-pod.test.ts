import { expect, test } from 'vitest';
import { type PodSketch, sketchSource } from '../../view/testing/frames.ts';
import { examplePod } from './example-pod.ts';

const web = { owner: 'Deployment/web', controller: 'ReplicaSet/web-1', node: 'node-1', look: 'ready' } as const;
const other: PodSketch = { ...web, name: 'db-0', namespace: 'shop', owner: 'StatefulSet/db', controller: 'StatefulSet/db' };

test.each<{ name: string; pods: readonly PodSketch[]; chosen: string | undefined }>([
  { name: 'one of the Deployment web', pods: [other, { ...web, name: 'web-a' }], chosen: 'web-a' },
  {
    name: 'one that is well',
    pods: [
      { ...web, name: 'web-a', look: 'terminating' },
      { ...web, name: 'web-b' },
    ],
    chosen: 'web-b',
  },
  { name: 'without web any that will be replaced', pods: [{ name: 'alone', node: 'node-1', look: 'ready' }, other], chosen: 'db-0' },
  {
    name: 'none that nobody makes again at once',
    pods: [
      { ...web, name: 'once', owner: 'Job/once', controller: 'Job/once' },
      { name: 'alone', look: 'ready' },
    ],
    chosen: undefined,
  },
])('$name is chosen to show the end of', ({ pods, chosen }) => {
  const source = sketchSource({ nodes: [{ name: 'node-1' }], pods });
  expect(examplePod(source.latest(), source)?.name).toBe(chosen);
});
