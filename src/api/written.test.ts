import { expect, test } from 'vitest';
import type { JsonObject } from './scalars.ts';
import { asWritten } from './written.ts';

test.each<[string, string, JsonObject, JsonObject]>([
  ['structs by value', 'Service', { spec: {} }, { spec: {}, status: { loadBalancer: {} } }],
  [
    'times',
    'PodCondition',
    { type: 'Ready', status: 'True' },
    { type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null },
  ],
  [
    'pointers to structs',
    'DeploymentSpec',
    { template: { spec: { containers: [] } } },
    { selector: null, strategy: {}, template: { metadata: {}, spec: { containers: null } } },
  ],
  ['what is empty', 'ObjectMeta', { name: 'a', labels: {}, finalizers: [], generation: 0 }, { name: 'a' }],
  ['what has not been decoded', 'PodSpec', { containers: 'x', volumes: { a: 1 } }, { containers: 'x', volumes: { a: 1 } }],
])('%s', (_what, schema, object, written) => expect(asWritten(object, schema)).toEqual(written));

test('the same object when nothing is missing, and the same answer for the same object', () => {
  const whole = { type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null };
  expect(asWritten(whole, 'PodCondition')).toBe(whole);
  const lean = { type: 'Ready', status: 'True' };
  expect(asWritten(lean, 'PodCondition')).toBe(asWritten(lean, 'PodCondition'));
});
