import { describe, expect, test } from 'vitest';
import type { NetworkPolicy, PodDisruptionBudget } from '../../api/types.gen.ts';
import type { Frame, FrameHint } from '../frame.ts';
import { sketchSource } from '../testing/frames.ts';
import type { Picture, PodSketch, SketchSource } from '../testing/frames.ts';
import { demoPicture } from '../testing/pictures.ts';
import { Guard, guardsOf } from './budgets.ts';
import { createEventBoard, noteEvents, signsOf, tallyOf } from './event-marks.ts';
import type { EventNews } from './event-marks.ts';
import { ownerTree } from './owner-tree.ts';
import { Closed, closedBy, fromOf, intoOf, reachBy } from './policies.ts';
import { countAll, countByNode, createRowNumbers, updateRows } from './row-numbers.ts';
import { createFlows, flowsByService, noteTraffic } from './traffic.ts';

function shown(picture: Picture): { frame: Frame; source: SketchSource } {
  const source = sketchSource();
  return { frame: source.show(picture), source };
}

const pod = (name: string, app: string, rest: Partial<PodSketch> = {}): PodSketch => ({
  name,
  look: 'ready',
  node: 'node-1',
  labels: { app },
  ...rest,
});
const NODES = [{ name: 'node-1' }, { name: 'node-2' }];

describe('network policies', () => {
  const policy = (app: string, policyTypes: ('Ingress' | 'Egress')[]): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: app, namespace: 'default' },
    spec: { podSelector: { matchLabels: { app } }, policyTypes },
  });

  test('close pods of their namespace, in the directions that they are about', () => {
    const { frame, source } = shown({ nodes: NODES, pods: [pod('a', 'web'), pod('b', 'db'), pod('c', 'db', { namespace: 'other' })] });
    const closed = closedBy([policy('web', ['Ingress']), policy('db', ['Ingress', 'Egress'])], frame, source);
    expect([0, 1, 2].map(closed)).toEqual([Closed.ingress, Closed.ingress | Closed.egress, 0]);
  });

  test('levels are found by namespace and labels, or by name where pods differ', () => {
    const { frame, source } = shown({ nodes: NODES, pods: [pod('a', 'web'), pod('b', 'web'), pod('c', 'job')] });
    const groups = [{ namespace: 'default', labels: '{"app":"web"}', into: 2, from: 1 }] as const;
    const level = reachBy({ ingress: [], egress: [], groups, apart: [{ pod: 'default/b', into: 0, from: 2 }] }, frame, source);
    expect([0, 1, 2].map((row) => [intoOf(level(row)), fromOf(level(row))])).toEqual([
      [2, 1],
      [0, 2],
      [0, 0],
    ]);
  });
});

describe('disruption budgets', () => {
  const budget = (app: string, allowed: number, rest: object = {}): PodDisruptionBudget => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: app, namespace: 'default', generation: 1 },
    spec: { selector: { matchLabels: { app } }, ...rest },
    status: { disruptionsAllowed: allowed, observedGeneration: 1, currentHealthy: 2, desiredHealthy: 3 },
  });

  test.each([
    { name: 'no budget', budgets: [budget('db', 0)], look: 'ready', guard: Guard.none },
    { name: 'a budget with room', budgets: [budget('web', 1)], look: 'ready', guard: Guard.free },
    { name: 'a budget without room', budgets: [budget('web', 0)], look: 'ready', guard: Guard.held },
    { name: 'two budgets', budgets: [budget('web', 1), budget('web', 1)], look: 'ready', guard: Guard.twice },
    { name: 'a pod that is not ready', budgets: [budget('web', 0)], look: 'unready', guard: Guard.held },
    {
      name: 'one that may always go',
      budgets: [budget('web', 0, { unhealthyPodEvictionPolicy: 'AlwaysAllow' })],
      look: 'unready',
      guard: Guard.free,
    },
    { name: 'a pod that waits', budgets: [budget('web', 0)], look: 'pending', guard: Guard.free },
  ] as const)('$name', ({ budgets, look, guard }) => {
    const { frame, source } = shown({ nodes: NODES, pods: [pod('a', 'web', { look })] });
    expect(guardsOf(budgets, frame, source)(0)).toBe(guard);
  });
});

