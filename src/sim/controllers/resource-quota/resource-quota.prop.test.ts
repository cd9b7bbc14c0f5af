import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantityMilli } from '../../../api/quantity.ts';
import { POD, RESOURCE_QUOTA } from '../../../api/resources.ts';
import { podOf, testServer } from '../../../testing/test-server.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
const HARD = { pods: '3', 'requests.cpu': '1' };

const step = fc.oneof(
  fc.record({ does: fc.constant('create' as const), name: fc.constantFrom(...NAMES), cpu: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ does: fc.constantFrom('delete' as const, 'end' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 150 }) }),
);

describe('a quota', () => {
  it('is never overdrawn, and in the end says what is there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const server = testServer();
        server.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: HARD } });
        server.settle();
        for (const taken of steps) {
          if (taken.does === 'create') server.create(podOf(taken.name, { requests: { cpu: `${taken.cpu}m` } }));
          else if (taken.does === 'wait') server.settle(taken.ms);
          else if (taken.does === 'delete') server.remove('pods', taken.name);
          else server.patch('pods', taken.name, { status: { phase: 'Failed' } }, 'status');
          expect(standing(server).pods).toBeLessThanOrEqual(3);
          expect(standing(server).cpu).toBeLessThanOrEqual(1000);
        }
        server.settle();
        const used = server.read(RESOURCE_QUOTA, 'q').status?.used;
        expect({ pods: Number(used?.['pods']), cpu: quantityMilli(used?.['requests.cpu']) }).toEqual(standing(server));
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

function standing(server: ReturnType<typeof testServer>) {
  const pods = NAMES.map((name) => server.read(POD, name)).filter(({ kind, status }) => kind === 'Pod' && status?.phase !== 'Failed');
  const cpu = pods.reduce((sum, { spec }) => sum + quantityMilli(spec?.containers[0]?.resources?.requests?.['cpu']), 0);
  return { pods: pods.length, cpu };
}
