import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import type { DaemonSet } from '../../types.gen.ts';
import { daemonSetKind } from './daemon-set.ts';
import { TEMPLATE_GENERATION, templateGenerationOf } from './template-generation.ts';

function daemonSet(image = 'agent:1', annotations?: { readonly [key: string]: string }): DaemonSet {
  const labels = { app: 'agent' };
  return deepFreeze(
    daemonSetKind.default({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'default', ...(annotations === undefined ? {} : { annotations }) },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image }] } } },
    }),
  );
}

const created = (set: DaemonSet): DaemonSet => deepFreeze(daemonSetKind.prepareForCreate?.(set) ?? set);
const updated = (next: DaemonSet, stored: DaemonSet): DaemonSet => daemonSetKind.prepareForUpdate?.(next, stored) ?? next;

describe('the generation of the template', () => {
  test('starts with one, or with what the annotation says', () => {
    expect(templateGenerationOf(created(daemonSet()))).toBe(1);
    expect(templateGenerationOf(created(daemonSet('agent:1', { [TEMPLATE_GENERATION]: '7' })))).toBe(7);
  });

  test('grows with changes of the template alone, whoever sets the annotation', () => {
    const stored = created(daemonSet());
    expect(templateGenerationOf(updated(daemonSet('agent:2'), stored))).toBe(2);
    expect(templateGenerationOf(updated(daemonSet('agent:1', { [TEMPLATE_GENERATION]: '9' }), stored))).toBe(1);
  });

  test('is a number', () => {
    const why = 'DaemonSet in version "v1" cannot be handled as a DaemonSet: strconv.ParseInt: parsing "x": invalid syntax';
    expect(() => daemonSet('agent:1', { [TEMPLATE_GENERATION]: 'x' })).toThrow(why);
  });
});

test('one node after the other is updated', () => {
  expect(daemonSet().spec?.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
});

test('an update keeps the status', () => {
  const status = { currentNumberScheduled: 1, numberMisscheduled: 0, desiredNumberScheduled: 1, numberReady: 1 };
  expect(updated(daemonSet('agent:2'), { ...created(daemonSet()), status }).status).toEqual(status);
});
