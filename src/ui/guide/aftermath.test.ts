import { expect, test } from 'vitest';
import type { JsonValue } from '../../api/scalars.ts';
import type { KubeList } from '../../api/request.ts';
import type { StorySubject } from '../../protocol/story.ts';
import { createCluster } from '../../sim/cluster.ts';
import { podNamed } from '../../testing/whole-cluster.ts';
import { demoSpec } from '../../worker/boot.ts';
import { loadTools } from '../../worker/late.ts';
import { createFollower } from '../../worker/story/follow.ts';
import { aftermathOf } from './aftermath.ts';

const START = Date.UTC(2026, 0, 1);
const PODS = { group: '', resource: 'pods', namespace: 'default' };

function namesIn(body: object): readonly string[] {
  return 'items' in body ? (body as KubeList).items.map(({ metadata: { name = '' } }) => name) : [];
}

async function demo() {
  await loadTools();
  const cluster = createCluster(demoSpec(START), 7);
  cluster.advance(START);
  const follower = createFollower(cluster, () => 0);
  const look = (name: string) => {
    const subject: StorySubject = { of: 'object', kind: 'Pod', namespace: 'default', name };
    const story = follower.answer({ type: 'story-look', subject });
    return story === null ? undefined : aftermathOf(story, name);
  };
  return { cluster, look, pass: (seconds: number) => cluster.advance(cluster.state.now + seconds * 1000) };
}

test('a pod that is deleted has its successor told from the trace: who made it for whom, and where it is', async () => {
  const { cluster, look, pass } = await demo();
  const { body } = cluster.request({ verb: 'list', ...PODS, options: { labelSelector: 'app=web' } });
  const name = namesIn(body)[0] ?? '';
  expect(look(name)).toBeUndefined();
  cluster.request({ verb: 'delete', ...PODS, name });
  expect(look(name)).toMatchObject({ successor: undefined, isGone: false });
  pass(40);
  const after = look(name);
  expect(after).toMatchObject({ ownerKind: 'ReplicaSet', maker: 'replicaset-controller', isGone: true, isAlone: false });
  expect(after?.owner).toMatch(/^web-/);
  expect(after?.successor?.name).toMatch(/^web-/);
  expect(after?.successor?.name).not.toBe(name);
  expect(after?.beats.map(({ act }) => act)).toEqual(['delete', 'create', 'bind', 'ready']);
});

test('a pod without a controller is told to be gone for good', async () => {
  const { cluster, look, pass } = await demo();
  cluster.request({ verb: 'create', ...PODS, body: podNamed('alone') as JsonValue });
  pass(5);
  cluster.request({ verb: 'delete', ...PODS, name: 'alone' });
  pass(40);
  expect(look('alone')).toMatchObject({ successor: undefined, isGone: true, isAlone: true });
});
