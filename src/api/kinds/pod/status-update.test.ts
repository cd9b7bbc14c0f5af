import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import type { ContainerStatus, Pod, PodSpec, PodStatus } from '../../types.gen.ts';
import { installLatePodRules } from './late.ts';
import { LATE_POD_RULES } from './late/rules.ts';
import { podKind } from './pod.ts';
import { preparePodForStatusUpdate } from './strategy.ts';

installLatePodRules(LATE_POD_RULES);

function pod(status: PodStatus, spec: Partial<PodSpec> = {}): Pod {
  return deepFreeze(
    podKind.default({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'default' },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
      status,
    }),
  );
}

function errorsOf(next: PodStatus, before: PodStatus = {}, spec: Partial<PodSpec> = {}): readonly string[] {
  return (podKind.validateStatusUpdate?.(pod(next, spec), pod(before, spec)) ?? []).map(fieldErrorText);
}

const container = (state: ContainerStatus['state'] = {}): ContainerStatus => ({
  name: 'c',
  image: 'nginx:1.27',
  imageID: '',
  ready: false,
  restartCount: 0,
  state,
});
const ended = (exitCode: number): PodStatus => ({ containerStatuses: [container({ terminated: { exitCode } })] });
const RUNNING: PodStatus = { containerStatuses: [container({ running: {} })] };
const REVIVED = ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'];

describe('a container that has ended', () => {
  test.each<readonly [Partial<PodSpec>, number, readonly string[]]>([
    [{ restartPolicy: 'Always' }, 0, []],
    [{ restartPolicy: 'OnFailure' }, 1, []],
    [{ restartPolicy: 'OnFailure' }, 0, REVIVED],
    [{ restartPolicy: 'Never' }, 1, REVIVED],
    [{ restartPolicy: 'Never', containers: [{ name: 'c', image: 'nginx:1.27', restartPolicy: 'Always' }] }, 0, []],
  ])('runs again under %j after %i: %j', (spec, exitCode, errors) => {
    expect(errorsOf(RUNNING, ended(exitCode), spec)).toEqual(errors);
  });

  test('runs again as its rules say', () => {
    const rule = { action: 'Restart', exitCodes: { operator: 'In', values: [42] } } as const;
    const spec: Partial<PodSpec> = {
      restartPolicy: 'Never',
      containers: [{ name: 'c', image: 'nginx:1.27', restartPolicy: 'Never', restartPolicyRules: [rule] }],
    };
    expect(errorsOf(RUNNING, ended(42), spec)).toEqual([]);
    expect(errorsOf(RUNNING, ended(1), spec)).toEqual(REVIVED);
  });
});

test.each<readonly [PodStatus, readonly string[]]>([
  [{ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }, []],
  [{ podIPs: [{ ip: 'x' }] }, ['status.podIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
  [
    { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
    ['status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family'],
  ],
  [{ hostIP: '10.0.0.1', hostIPs: [{ ip: '10.0.0.2' }] }, ['status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`']],
  [{ observedGeneration: -1 }, ['status.observedGeneration: Invalid value: -1: must be a non-negative integer']],
  [
    { resourceClaimStatuses: [{ name: 'gpu' }] },
    ['status.resourceClaimStatuses[0].name: Invalid value: "gpu": must match the name of an entry in `spec.resourceClaims`'],
  ],
])('a status %j has the errors %j', (status, errors) => {
  expect(errorsOf(status)).toEqual(errors);
});

describe('what a writer of status leaves out', () => {
  const stored = pod({
    qosClass: 'BestEffort',
    observedGeneration: 3,
    conditions: [{ type: 'Ready', status: 'False', observedGeneration: 2 }],
  });

  test('is kept: the quality of service, the generations and the spec', () => {
    const next = preparePodForStatusUpdate(pod({ conditions: [{ type: 'Ready', status: 'True' }] }, { hostNetwork: true }), stored);
    expect(next.status).toMatchObject({
      qosClass: 'BestEffort',
      observedGeneration: 3,
      conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }],
    });
    expect(next.spec).toBe(stored.spec);
  });

  test('is not, if it is said anew', () => {
    const next = preparePodForStatusUpdate(pod({ observedGeneration: 4, conditions: [{ type: 'Other', status: 'True' }] }), stored);
    expect(next.status?.observedGeneration).toBe(4);
    expect(next.status?.conditions?.[0]).not.toHaveProperty('observedGeneration');
  });
});
