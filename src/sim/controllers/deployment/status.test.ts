import { expect, it } from 'vitest';
import { formatTime } from '../../../api/time.ts';
import type { Deployment } from '../../../api/types.gen.ts';
import { stuckCheckMs } from './status.ts';

const NOW = Date.UTC(2026, 0, 1);

function deployment(reason: string): Deployment {
  const condition = { type: 'Progressing', status: 'True', reason, lastUpdateTime: formatTime(NOW - 100_000) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', generation: 1 },
    spec: { replicas: 3, progressDeadlineSeconds: 160, selector: {}, template: {} },
    status: { observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 2, conditions: [condition] },
  };
}

it.each([
  { reason: 'ReplicaSetUpdated', name: 'after its deadline', after: 61_000 },
  { reason: 'NewReplicaSetAvailable', name: 'not once it was complete, whatever becomes of its pods', after: undefined },
  { reason: 'ProgressDeadlineExceeded', name: 'not once it has failed', after: undefined },
])('a rollout is looked at for being stuck $name', ({ reason, after }) => {
  const subject = deployment(reason);
  expect(stuckCheckMs(subject, subject.status ?? {}, NOW)).toBe(after);
});
