import { describe, expect, it } from 'vitest';
import type { DaemonSet, Node, Pod, PodSpec, Taint, Toleration } from '../../../api/types.gen.ts';
import { fitOf } from './fit.ts';
import { surgePlan } from './manage.ts';
import { createExpectations } from '../../client/expectations.ts';
import { createPace } from '../../client/pace.ts';
import { type DaemonMemory, failureDelayMs } from './memory.ts';
import { daemonPod, daemonSpec, onNode, targetNode } from './pod.ts';
import { type NodePair, replaceStep, surgeStep } from './update.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');

function daemonSet(spec: Partial<PodSpec> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default', uid: 'u', annotations: { 'deprecated.daemonset.template.generation': '4' } },
    spec: { selector: {}, template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [], ...spec } } },
  };
}

function node(taints: readonly Taint[] = [], labels = {}): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1', labels }, spec: { taints } };
}

function pod(name: string, { hash = '', ready = true, created = 0 } = {}): Pod {
  const at = (minute: number): string => new Date(Date.parse('2026-01-01T00:00:00Z') + minute * 60_000).toISOString();
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, creationTimestamp: at(created), labels: { 'controller-revision-hash': hash } },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: at(created) }] },
  };
}

const FITS = { run: true, keep: true };

describe('a node fits', () => {
  const taint = (key: string, effect: Taint['effect']): Taint => ({ key, effect });
  it.each([
    { name: 'without taints', spec: {}, taints: [], expected: FITS },
    { name: 'although it is cordoned', spec: {}, taints: [taint('node.kubernetes.io/unschedulable', 'NoSchedule')], expected: FITS },
    {
      name: 'not before it is ready',
      spec: {},
      taints: [taint('node.kubernetes.io/not-ready', 'NoSchedule')],
      expected: { run: false, keep: true },
    },
    { name: 'although it is out of reach', spec: {}, taints: [taint('node.kubernetes.io/unreachable', 'NoExecute')], expected: FITS },
    { name: 'although nobody is wanted', spec: {}, taints: [taint('x', 'PreferNoSchedule')], expected: FITS },
    { name: 'no new pods', spec: {}, taints: [taint('x', 'NoSchedule')], expected: { run: false, keep: true } },
    { name: 'no pods at all', spec: {}, taints: [taint('x', 'NoExecute')], expected: { run: false, keep: false } },
    { name: 'what tolerates it', spec: { tolerations: [{ operator: 'Exists' }] }, taints: [taint('x', 'NoExecute')], expected: FITS },
    { name: 'its own labels', spec: { nodeSelector: { disk: 'ssd' } }, taints: [], expected: { run: false, keep: false } },
    { name: 'only by its name', spec: { nodeName: 'node-2' }, taints: [], expected: { run: false, keep: false } },
    {
      name: 'without a network what uses its own',
      spec: { hostNetwork: true },
      taints: [taint('node.kubernetes.io/network-unavailable', 'NoSchedule')],
      expected: FITS,
    },
  ] as readonly { name: string; spec: Partial<PodSpec>; taints: readonly Taint[]; expected: object }[])(
    '$name',
    ({ spec, taints, expected }) => {
      expect(fitOf(daemonSet(spec), node(taints))).toEqual(expected);
    },
  );
});

describe('a daemon', () => {
  it('is marked with revision and generation, and made for one node', () => {
    const made = onNode(daemonPod(daemonSet(), 'abc'), 'node-1');
    expect(made.metadata).toMatchObject({
      generateName: 'agent-',
      labels: { app: 'agent', 'controller-revision-hash': 'abc', 'pod-template-generation': '4' },
    });
    expect(targetNode(made)).toBe('node-1');
    expect(targetNode(pod('p'))).toBeUndefined();
  });

  it('tolerates for ever what the template tolerates for a while', () => {
    const brief: Toleration = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 };
    const { tolerations = [] } = daemonSpec(daemonSet({ tolerations: [brief, { key: 'own', operator: 'Exists' }] }).spec?.template);
    expect(
      tolerations.map(({ key = '', effect = '', tolerationSeconds }) => [
        key.replace('node.kubernetes.io/', ''),
        effect,
        tolerationSeconds,
      ]),
    ).toEqual([
      ['not-ready', 'NoExecute', undefined],
      ['own', '', undefined],
      ['unreachable', 'NoExecute', undefined],
      ['disk-pressure', 'NoSchedule', undefined],
      ['memory-pressure', 'NoSchedule', undefined],
      ['pid-pressure', 'NoSchedule', undefined],
      ['unschedulable', 'NoSchedule', undefined],
    ]);
  });
});

