import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../api/types.gen.ts';
import { podNamed, wholeCluster } from '../../../../testing/whole-cluster.ts';
import { bestCandidate } from './candidates.ts';

describe('the choice between nodes', () => {
  const victim = (priority: number, startTime?: string): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {},
    spec: { priority, containers: [] },
    ...(startTime === undefined ? {} : { status: { startTime } }),
  });
  it.each([
    { rule: 'least important first victim', a: [victim(10)], b: [victim(5), victim(5)] },
    { rule: 'least sum', a: [victim(10), victim(9)], b: [victim(10), victim(0)] },
    { rule: 'fewest', a: [victim(0), victim(0)], b: [victim(0)] },
    { rule: 'latest start', a: [victim(1, '2026-01-01T00:00:00Z')], b: [victim(1, '2026-01-01T00:00:09Z')] },
    { rule: 'not even started', a: [victim(1, '2026-01-01T00:00:00Z')], b: [victim(1)] },
  ])('$rule', ({ a, b }) => {
    const better = { node: 'b', victims: b, violations: 0 };
    const worse = { node: 'a', victims: a, violations: 0 };
    expect(bestCandidate([worse, better])).toBe(better);
    expect(bestCandidate([better, worse])).toBe(better);
  });

  it('looks at PodDisruptionBudgets before anything else', () => {
    const better = { node: 'b', victims: [victim(10), victim(10)], violations: 0 };
    expect(bestCandidate([{ node: 'a', victims: [victim(0)], violations: 1 }, better])).toBe(better);
  });
});

describe('a critical pod in a full cluster', () => {
  const asking = (cpu: string) => ({ resources: { requests: { cpu } } });

  it('makes a less important pod go, waits for its place and takes it', () => {
    const w = wholeCluster([{ name: 'n1', cpu: '2' }]);
    w.create(podNamed('low', {}, asking('1500m')));
    w.run(2);
    w.create(podNamed('high', { priorityClassName: 'system-cluster-critical' }, asking('1')));
    w.run(0.1);
    expect(w.pod('high').status?.nominatedNodeName).toBe('n1');
    expect(w.pod('high').status?.conditions?.[0]?.message).toBe('0/1 nodes are available: 1 Insufficient cpu.');
    expect(w.pod('low').status?.conditions?.at(-1)).toMatchObject({ type: 'DisruptionTarget', reason: 'PreemptionByScheduler' });
    // Somebody small and unimportant does not slip in meanwhile.
    w.create(podNamed('late', {}, asking('1500m')));
    w.run(10);
    expect(w.pods().map((pod) => [pod.metadata.name, pod.spec?.nodeName])).toEqual([
      ['high', 'n1'],
      ['late', undefined],
    ]);
    expect(w.pod('high').status?.nominatedNodeName).toBeUndefined();
    expect(w.said('default-scheduler')).toContain(`Preempted Pod/low: Preempted by pod ${w.pod('high').metadata.uid ?? ''} on node n1`);
  });

  it('tells the last of several victims when the others know, and is tried again as each of them goes', () => {
    const w = wholeCluster([{ name: 'n1', cpu: '2' }]);
    w.create(podNamed('low-1', {}, asking('1')), podNamed('low-2', {}, asking('1')));
    w.run(2);
    w.create(podNamed('high', { priorityClassName: 'system-cluster-critical' }, asking('2')));
    w.run(0.008);
    expect(w.pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(1);
    w.run(0.02);
    expect(w.pods().filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(2);
    w.run(5);
    expect(w.said('default-scheduler').filter((line) => line.includes('Pod/high'))).toEqual([
      'FailedScheduling Pod/high: 0/1 nodes are available: 1 Insufficient cpu.',
      'FailedScheduling Pod/high: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.',
      'Scheduled Pod/high: Successfully assigned default/high to n1',
    ]);
  });

  it('spares pods that a PodDisruptionBudget keeps, if others can go', () => {
    const w = wholeCluster([
      { name: 'n1', cpu: '2' },
      { name: 'n2', cpu: '2' },
    ]);
    const spec = { minAvailable: 1, selector: { matchLabels: { app: 'kept' } } };
    w.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'default' }, spec });
    w.create(podNamed('kept', { nodeName: 'n1' }, asking('1500m')));
    w.create(podNamed('one', { nodeName: 'n2' }, asking('900m')), podNamed('two', { nodeName: 'n2' }, asking('900m')));
    w.run(2);
    w.create(podNamed('high', { priorityClassName: 'system-cluster-critical' }, asking('1800m')));
    w.run(0.1);
    expect(w.pod('high').status?.nominatedNodeName).toBe('n2');
    expect(w.pod('kept').metadata.deletionTimestamp).toBeUndefined();
  });

  it('says so when nobody less important is in its way', () => {
    const w = wholeCluster([{ name: 'n1', cpu: '2' }]);
    w.create(podNamed('first', { priorityClassName: 'system-cluster-critical' }, asking('1500m')));
    w.run(2);
    w.create(podNamed('second', { priorityClassName: 'system-cluster-critical' }, asking('1')));
    w.run(1);
    expect(w.pod('second').status?.conditions?.[0]?.message).toContain(
      'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    );
  });
});
