import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import { podFromTemplate } from '../../pod/template.ts';
import type { Pod, PodSpec } from '../../types.gen.ts';
import { replicaSetKind } from '../replica-set/replica-set.ts';
import { defaultPullPolicy } from './image.ts';
import { podKind } from './pod.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['nginx', 'Always'],
  ['nginx:latest', 'Always'],
  ['nginx:1.27', 'IfNotPresent'],
  [`nginx@${DIGEST}`, 'IfNotPresent'],
  [`nginx:latest@${DIGEST}`, 'Always'],
  ['localhost:5000/app', 'Always'],
  ['registry.example.com:5000/team/app:v1', 'IfNotPresent'],
  ['Registry.example.com/app', 'Always'],
  ['Not/Valid', 'IfNotPresent'],
  ['', 'IfNotPresent'],
])('image %s is pulled: %s', (image, policy) => {
  expect(defaultPullPolicy(image)).toBe(policy);
});

function pod(spec: Partial<PodSpec> = {}): Pod {
  const raw: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
  };
  return deepFreeze(podKind.default(raw));
}

describe('pods of one template', () => {
  const replicaSet = deepFreeze(
    replicaSetKind.default({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      },
    }),
  );

  test('share their defaulted spec', () => {
    const first = podKind.default(podFromTemplate(replicaSet.spec?.template, { name: 'web-1' }));
    const second = podKind.default(podFromTemplate(replicaSet.spec?.template, { name: 'web-2' }));
    expect(first.spec).toBe(second.spec);
    expect(first.spec?.enableServiceLinks).toBe(true);
    expect(first.metadata).toEqual({ name: 'web-1', labels: { app: 'web' } });
  });

  test('default to themselves', () => {
    const object = pod();
    expect(podKind.default(object)).toBe(object);
    expect(replicaSetKind.default(replicaSet)).toBe(replicaSet);
  });
});

describe('strategy', () => {
  test('a new pod is pending, whatever its status says', () => {
    const created = podKind.prepareForCreate({ ...pod(), status: { phase: 'Running', podIP: '1.2.3.4' } });
    expect(created.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  test('a gated pod says so', () => {
    const created = podKind.prepareForCreate(pod({ schedulingGates: [{ name: 'x.io/g' }] }));
    expect(created.status?.conditions?.[0]).toMatchObject({ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' });
  });

  test('a status write changes neither spec nor owners, and keeps the class', () => {
    const stored = podKind.prepareForCreate(pod());
    const written = podKind.prepareForStatusUpdate?.(
      { ...stored, metadata: { ...stored.metadata, ownerReferences: [] }, spec: { containers: [] }, status: { phase: 'Running' } },
      stored,
    );
    expect(written).toEqual({ ...stored, status: { phase: 'Running', qosClass: 'BestEffort' } });
  });

  test('labels do not make a generation', () => {
    const stored = pod();
    expect(podKind.generationChanged?.({ ...stored, metadata: { ...stored.metadata, labels: { a: 'b' } } }, stored)).toBe(false);
    expect(podKind.generationChanged?.(pod({ nodeName: 'n' }), stored)).toBe(true);
  });
});

test.each<[name: string, spec: Partial<PodSpec>, errors: readonly string[]]>([
  ['no containers', { containers: [] }, ['spec.containers: Required value']],
  [
    'a mount of nothing',
    { containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/x' }] }] },
    ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
  ],
  [
    'more requested than allowed',
    { containers: [{ name: 'c', image: 'i', resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }] },
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    'a node and a gate',
    { nodeName: 'n', schedulingGates: [{ name: 'x.io/g' }] },
    ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
  ],
])('%s', (_name, spec, errors) => {
  expect(podKind.validate(pod(spec)).map(fieldErrorText)).toEqual(errors);
  expect(podKind.validate(pod(spec)).map(fieldErrorText)).toEqual(errors);
});
