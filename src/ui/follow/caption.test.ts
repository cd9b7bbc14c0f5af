import { expect, test } from 'vitest';
import type { StoryBeat } from '../../protocol/story.ts';
import { aheadBy, captionOf, podsAhead, readingMs, sinceStart } from './caption.ts';
import * as en from './words.en.ts';
import * as zh from './words.zh.ts';

const pod = (name: string, node = '') => ({ kind: 'Pod', namespace: 'default', name, uid: '', node });

function beat(actor: string, act: StoryBeat['act'], subjects: StoryBeat['subjects'], detail: StoryBeat['detail'] = {}): StoryBeat {
  return { id: 1, because: -1, at: 0, actor, act, subjects, count: subjects.length, detail };
}

const deployment = { ...pod('web'), kind: 'Deployment' };
const node = { ...pod('node-2'), kind: 'Node', namespace: '' };

test.each<[StoryBeat, string, string]>([
  [beat('admin', 'create', [deployment]), 'kubectl creates the Deployment web.', 'kubectl 创建 Deployment web。'],
  [
    beat('replicaset-controller', 'create', [pod('web-1'), pod('web-2')], { owner: 'web', ownerKind: 'ReplicaSet' }),
    'The ReplicaSet controller sees it, and makes 2 pods for web.',
    'ReplicaSet 控制器看到后，为 web 创建 2 个 Pod。',
  ],
  [
    beat('default-scheduler', 'bind', [pod('web-1', 'node-2')], { feasible: '3' }),
    'The scheduler chooses node-2 for the pod web-1: the best of 3 nodes that fit.',
    '调度器为 Pod web-1 选定 node-2：3 个合适节点中最好的。',
  ],
  [
    beat('kubelet', 'pull', [pod('web-1', 'node-1'), pod('web-2', 'node-2')], { image: 'nginx:1.27' }),
    'The kubelets of node-1 and node-2 pull the image nginx:1.27.',
    'node-1、node-2 的 kubelet 拉取镜像 nginx:1.27。',
  ],
  [
    beat('admin', 'scale', [deployment], { from: '3', to: '5' }),
    'kubectl scales the Deployment web from 3 to 5.',
    'kubectl 把 Deployment web 从 3 个副本调到 5 个。',
  ],
  [
    beat('world', 'fault', [node], { fault: 'node-stop', part: '' }),
    'node-2 loses its power. Its kubelet falls silent, and nobody else knows yet.',
    'node-2 断电。它的 kubelet 不再出声，别人还不知道。',
  ],
  [
    beat('taint-eviction-controller', 'evict', [pod('web-1', 'node-2')]),
    'The taint eviction controller evicts the pod web-1: the taints of node-2 are tolerated no longer.',
    '污点驱逐控制器驱逐 Pod web-1：对 node-2 的污点不再容忍。',
  ],
])('a beat in words: %#', (told, english, chinese) => {
  expect(captionOf([told], 0, en.captions)).toBe(english);
  expect(captionOf([told], 0, zh.captions)).toBe(chinese);
});

test('pods that are made because others go are made in their place', () => {
  const beats = [
    beat('taint-eviction-controller', 'evict', [pod('web-1', 'node-2')]),
    { ...beat('replicaset-controller', 'create', [pod('web-3')], { owner: 'web' }), because: 0 },
  ];
  expect(captionOf(beats, 1, en.captions)).toBe(
    'The ReplicaSet controller sees that pods of web are going, and makes the pod web-3 in their place.',
  );
});

test('time is told since the story began, as finely as matters', () => {
  const beats = [beat('admin', 'create', [deployment])];
  expect([3, 1_914, 360_503].map((at) => sinceStart(beats, at))).toEqual(['+3 ms', '+1.9 s', '+6 min 1 s']);
});

test('a longer sentence stays longer, but not for ever', () => {
  expect(readingMs('short')).toBeLessThan(readingMs('a sentence that is somewhat longer'));
  expect(readingMs('long '.repeat(1000))).toBe(8000);
});

const born = (at: number, ...uids: readonly string[]): StoryBeat => ({
  ...beat(
    'replicaset-controller',
    'create',
    uids.map((uid) => ({ ...pod(uid), uid })),
  ),
  at,
});

test('a beat that the picture has left behind tells by how much; the last one shows what there is', () => {
  const beats = [born(1000, 'a'), born(1100, 'b'), born(5000, 'c')];
  expect([0, 1, 2, 3].map((index) => aheadBy(beats, index, 5000))).toEqual([4000, 3900, 0, 0]);
  expect(aheadBy(beats, 0, 1200)).toBe(0);
});

test('pods that later beats make are named, unless these name only some of theirs', () => {
  const beats = [born(0, 'a'), born(1, 'b', 'c'), beat('admin', 'create', [deployment]), born(2, 'd')];
  expect(podsAhead(beats, 0)).toEqual(['b', 'c', 'd']);
  expect(podsAhead(beats, 3)).toEqual([]);
  expect(podsAhead([...beats, { ...born(3, 'e'), count: 2 }], 0)).toEqual([]);
});
