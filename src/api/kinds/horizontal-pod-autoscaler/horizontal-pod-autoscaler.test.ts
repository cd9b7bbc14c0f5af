import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerV1, MetricSpec } from '../../types.gen.ts';
import { fromV1, toV1 } from './convert.ts';
import { horizontalPodAutoscalerKind, horizontalPodAutoscalerV1Kind } from './horizontal-pod-autoscaler.ts';

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const CPU: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const OTHERS: readonly MetricSpec[] = [
  { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } },
  {
    type: 'Pods',
    pods: { metric: { name: 'rps', selector: { matchLabels: { a: 'b' } } }, target: { type: 'AverageValue', averageValue: '5' } },
  },
  {
    type: 'Object',
    object: { describedObject: { kind: 'Service', name: 's' }, metric: { name: 'hits' }, target: { type: 'Value', value: '10' } },
  },
  { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } } },
  {
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 70 } },
  },
];

function autoscaler(spec: Partial<HorizontalPodAutoscalerSpec> = {}): HorizontalPodAutoscaler {
  return deepFreeze(
    horizontalPodAutoscalerKind.default({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'default' },
      spec: { scaleTargetRef: TARGET, maxReplicas: 5, ...spec },
    }),
  );
}

describe('an autoscaler told by autoscaling/v1', () => {
  test('has the usage of CPU as a field, and nothing in annotations if that is all', () => {
    const view = toV1(autoscaler({ metrics: [CPU] }));
    expect(view.spec).toEqual({ scaleTargetRef: TARGET, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 60 });
    expect(view.metadata.annotations).toBeUndefined();
  });

  test('carries other metrics and its behaviour through, and back', () => {
    const stored = autoscaler({ metrics: [...OTHERS, CPU], behavior: { scaleDown: { stabilizationWindowSeconds: 30 } } });
    const view = toV1(stored);
    expect(Object.keys(view.metadata.annotations ?? {}).sort()).toEqual([
      'autoscaling.alpha.kubernetes.io/behavior',
      'autoscaling.alpha.kubernetes.io/metrics',
    ]);
    expect(fromV1(view)).toEqual(stored);
  });

  test('carries its status through, and back', () => {
    const stored: HorizontalPodAutoscaler = {
      ...autoscaler({ metrics: [CPU] }),
      status: {
        currentReplicas: 2,
        desiredReplicas: 3,
        observedGeneration: 4,
        currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 90, averageValue: '90m' } } }],
        conditions: [
          { type: 'AbleToScale', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', reason: 'Ready', message: 'ready' },
        ],
      },
    };
    const view = toV1(stored);
    expect(view.status).toEqual({ currentReplicas: 2, desiredReplicas: 3, observedGeneration: 4, currentCPUUtilizationPercentage: 90 });
    expect(fromV1(view)).toEqual(stored);
  });

  test('is told alike twice', () => {
    const stored = autoscaler({ metrics: OTHERS });
    expect(toV1(stored)).toBe(toV1(stored));
  });
});

describe('an autoscaler written by autoscaling/v1', () => {
  const view = (annotations: { readonly [key: string]: string }): HorizontalPodAutoscalerV1 =>
    deepFreeze(
      horizontalPodAutoscalerV1Kind.default({
        apiVersion: 'autoscaling/v1',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'web', annotations },
        spec: { scaleTargetRef: TARGET, maxReplicas: 5 },
      }),
    );

  test('aims at 80 per cent of CPU if it says nothing', () => {
    expect(fromV1(view({})).spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ]);
  });

  test('passes over annotations that can not be read, and keeps those that are not about it', () => {
    const { metadata, spec } = fromV1(view({ 'autoscaling.alpha.kubernetes.io/metrics': '{', mine: 'x' }));
    expect([metadata.annotations, spec.metrics?.length]).toEqual([{ mine: 'x' }, 1]);
  });
});

test('behaviour is filled in for both ways', () => {
  expect(autoscaler({ behavior: {} }).spec.behavior).toEqual({
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
    },
    scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
  });
});

test.each([
  '5',
  '[null]',
  '[{"type":5}]',
  '[{"type":"Pods","pods":{"targetAverageValue":"x"}}]',
  '{"ScaleUp":5}',
  '{"ScaleUp":{"Tolerance":"x"}}',
])('annotations that carry nothing of use: %s', (text) => {
  const keys = ['metrics', 'current-metrics', 'conditions', 'behavior'].map((name) => `autoscaling.alpha.kubernetes.io/${name}`);
  const view = {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a', annotations: Object.fromEntries(keys.map((key) => [key, text])) },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 2 },
    status: { currentReplicas: 1, desiredReplicas: 1 },
  };
  const kind = horizontalPodAutoscalerV1Kind;
  const object = kind.default(view as HorizontalPodAutoscalerV1);
  kind.validate(object);
  kind.validateStatusUpdate?.(object, object);
  for (const column of kind.columns) column.cell(object, 0);
  expect(kind.view?.toStored(object).kind).toBe('HorizontalPodAutoscaler');
});
