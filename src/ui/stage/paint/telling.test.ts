import { expect, test } from 'vitest';
import type { StoryBeat } from '../../../protocol/story.ts';
import { sketchSource } from '../../../view/testing/frames.ts';
import type { PodSketch } from '../../../view/testing/frames.ts';
import { castOf } from './telling.ts';

const pod = (name: string, node: string, namespace = 'default'): PodSketch => ({
  name,
  namespace,
  node,
  look: 'ready',
  owner: 'Deployment/web',
});
const source = sketchSource();
const frame = source.show({
  stations: [{ name: 'kube-apiserver' }, { name: 'default-scheduler' }],
  nodes: [{ name: 'node-1' }, { name: 'node-2' }],
  pods: [pod('web-2', 'node-2'), pod('web-1', 'node-1', 'other'), pod('web-1', 'node-1'), pod('web-3', 'node-1')],
  services: ['other', 'default'].map((namespace) => ({ name: 'web', namespace, ports: '80/TCP', selects: () => false })),
});

const named = (kind: string, name: string, node = '') => ({ kind, namespace: 'default', name, uid: '', node });

function cast(actor: string, act: StoryBeat['act'], subjects: StoryBeat['subjects'], detail: StoryBeat['detail'] = {}) {
  const beat = { id: 1, because: -1, at: 0, actor, act, subjects, count: subjects.length, detail };
  const { actors, server, subjects: found } = castOf(beat, frame, source);
  const text = (hit: { on: string; row: number } | undefined) => (hit ? `${hit.on} ${hit.row}` : '');
  return { actors: actors.map(text), server: text(server), subjects: found.map(({ hit, actor: by }) => `${text(by)} → ${text(hit)}`) };
}

test('what kubelets do at home goes from each node to its own pods', () => {
  const subjects = [named('Pod', 'web-1', 'node-1'), named('Pod', 'web-3', 'node-1'), named('Pod', 'web-2', 'node-2')];
  expect(cast('kubelet', 'pull', subjects)).toEqual({
    actors: ['node 0', 'node 1'],
    server: '',
    subjects: ['node 0 → pod 2', 'node 0 → pod 3', 'node 1 → pod 0'],
  });
});

test('what is written goes through the API server; an owner is shown by its pods', () => {
  expect(cast('default-scheduler', 'change', [named('Deployment', 'web')])).toEqual({
    actors: ['station 1'],
    server: 'station 0',
    subjects: ['station 1 → pod 0', 'station 1 → pod 2', 'station 1 → pod 3'],
  });
});

test('the Service that takes pods in is the one of their namespace', () => {
  expect(cast('admin', 'join', [named('Pod', 'web-2', 'node-2')], { service: 'web' })).toEqual({
    actors: [],
    server: 'station 0',
    subjects: [' → pod 0', ' → service 1'],
  });
});
