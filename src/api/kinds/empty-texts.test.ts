import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../field-error.ts';
import type { KubeObject } from '../object.ts';
import { kindByGvk } from './registry.ts';

/** Where Go has a pointer an empty text is a value, which no default replaces. */
const CASES: readonly [object: KubeObject, expected: readonly string[]][] = [
  [
    { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'a' }, preemptionPolicy: '' } as KubeObject,
    ['preemptionPolicy: Required value'],
  ],
  [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'a' },
      provisioner: 'a',
      volumeBindingMode: '',
    } as KubeObject,
    ['volumeBindingMode: Unsupported value: "": supported values: "Immediate", "WaitForFirstConsumer"'],
  ],
  [
    { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'a' }, spec: { fsGroupPolicy: '' } } as KubeObject,
    ['spec.fsGroupPolicy: Unsupported value: "": supported values: "File", "None", "ReadWriteOnceWithFSType"'],
  ],
  [
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'a' },
      addressType: 'IPv4',
      endpoints: [],
      ports: [{ protocol: '' }],
    } as KubeObject,
    ['ports[0].protocol: Unsupported value: "": supported values: "SCTP", "TCP", "UDP"'],
  ],
  [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'a' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeMode: '' },
    } as KubeObject,
    ['spec.volumeMode: Unsupported value: "": supported values: "Block", "Filesystem"'],
  ],
];

describe('empty texts', () => {
  it.each(CASES.map(([object, expected]) => [object.kind, object, expected] as const))('%s', (_name, object, expected) => {
    const kind = kindByGvk(object.apiVersion, object.kind);
    expect(kind?.validate(kind.default(object)).map(fieldErrorText)).toEqual(expected);
  });
});