describe('of several pods on a node, while surging,', () => {
  const oldPod = pod('old', { hash: 'a', created: 1 });
  const newPod = pod('new', { hash: 'b', created: 2 });
  const unready = (name: string, hash: string): Pod => pod(name, { hash, ready: false, created: 2 });
  it.each([
    { name: 'a missing one is made', running: [], removed: [], create: true },
    { name: 'one may stay', running: [oldPod], removed: [], create: false },
    { name: 'the old one stays until the new one is ready', running: [oldPod, unready('new', 'b')], removed: [], create: false },
    { name: 'the old one goes when the new one is available', running: [oldPod, newPod], removed: ['old'], create: false },
    { name: 'the old one goes when it is not ready', running: [unready('old', 'a'), unready('new', 'b')], removed: ['old'], create: false },
    {
      name: 'the oldest of each stay',
      running: [oldPod, pod('older', { hash: 'a', created: 3 }), unready('new', 'b')],
      removed: ['older'],
      create: false,
    },
  ])('$name', ({ running, removed, create }) => {
    const plan = surgePlan(running, FITS, 'b', 0, NOW);
    expect([plan.create, plan.remove.map(({ metadata }) => metadata.name)]).toEqual([create, removed]);
  });
});

describe('rolling updates', () => {
  const pair = (name: string, given: Partial<NodePair> = {}): NodePair => ({
    node: name,
    fits: true,
    newPod: undefined,
    oldPod: undefined,
    isNewAvailable: false,
    isOldAvailable: false,
    crowded: false,
    ...given,
  });
  const old = (name: string, isOldAvailable = true): NodePair => pair(name, { oldPod: pod(name), isOldAvailable });
  const updated = (name: string, isNewAvailable = true): NodePair => pair(name, { newPod: pod(name), isNewAvailable });
  const names = (pods: readonly Pod[]): readonly (string | undefined)[] => pods.map(({ metadata }) => metadata.name);

  it.each([
    { name: 'as many as may be unavailable', pairs: [old('a'), old('b'), old('c')], maximum: 2, expected: ['a', 'b'] },
    { name: 'none while a node has none', pairs: [old('a'), pair('b')], maximum: 1, expected: [] },
    { name: 'none while a new one is not available', pairs: [old('a'), updated('b', false)], maximum: 1, expected: [] },
    { name: 'none while a node is crowded', pairs: [old('a'), { ...updated('b'), crowded: true }], maximum: 1, expected: [] },
    { name: 'all that are not available anyway', pairs: [old('a', false), old('b', false), old('c')], maximum: 1, expected: ['a', 'b'] },
    { name: 'the next one when a new one is available', pairs: [old('a'), updated('b')], maximum: 1, expected: ['a'] },
  ])('delete $name', ({ pairs, maximum, expected }) => {
    expect(names(replaceStep(pairs, maximum))).toEqual(expected);
  });

  it.each([
    { name: 'up to the maximum', pairs: [old('a'), old('b'), old('c')], create: ['a', 'b'], remove: [] },
    {
      name: 'wherever the old one is not available',
      pairs: [old('a', false), old('b', false), old('c', false)],
      create: ['a', 'b', 'c'],
      remove: [],
    },
    {
      name: 'while others are on their way',
      pairs: [old('a'), pair('b', { oldPod: pod('b'), newPod: pod('n'), isOldAvailable: true }), old('c')],
      create: ['a'],
      remove: [],
    },
    {
      name: 'and old ones go',
      pairs: [pair('b', { oldPod: pod('b'), newPod: pod('n'), isOldAvailable: true, isNewAvailable: true })],
      create: [],
      remove: ['b'],
    },
    { name: 'not where none should be', pairs: [{ ...old('a', false), fits: false }], create: [], remove: ['a'] },
    {
      name: 'and a good pod in a wrong place stays while it is needed',
      pairs: [{ ...old('a'), fits: false }, pair('b')],
      create: [],
      remove: [],
    },
    { name: 'and goes when it is not', pairs: [{ ...old('a'), fits: false }, updated('b')], create: [], remove: ['a'] },
  ])('create beside old ones $name', ({ pairs, create, remove }) => {
    const step = surgeStep(pairs, 2, pairs.filter(({ fits }) => fits).length);
    expect([step.create, names(step.remove)]).toEqual([create, remove]);
  });
});

it('a pod that fails again and again is replaced after one second, two, four … up to a quarter of an hour', () => {
  const memory: DaemonMemory = { uid: 'u', expectations: createExpectations(), pace: createPace(), failures: new Map(), isBehind: false };
  const waits: number[] = [];
  let now = NOW;
  for (let turn = 0; turn < 12; turn += 1) {
    expect(failureDelayMs(memory, '1/node-1', now)).toBe(0);
    const wait = failureDelayMs(memory, '1/node-1', now);
    waits.push(wait / 1000);
    now += wait;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  expect(failureDelayMs(memory, '2/node-1', now)).toBe(0);
});
