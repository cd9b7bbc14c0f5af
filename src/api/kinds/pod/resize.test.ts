import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../types.gen.ts';
import { prepareForEphemeralContainers, validateEphemeralContainersUpdate } from './ephemeral-containers.ts';
import { installLatePodRules } from './late.ts';
import { LATE_POD_RULES } from './late/rules.ts';
import { podKind } from './pod.ts';
import { preparePodForResize, validatePodResize } from './resize.ts';

installLatePodRules(LATE_POD_RULES);

function withResources(resources: ResourceRequirements, extra: Partial<Container> = {}): Container {
  return { name: 'c', image: 'nginx:1.27', resources, ...extra };
}

const ONE = { requests: { cpu: '100m', memory: '64Mi' } };
const TWO = { requests: { cpu: '200m', memory: '64Mi' } };

function pod(spec: Partial<PodSpec> = {}, metadata: Pod['metadata'] = {}): Pod {
  return deepFreeze(
    podKind.default({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'default', ...metadata },
      spec: { containers: [withResources(ONE)], ...spec },
      status: { qosClass: 'Burstable' },
    }),
  );
}

function resize(next: Pod, stored = pod()): { readonly pod: Pod; readonly errors: readonly string[] } {
  const prepared = preparePodForResize(next, stored);
  return { pod: prepared, errors: validatePodResize(prepared, stored).map(fieldErrorText) };
}

describe('a resize', () => {
  test('takes cpu and memory, and nothing else', () => {
    const next = pod({ containers: [withResources(TWO, { image: 'other' })], hostNetwork: true }, { labels: { a: 'b' } });
    const { pod: resized, errors } = resize(next);
    expect(errors).toEqual([]);
    expect(resized.spec?.containers[0]).toMatchObject({ image: 'nginx:1.27', resources: TWO });
    expect([resized.spec?.hostNetwork, resized.metadata.labels]).toEqual([undefined, undefined]);
  });

  test.each<readonly [Partial<PodSpec>, readonly string[]]>([
    [
      { containers: [withResources({ requests: { cpu: '1' } })] },
      ['spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed'],
    ],
    [
      { containers: [withResources({ ...ONE, limits: ONE.requests })] },
      ['spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing'],
    ],
    [
      { containers: [withResources({ requests: { ...ONE.requests, 'ephemeral-storage': '1Gi' } })] },
      ['spec: Forbidden: only cpu and memory resources are mutable'],
    ],
    [
      { containers: [withResources(ONE, { name: 'd' })] },
      ['spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize'],
    ],
    [
      { containers: [withResources(ONE), withResources(ONE, { name: 'd' })] },
      ['spec.containers: Forbidden: containers may not be added or removed on resize'],
    ],
  ])('to %j is refused: %j', (spec, errors) => {
    expect(resize(pod(spec)).errors).toEqual(errors);
  });

  test('is not for static pods', () => {
    const mirror = pod({ nodeName: 'n' }, { annotations: { 'kubernetes.io/config.mirror': 'x' } });
    expect(resize(pod({ containers: [withResources(TWO)] }), mirror).errors).toEqual([': Forbidden: static pods cannot be resized']);
  });

  test('of the whole pod may not take it away', () => {
    const whole = { resources: { requests: { cpu: '1', memory: '1Gi' } } };
    expect(resize(pod({ resources: { requests: { cpu: '2', memory: '1Gi' } } }), pod(whole)).errors).toEqual([]);
    expect(resize(pod(), pod(whole)).errors).toContain('spec.resources: Forbidden: pod-level resources cannot be removed');
  });
});

describe('ephemeral containers', () => {
  const debug = (image: string): Partial<PodSpec> => ({
    ephemeralContainers: [{ name: 'debug', image, imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' }],
  });
  const errorsOf = (next: Pod, stored: Pod): readonly string[] =>
    validateEphemeralContainersUpdate(prepareForEphemeralContainers(next, stored), stored).map(fieldErrorText);

  test('are added', () => {
    expect(errorsOf(pod(debug('busybox:1')), pod())).toEqual([]);
  });

  test('stay as they are', () => {
    const stored = pod(debug('busybox:1'));
    expect(errorsOf(pod(), stored)).toEqual([
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
    ]);
    const [changed] = errorsOf(pod(debug('busybox:2')), stored);
    expect(changed).toMatch(/"debug" may not be changed\n[^]*\n- +"Image": "busybox:1",\n\+ +"Image": "busybox:2",/);
  });
});
