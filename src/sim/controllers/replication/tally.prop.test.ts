import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectorOfSet } from '../../../api/labels.ts';
import { formatTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { type Yardstick, addPod, createTally, forgetPod, recount, ripen, subtractPod } from './tally.ts';

const LABELS = [{ app: 'web', tier: 'front' }, { app: 'web' }, { app: 'other' }];
const START = Date.parse('2026-01-01T00:00:00Z');

interface Step {
  readonly pod: number;
  readonly gone: boolean;
  readonly labels: number;
  readonly phase: 'Pending' | 'Running' | 'Failed';
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly node: string;
  readonly afterSeconds: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  pod: fc.nat(4),
  gone: fc.boolean(),
  labels: fc.nat(2),
  phase: fc.constantFrom('Pending', 'Running', 'Failed'),
  ready: fc.boolean(),
  terminating: fc.boolean(),
  node: fc.constantFrom('a', 'b'),
  afterSeconds: fc.nat(7),
});

function podAfter({ pod, labels, phase, ready, terminating, node }: Step, now: number): Pod {
  const time = formatTime(now);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p${pod}`, labels: LABELS[labels] ?? {}, ...(terminating ? { deletionTimestamp: time } : {}) },
    spec: { containers: [], nodeName: node },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: time }] },
  };
}

it('counting changes one by one gives what counting everything anew gives', () => {
  const yardstick: Yardstick = { selector: selectorOfSet({ app: 'web' }), templateLabels: LABELS[0], minReadyMs: 10_000 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const tally = createTally('default/web', yardstick);
      const pods = new Map<string, Pod>();
      let now = START;
      for (const next of steps) {
        now += next.afterSeconds * 1000;
        const key = `default/p${next.pod}`;
        const before = pods.get(key);
        if (before !== undefined) subtractPod(tally, key, before);
        if (next.gone) {
          forgetPod(tally, key);
          pods.delete(key);
        } else {
          const pod = podAfter(next, now);
          addPod(tally, key, pod, before, now);
          pods.set(key, pod);
        }
        ripen(tally, now);
        const fresh = createTally('default/web', yardstick);
        recount(
          fresh,
          yardstick,
          [...pods].map(([podKey, pod]) => ({ key: podKey, pod })),
          now,
        );
        const { active, ready, available, labelled, terminating } = tally;
        expect({ active, ready, available, labelled, terminating }).toEqual({
          active: fresh.active,
          ready: fresh.ready,
          available: fresh.available,
          labelled: fresh.labelled,
          terminating: fresh.terminating,
        });
        expect(tally.perNode).toEqual(fresh.perNode);
      }
    }),
  );
});
