import { describe, expect, it } from 'vitest';
import { nodeNamed, visitingOrder } from '../cache/cluster-cache.ts';
import { BASIC_PLUGINS, BASIC_PROFILES } from '../plugins/registry.ts';
import { cycleOf } from '../test-cluster.ts';
import { decidedAccount } from '../explain/account.ts';
import { createVerdicts, rememberVerdict } from '../verdicts.ts';
import { attemptPod } from './cycle.ts';
import { enoughFeasible } from './filtering.ts';
import { createProfile } from './profile.ts';
import { selectBest } from './scoring.ts';

const PROFILE = createProfile(BASIC_PLUGINS);

const node = (name: string, zone?: string) => ({
  metadata: { name, labels: zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone } },
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' } },
});
const POD = { spec: { containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }] } };

describe('how many nodes are looked at', () => {
  it.each([
    [3, 3],
    [99, 99],
    [100, 100],
    [200, 100],
    [1000, 420],
    [5000, 500],
    [6000, 300],
  ])('%i nodes: %i', (nodes, enough) => expect(enoughFeasible(nodes)).toBe(enough));

  it('starts where the pod before left off', () => {
    const nodes = Array.from({ length: 250 }, (_, index) => node(`n${index}`));
    const cycle = cycleOf(POD, { nodes });
    const { visited } = attemptPod(PROFILE, cycle, 200, () => 0);
    expect([visited.length, visited[0]?.name, visited.at(-1)?.name]).toEqual([
      enoughFeasible(250),
      'n200',
      `n${(200 + enoughFeasible(250) - 1) % 250}`,
    ]);
  });
});

it('visits zones in turn', () => {
  const { cache } = cycleOf(POD, {
    nodes: [node('a1', 'a'), node('a2', 'a'), node('a3', 'a'), node('b1', 'b'), node('c1', 'c'), node('c2', 'c')],
  });
  expect(visitingOrder(cache).map((slot) => cache.slots[slot]?.name)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
});

it('looks at no other node than the one that a pod names', () => {
  const required = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }] };
  const spec = { ...POD.spec, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
  const attempt = attemptPod(PROFILE, cycleOf({ spec }, { nodes: [node('n1'), node('n2'), node('n3')] }), 0, () => 0);
  expect([attempt.chosen?.name, attempt.visited.length, attempt.leftOut?.count]).toEqual(['n2', 1, 2]);
});

describe('ties', () => {
  it.each([
    { totals: [5, 7, 7, 3, 7], random: 0, place: 1 },
    { totals: [5, 7, 7, 3, 7], random: 0.5, place: 2 },
    { totals: [5, 7, 7, 3, 7], random: 0.99, place: 4 },
    { totals: [0, 0], random: 0.6, place: 1 },
    { totals: [1, 2, 3], random: 0.99, place: 2 },
  ])('$totals at $random: $place', ({ totals, random, place }) => expect(selectBest(totals, () => random)).toBe(place));
});

describe('verdicts', () => {
  it('keeps five hundred, and nodes for as many as there is room for', () => {
    const nodes = Array.from({ length: 90 }, (_, index) => node(`n${index}`));
    const cycle = cycleOf(POD, { nodes });
    const verdicts = createVerdicts();
    for (let index = 0; index < 1200; index += 1) {
      const attempt = attemptPod(PROFILE, cycle, 0, () => 0);
      rememberVerdict(verdicts, `pod-${index}`, attempt, {
        at: index,
        attempt: 1,
        node: attempt.chosen?.name ?? '',
        message: '',
        profile: 'default-scheduler',
      });
    }
    expect(verdicts.byPod.size).toBe(500);
    expect(verdicts.numbers).toBeLessThanOrEqual(100_000);
    expect(decidedAccount(verdicts, BASIC_PROFILES, 'pod-600')).toBeUndefined();
    expect(decidedAccount(verdicts, BASIC_PROFILES, 'pod-1199')).toMatchObject({ node: expect.any(String), nodes: { length: 90 } });
    expect(nodeNamed(cycle.cache, 'n1')?.podCount).toBe(0);
  });

  it('knows by name which nodes a search looked at that began in the middle', () => {
    const nodes = Array.from({ length: 120 }, (_, index) => node(`n${index}`));
    const cycle = cycleOf(POD, { nodes });
    const verdicts = createVerdicts();
    for (const start of [0, 70]) {
      const attempt = attemptPod(PROFILE, cycle, start, () => 0);
      const outcome = { at: 0, attempt: 1, node: attempt.chosen?.name ?? '', message: '', profile: 'default-scheduler' };
      rememberVerdict(verdicts, `from-${start}`, attempt, outcome);
      const told = decidedAccount(verdicts, BASIC_PROFILES, `from-${start}`)?.nodes.map(({ name }) => name);
      expect(told).toEqual(attempt.visited.map(({ name }) => name));
      expect(told).toHaveLength(100);
    }
    expect(verdicts.nameLists.size).toBe(1);
  });

  it('replaces the verdict of a pod by its next one', () => {
    const cycle = cycleOf(POD, { nodes: [node('n1')] });
    const verdicts = createVerdicts();
    for (const number of [1, 2, 3]) {
      const attempt = attemptPod(PROFILE, cycle, 0, () => 0);
      rememberVerdict(verdicts, 'p', attempt, { at: number, attempt: number, node: 'n1', message: '', profile: 'default-scheduler' });
    }
    expect(verdicts.byPod.size).toBe(1);
    expect(decidedAccount(verdicts, BASIC_PROFILES, 'p')).toMatchObject({ attempt: 3 });
  });
});
