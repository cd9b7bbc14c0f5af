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
    const better = { node: 'b', victims: b };
    expect(bestCandidate([{ node: 'a', victims: a }, better])).toBe(better);
    expect(bestCandidate([better, { node: 'a', victims: a }])).toBe(better);
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
