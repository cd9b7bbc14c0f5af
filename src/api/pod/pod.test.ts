import { describe, expect, test } from 'vitest';
import type { ContainerStatus, Pod, PodStatus } from '../types.gen.ts';
import { isPodActive, withCondition } from './conditions.ts';
import { podReadyText, podRestartsText, podStatusText } from './status.ts';

const NOW = Date.parse('2026-01-01T01:00:00Z');

function status(name: string, part: Partial<ContainerStatus>): ContainerStatus {
  return { name, image: 'i', imageID: '', ready: false, restartCount: 0, ...part };
}

function pod(part: PodStatus, more: Partial<Pod['spec']> = {}, metadata: Pod['metadata'] = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a' }], ...more }, status: part };
}

const RUNNING = status('a', { ready: true, state: { running: {} } });
const CRASHED = status('a', {
  restartCount: 3,
  state: { waiting: { reason: 'CrashLoopBackOff' } },
  lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:55:00Z' } },
});

test.each<[text: string, ready: string, restarts: string, pod: Pod]>([
  ['Pending', '0/1', '0', pod({ phase: 'Pending' })],
  ['Running', '1/1', '0', pod({ phase: 'Running', containerStatuses: [RUNNING] })],
  ['CrashLoopBackOff', '0/1', '3 (5m ago)', pod({ phase: 'Running', containerStatuses: [CRASHED] })],
  ['Evicted', '0/1', '0', pod({ phase: 'Failed', reason: 'Evicted' })],
  ['Terminating', '1/1', '0', pod({ phase: 'Running', containerStatuses: [RUNNING] }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' })],
  [
    'Completed',
    '0/1',
    '0',
    pod({ phase: 'Succeeded', containerStatuses: [status('a', { state: { terminated: { exitCode: 0, reason: 'Completed' } } })] }),
  ],
  ['ExitCode:2', '0/1', '0', pod({ phase: 'Failed', containerStatuses: [status('a', { state: { terminated: { exitCode: 2 } } })] })],
  [
    'Init:0/2',
    '0/1',
    '0',
    pod(
      { phase: 'Pending', initContainerStatuses: [status('i', { state: { running: {} } })] },
      { initContainers: [{ name: 'i' }, { name: 'j' }] },
    ),
  ],
  [
    'Running',
    '2/2',
    '0',
    pod(
      {
        phase: 'Running',
        initContainerStatuses: [status('s', { ready: true, started: true, state: { running: {} } })],
        containerStatuses: [RUNNING],
      },
      { initContainers: [{ name: 's', restartPolicy: 'Always' }] },
    ),
  ],
])('a pod that is %s, %s ready, %s restarts', (text, ready, restarts, given) => {
  expect(podStatusText(given)).toBe(text);
  expect(podReadyText(given)).toBe(ready);
  expect(podRestartsText(given, NOW)).toBe(restarts);
});

describe('withCondition', () => {
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };

  test('adds what is new', () => {
    expect(withCondition(undefined, ready)).toEqual([ready]);
  });

  test('keeps the time of transition, and the array, when nothing changes', () => {
    const conditions = [ready];
    expect(withCondition(conditions, { ...ready, lastTransitionTime: '2026-01-02T00:00:00Z' })).toBe(conditions);
  });

  test('moves the time with the status', () => {
    const next = { ...ready, status: 'False', lastTransitionTime: '2026-01-02T00:00:00Z' };
    expect(withCondition([{ ...ready, type: 'Other' }, ready], next)).toEqual([{ ...ready, type: 'Other' }, next]);
  });
});

test.each([
  [pod({ phase: 'Running' }), true],
  [pod({ phase: 'Failed' }), false],
  [pod({ phase: 'Running' }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }), false],
])('activity', (given, active) => {
  expect(isPodActive(given)).toBe(active);
});