describe('numbers by row', () => {
  test('are judged anew only where something changed, and counted by node', () => {
    const { frame } = shown({ nodes: NODES, pods: [pod('a', 'x'), pod('b', 'x', { node: 'node-2' }), pod('c', 'x', { node: 'node-2' })] });
    const numbers = createRowNumbers();
    const judged: number[] = [];
    const judge = (row: number): number => {
      judged.push(row);
      return row === 2 ? 1 : 0;
    };
    const basis = {};
    expect(updateRows(numbers, frame, basis, judge)).toBe(true);
    expect(updateRows(numbers, frame, basis, judge)).toBe(false);
    const next = { ...frame, sequence: frame.sequence + 1, changes: { rows: Uint32Array.of(1), gone: new Uint32Array(0) } };
    expect(updateRows(numbers, next, basis, judge)).toBe(true);
    expect(judged).toEqual([0, 1, 2, 1]);
    expect(Array.from(countByNode(numbers, next, 2))).toEqual([1, 0, 1, 1]);
    expect(countAll(numbers, next, 2)).toEqual([2, 1]);
    // One moves, the last goes: what is counted on is what a count from the start would give.
    const moved = { ...next, sequence: next.sequence + 1, podCount: 2, podNode: Int32Array.of(1, 1, 1) };
    const later = { ...moved, changes: { rows: Uint32Array.of(0), gone: Uint32Array.of(9) } };
    updateRows(numbers, later, basis, judge);
    expect(Array.from(countByNode(numbers, later, 2))).toEqual([0, 0, 2, 0]);
    expect(Array.from(countByNode({ ...numbers, tally: undefined }, later, 2))).toEqual([0, 0, 2, 0]);
  });
});

describe('events', () => {
  const news = (name: string, reason: string, warning = false): EventNews => ({ kind: 'Pod', namespace: 'default', name, reason, warning });

  test('one sign per object, its warning before the rest', () => {
    const board = createEventBoard();
    noteEvents(
      board,
      [news('a', 'Pulled'), news('a', 'BackOff', true), news('a', 'Created'), news('b', 'Started'), news('b', 'Started')],
      0,
    );
    expect(signsOf(board, 10).map(({ mark, more }) => [mark.name, mark.reason, mark.count, more])).toEqual([
      ['a', 'BackOff', 1, 2],
      ['b', 'Started', 2, 0],
    ]);
  });

  test('marks go by themselves, warnings later', () => {
    const board = createEventBoard();
    noteEvents(board, [news('a', 'Pulled'), news('b', 'Failed', true)], 0);
    expect(signsOf(board, 6000).map(({ mark }) => mark.name)).toEqual(['b']);
    expect(signsOf(board, 10_000)).toEqual([]);
  });

  test('however many there are, few stand there, and all are counted', () => {
    const board = createEventBoard();
    noteEvents(
      board,
      Array.from({ length: 5000 }, (_, index) => news(`p${index}`, index % 10 === 0 ? 'Failed' : 'Started', index % 10 === 0)),
      2000,
    );
    expect(signsOf(board, 2001).length).toBeLessThan(60);
    expect(tallyOf(board, 4000)).toEqual({
      reasons: [
        { reason: 'Failed', count: 500, warning: true },
        { reason: 'Started', count: 4500, warning: false },
      ],
      perSecond: 1250,
    });
  });
});

describe('traffic', () => {
  const hint = (service: string, ok: boolean): FrameHint => ({ type: 'packet', at: 0, from: '', to: ok ? 'default/a' : '', service, ok });

  test('a steady flow has its rate, and what failed its share', () => {
    const flows = createFlows();
    const { frame } = shown({ nodes: NODES, pods: [pod('a', 'x')] });
    for (let second = 0; second < 60; second++)
      noteTraffic(flows, {
        ...frame,
        sequence: second + 1,
        now: second * 1000,
        hints: [hint('default/web', true), hint('default/web', second % 2 === 0)],
      });
    const [web] = flowsByService(flows);
    expect(web?.rate).toBeGreaterThan(1.8);
    expect(web?.rate).toBeLessThan(2.4);
    expect(web?.failed).toBeCloseTo(0.25, 1);
    noteTraffic(flows, { ...frame, sequence: 100, now: 200_000, hints: [] });
    expect(flowsByService(flows)).toEqual([]);
  });
});

test('the tree above a pod, with the branches below its topmost owner', () => {
  const { frame, source } = shown(demoPicture());
  expect(ownerTree(frame, 0, source)).toEqual({
    top: 'Deployment/web',
    pods: 5,
    branches: [{ name: 'ReplicaSet/web-7d9c5b8f6d', pods: 5, own: true }],
  });
  expect(ownerTree(frame, 8, source).top).toBe('');
});
