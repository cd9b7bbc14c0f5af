import { expect, test } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import type { Story, StoryBeat, StorySubject } from '../../protocol/story.ts';
import { deploymentNamed } from '../../testing/whole-cluster.ts';
import { demoSpec } from '../boot.ts';
import { loadTools } from '../late.ts';
import { createFollower } from './follow.ts';

const START = Date.UTC(2026, 0, 1);
const DEPLOYMENTS = { group: 'apps', resource: 'deployments', namespace: 'default' };

async function demo() {
  await loadTools();
  const cluster = createCluster(demoSpec(START), 7);
  cluster.advance(START);
  return cluster;
}

type Cluster = Awaited<ReturnType<typeof demo>>;

function followed(cluster: Cluster, subject: StorySubject = { of: 'last' }): Story {
  let wall = 0;
  const follower = createFollower(cluster, () => (wall += 1));
  let story = follower.answer({ type: 'story-open', subject });
  for (let asked = 0; story?.goesOn === true && asked < 5000; asked += 1) story = follower.answer({ type: 'story-next', most: 10_000 });
  if (story === null) throw new Error('there is no story');
  return story;
}

const said = ({ beats }: Story) => beats.map(({ actor, act, subjects, count }) => `${actor} ${act} ${subjects[0]?.kind ?? ''} ${count}`);

function origins({ beats }: Story, index: number): readonly StoryBeat[] {
  const chain: StoryBeat[] = [];
  for (let beat = beats[index]; beat !== undefined; beat = beats[beat.because]) chain.push(beat);
  return chain;
}

test('an apply is told from the Deployment to pods that are ready', async () => {
  const cluster = await demo();
  cluster.request({ verb: 'create', ...DEPLOYMENTS, body: deploymentNamed('blog', 3) });
  const story = followed(cluster);
  expect(said(story)).toEqual([
    'admin create Deployment 1',
    'deployment-controller create ReplicaSet 1',
    'replicaset-controller create Pod 3',
    'default-scheduler bind Pod 3',
    'kubelet pull Pod 3',
    'kubelet start Pod 3',
    'kubelet ready Pod 3',
  ]);
  expect(story.beats.map(({ because }) => because)).toEqual([-1, 0, 1, 2, 3, 3, 3]);
  expect(story.beats[4]?.detail).toEqual({ image: 'nginx:1.27' });
});

test('the scale of a Deployment is handed down, and new pods join its Service', async () => {
  const cluster = await demo();
  cluster.request({ verb: 'patch', ...DEPLOYMENTS, name: 'web', patchType: 'merge', body: { spec: { replicas: 5 } } });
  const story = followed(cluster);
  expect(said(story)).toEqual([
    'admin scale Deployment 1',
    'deployment-controller scale ReplicaSet 1',
    'replicaset-controller create Pod 2',
    'default-scheduler bind Pod 2',
    'kubelet start Pod 2',
    'kubelet ready Pod 2',
    'endpoint-slice-controller join Pod 2',
  ]);
  expect(story.beats[0]?.detail).toMatchObject({ from: '3', to: '5' });
});

test('another image is rolled out: each wave follows from the one before it', async () => {
  const cluster = await demo();
  const containers = [{ name: 'web', image: 'nginx:1.27' }];
  const body = { spec: { template: { spec: { containers } } } };
  cluster.request({ verb: 'patch', ...DEPLOYMENTS, name: 'web', patchType: 'strategic', body });
  const story = followed(cluster);
  expect(said(story)[0]).toBe('admin image Deployment 1');
  const last = story.beats.findLastIndex(({ act }) => act === 'join');
  expect(new Set(origins(story, last).map(({ act }) => act))).toEqual(new Set(['join', 'bind', 'create', 'scale', 'ready', 'image']));
});

test('the deletion of a Deployment takes what it owned along', async () => {
  const cluster = await demo();
  cluster.request({ verb: 'delete', ...DEPLOYMENTS, name: 'web' });
  expect(said(followed(cluster))).toEqual([
    'admin gone Deployment 1',
    'garbage-collector-controller gone ReplicaSet 1',
    'garbage-collector-controller delete Pod 3',
    'kubelet stop Pod 3',
    'endpoint-slice-controller leave Pod 3',
    'kubelet exit Pod 3',
    'kubelet gone Pod 3',
  ]);
});

test('a machine that loses its power is found out, tainted, and its pods are replaced elsewhere', async () => {
  const cluster = await demo();
  cluster.execute({ type: 'fault', fault: { type: 'node-stop', node: 'node-2' } });
  const story = followed(cluster);
  const acts = said(story);
  expect(acts[0]).toBe('world fault Node 1');
  expect(acts).toContain('node-controller node-lost Node 1');
  expect(acts).toContain('taint-eviction-controller evict Pod 3');
  const ready = story.beats.findLastIndex(({ act }) => act === 'ready');
  expect(origins(story, ready).at(-1)?.act).toBe('fault');
});

test('of one pod only its own way is told', async () => {
  const cluster = await demo();
  cluster.request({ verb: 'create', ...DEPLOYMENTS, body: deploymentNamed('blog', 3) });
  cluster.advance(START + 10_000);
  const pod = followed(cluster).beats[2]?.subjects[0];
  const story = followed(cluster, { of: 'object', kind: 'Pod', namespace: 'default', name: pod?.name ?? '' });
  expect(said(story)).toEqual([
    'admin create Deployment 1',
    'deployment-controller create ReplicaSet 1',
    'replicaset-controller create Pod 1',
    'default-scheduler bind Pod 1',
    'kubelet pull Pod 1',
    'kubelet start Pod 1',
    'kubelet ready Pod 1',
  ]);
});

test('who follows changes nothing', async () => {
  const [quiet, watched] = [await demo(), await demo()];
  for (const cluster of [quiet, watched]) cluster.request({ verb: 'create', ...DEPLOYMENTS, body: deploymentNamed('blog', 3) });
  followed(watched);
  quiet.advance(watched.state.now);
  expect(watched.state).toEqual(quiet.state);
});
