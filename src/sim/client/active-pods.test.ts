import { expect, test } from 'vitest';
import type { Pod } from '../../api/types.gen.ts';
import { compareActive } from './active-pods.ts';

function pod(phase: string, { node = 'node-1', readySince = '', restarts = 0, created = '2026-01-01T00:00:00Z' } = {}): Pod {
  const conditions = readySince === '' ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }];
  const containerStatuses = [{ name: 'app', image: '', imageID: '', ready: readySince !== '', restartCount: restarts }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { creationTimestamp: created },
    spec: { containers: [], nodeName: node },
    status: { phase: phase as 'Running', conditions, containerStatuses },
  };
}

const EARLY = '2026-01-01T00:00:10Z';
const LATE = '2026-01-01T00:00:20Z';

test.each([
  ['without a node', pod('Running', { node: '' }), pod('Pending')],
  ['not running yet', pod('Pending'), pod('Running')],
  ['not ready', pod('Running'), pod('Running', { readySince: EARLY })],
  ['ready for a shorter time', pod('Running', { readySince: LATE }), pod('Running', { readySince: EARLY, restarts: 9 })],
  ['restarted more often', pod('Running', { restarts: 2, created: EARLY }), pod('Running', { restarts: 1, created: LATE })],
  ['younger', pod('Running', { created: LATE }), pod('Running', { created: EARLY })],
])('what is %s goes first', (_name, first, second) => {
  expect([second, first].toSorted(compareActive)).toEqual([first, second]);
});
