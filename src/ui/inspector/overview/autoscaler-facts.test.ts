import { beforeAll, describe, expect, it } from 'vitest';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from '../../../api/types.gen.ts';
import { translate, withWords } from '../../messages/index.ts';
import { cellsOf, metersOf, sentenceOf, sideOf, toleranceOf } from './autoscaler-facts.ts';

const t = translate('en');
beforeAll(() => withWords('inspector', Promise.resolve()));

interface Given {
  readonly metrics?: readonly MetricSpec[];
  readonly current?: readonly MetricStatus[];
  readonly conditions?: readonly string[];
}

/** Conditions as `AbleToScale=True ReadyForNewScale`. */
function autoscaler({ metrics = [], current = [], conditions = [] }: Given): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: { maxReplicas: 10, minReplicas: 2, metrics, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    status: {
      currentReplicas: 3,
      desiredReplicas: 5,
      currentMetrics: current,
      conditions: conditions.map((text) => {
        const [, type = '', status = '', reason = ''] = /^(\w+)=(\w+) (\w+)$/.exec(text) ?? [];
        return { type, status: status as 'True' | 'False', reason };
      }),
    },
  };
}

const CPU: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };
const MEMORY: MetricSpec = {
  type: 'ContainerResource',
  containerResource: { name: 'memory', container: 'app', target: { type: 'AverageValue', averageValue: '100Mi' } },
};

it('puts each metric beside its target', () => {
  const current: readonly MetricStatus[] = [
    { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 75, averageValue: '150m' } } },
    { type: 'ContainerResource', containerResource: { name: 'memory', container: 'app', current: { averageValue: '25Mi' } } },
  ];
  expect(metersOf(autoscaler({ metrics: [CPU, MEMORY], current }), t)).toEqual([
    { name: 'cpu', current: '75%', target: '50%', ratio: 1.5 },
    { name: 'memory of app', current: '25Mi', target: '100Mi', ratio: 0.25 },
  ]);
});

it('knows no ratio of what was not measured', () => {
  expect(metersOf(autoscaler({ metrics: [CPU], current: [{ type: '' }] }), t)).toEqual([
    { name: 'cpu', current: undefined, target: '50%', ratio: undefined },
  ]);
  expect(toleranceOf(autoscaler({}))).toEqual({ down: 0.1, up: 0.1 });
});

it.each([
  [1.11, 'above'],
  [1.1, 'near'],
  [0.9, 'near'],
  [0.86, 'below a bit'],
  [0.6, 'below'],
  [undefined, 'unknown'],
])('%s of the target, with three replicas, is %s', (ratio, side) => {
  expect(sideOf({ name: 'cpu', current: '', target: '', ratio }, autoscaler({}))).toBe(side);
});

it('has a cell for each replica, and none where there may be very many', () => {
  const few = autoscaler({});
  expect(cellsOf(few).join(' ')).toBe('there there there comes comes may may may may may');
  expect(
    cellsOf({ ...few, spec: { ...few.spec, minReplicas: 6 }, status: { currentReplicas: 2, desiredReplicas: 1 } }).slice(0, 7),
  ).toEqual(['there', 'leaves', 'least', 'least', 'least', 'least', 'may']);
  expect(cellsOf({ ...few, spec: { ...few.spec, maxReplicas: 2 ** 31 - 1 } })).toEqual([]);
});

describe('what it says of itself', () => {
  const ACTIVE = 'ScalingActive=True ValidMetricFound';
  it.each<readonly [sentence: RegExp, conditions: readonly string[]]>([
    [/first time/, []],
    [/can’t read or change/, ['AbleToScale=False FailedGetScale']],
    [/could not be measured/, ['AbleToScale=True SucceededGetScale', 'ScalingActive=False FailedGetResourceMetric']],
    [/no replicas/, ['AbleToScale=True SucceededGetScale', 'ScalingActive=False ScalingDisabled']],
    [/another autoscaler/, ['AbleToScale=True SucceededGetScale', 'ScalingActive=False AmbiguousSelector']],
    [/last 300 seconds/, ['AbleToScale=True ScaleDownStabilized', ACTIVE, 'ScalingLimited=False DesiredWithinRange']],
    [/maxReplicas, 10/, ['AbleToScale=True ReadyForNewScale', ACTIVE, 'ScalingLimited=True TooManyReplicas']],
    [/minReplicas, 2/, ['AbleToScale=True ReadyForNewScale', ACTIVE, 'ScalingLimited=True TooFewReplicas']],
    [/as fast as it may. More will follow/, ['AbleToScale=True SucceededRescale', ACTIVE, 'ScalingLimited=True ScaleUpLimit']],
    [/asked for 5/, ['AbleToScale=True SucceededRescale', ACTIVE, 'ScalingLimited=False DesiredWithinRange']],
    [/As many as/, ['AbleToScale=True ReadyForNewScale', ACTIVE, 'ScalingLimited=False DesiredWithinRange']],
  ])('%s', (sentence, conditions) => {
    expect(sentenceOf(autoscaler({ conditions }), t)).toMatch(sentence);
  });
});
