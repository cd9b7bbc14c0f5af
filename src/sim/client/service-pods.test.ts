import { describe, expect, it } from 'vitest';
import type { Labels } from '../../api/labels.ts';
import type { Pod, Service } from '../../api/types.gen.ts';
import { batchDelayMs, createServiceSelectors, forSelecting, isEndpointChange, podSelector, setSelector } from './service-pods.ts';

function selecting(index: ReturnType<typeof createServiceSelectors>, namespace: string, labels: Labels): string[] {
  const found: string[] = [];
  forSelecting(index, namespace, labels, (key) => found.push(key));
  return found;
}

describe('Services that select a pod', () => {
  const index = createServiceSelectors();
  setSelector(index, 'a', 'a/web', { app: 'web' });
  setSelector(index, 'a', 'a/front', { app: 'web', tier: 'front' });
  setSelector(index, 'b', 'b/web', { app: 'web' });

  it.each([
    { name: 'by all labels of the selector', namespace: 'a', labels: { app: 'web', tier: 'front' }, expected: ['a/web', 'a/front'] },
    { name: 'not by some of them', namespace: 'a', labels: { app: 'web', tier: 'back' }, expected: ['a/web'] },
    { name: 'in its namespace alone', namespace: 'b', labels: { app: 'web', tier: 'front' }, expected: ['b/web'] },
    { name: 'none', namespace: 'c', labels: { app: 'web' }, expected: [] },
  ])('$name', ({ namespace, labels, expected }) => {
    expect(selecting(index, namespace, labels)).toEqual(expected);
  });

  it('are found by their newest selector', () => {
    setSelector(index, 'b', 'b/web', { app: 'other' });
    expect(selecting(index, 'b', { app: 'web' })).toEqual([]);
    expect(selecting(index, 'b', { app: 'other' })).toEqual(['b/web']);
    setSelector(index, 'b', 'b/web', undefined);
    expect(selecting(index, 'b', { app: 'other' })).toEqual([]);
  });
});

it('a Service without a selector, or that is but a name, selects nothing', () => {
  const service = (spec: Service['spec']): Service => ({ apiVersion: 'v1', kind: 'Service', metadata: {}, ...(spec ? { spec } : {}) });
  expect(podSelector(service({}))).toBeUndefined();
  expect(podSelector(service({ selector: {} }))).toBeUndefined();
  expect(podSelector(service({ type: 'ExternalName', selector: { app: 'web' } }))).toBeUndefined();
  expect(podSelector(service({ selector: { app: 'web' } }))).toEqual({ app: 'web' });
});

describe('a change of a pod that concerns its endpoints', () => {
  const pod = (status: Pod['status'], metadata: Pod['metadata'] = {}): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    ...(status ? { status } : {}),
  });
  const ready = { podIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] };

  it.each([
    { name: 'no address yet', before: pod({}), after: pod({ phase: 'Pending' }), expected: false },
    { name: 'an address', before: pod({}), after: pod({ podIP: '10.0.0.1' }), expected: true },
    { name: 'readiness', before: pod({ podIP: '10.0.0.1' }), after: pod(ready), expected: true },
    { name: 'deletion', before: pod(ready), after: pod(ready, { deletionTimestamp: '2026-01-01T00:00:00Z' }), expected: true },
    { name: 'labels', before: pod(ready), after: pod(ready, { labels: { app: 'web' } }), expected: true },
    { name: 'the end', before: pod(ready), after: pod({ ...ready, phase: 'Failed' }), expected: true },
    { name: 'an annotation', before: pod(ready), after: pod(ready, { annotations: { a: 'b' } }), expected: false },
  ])('$name', ({ before, after, expected }) => {
    expect(isEndpointChange(after, before)).toBe(expected);
  });
});

it('batches begin at once after a quiet time', () => {
  expect(batchDelayMs(Number.NEGATIVE_INFINITY, 1000, 100)).toBe(0);
  expect(batchDelayMs(980, 1000, 100)).toBe(80);
  expect(batchDelayMs(800, 1000, 100)).toBe(0);
});
