import { describe, expect, it } from 'vitest';
import { INGRESS, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { LimitRange } from '../../../api/types.gen.ts';
import { outcome, pod, podOf, testServer } from '../../../testing/test-server.ts';

const STORAGE_CLASS = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', provisioner: 'example.com/disk' };
const IS_DEFAULT = { 'storageclass.kubernetes.io/is-default-class': 'true' };
const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'a' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

describe('LimitRanger', () => {
  const ranged = () => {
    const server = testServer();
    const limits = [
      {
        type: 'Container',
        default: { cpu: '200m' },
        defaultRequest: { cpu: '100m' },
        max: { cpu: '1' },
        maxLimitRequestRatio: { cpu: '4' },
      },
      { type: 'PersistentVolumeClaim', max: { storage: '2Gi' } },
    ];
    server.create({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'lr' }, spec: { limits } });
    return server;
  };

  it('a range without a name is called by its uid', () => {
    const server = testServer();
    const { body } = server.create({ apiVersion: 'v1', kind: 'LimitRange', metadata: {}, spec: { limits: [] } });
    expect(body).toMatchObject({ metadata: { name: (body as unknown as LimitRange).metadata.uid } });
  });

  it('no resource is called like what every JavaScript object has', () => {
    const resources = { requests: { constructor: '1', toString: '2' }, limits: { toString: '1' } };
    const created = ranged().create(
      pod('a', {
        containers: [
          { name: 'c', image: 'x', resources },
          { name: 'd', image: 'x', resources },
        ],
      }),
    );
    expect(created).toMatchObject({ code: 422, body: { reason: 'Invalid' } });
  });

  it('fills in what a container does not say, and says so', () => {
    const server = ranged();
    server.create(pod('a'));
    const { metadata, spec } = server.read(POD, 'a');
    expect(spec?.containers[0]?.resources).toEqual({ limits: { cpu: '200m' }, requests: { cpu: '100m' } });
    expect(metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu request for container c; cpu limit for container c',
    });
  });

  it('refuses with all reasons', () => {
    expect(outcome(ranged().create(podOf('b', { limits: { cpu: '2' }, requests: { cpu: '100m' } })))).toBe(
      '403 pods "b" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 4, but provided ratio is 20.000000]',
    );
    expect(outcome(ranged().create({ ...CLAIM, spec: { ...CLAIM.spec, resources: { requests: { storage: '3Gi' } } } }))).toBe(
      '403 persistentvolumeclaims "a" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
    );
  });
});

describe('Priority', () => {
  const high = {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 10,
    preemptionPolicy: 'Never',
  };

  it('gives a pod the number of its class, or of the default one', () => {
    const server = testServer();
    server.create(high);
    server.create(pod('a', { priorityClassName: 'high' }));
    server.create({ ...high, metadata: { name: 'usual' }, value: 5, globalDefault: true });
    server.create(pod('b'));
    const priorityOf = (name: string) => {
      const { priorityClassName, priority, preemptionPolicy } = server.read(POD, name).spec ?? {};
      return [priorityClassName, priority, preemptionPolicy];
    };
    expect([priorityOf('a'), priorityOf('b')]).toEqual([
      ['high', 10, 'Never'],
      ['usual', 5, 'Never'],
    ]);
    expect(outcome(server.create(pod('c', { priority: 7 })))).toMatch(/^403 .*priority \(7\) must not be provided in pod spec/);
    expect(outcome(server.create(pod('c', { priorityClassName: 'none' })))).toBe(
      '403 pods "c" is forbidden: no PriorityClass with name none was found',
    );
  });

  it('has one default, and keeps the classes of the system', () => {
    const server = testServer();
    server.create({ ...high, globalDefault: true });
    expect(outcome(server.create({ ...high, metadata: { name: 'b' }, globalDefault: true }))).toBe(
      '403 priorityclasses.scheduling.k8s.io "b" is forbidden: PriorityClass high is already marked as default. Only one default can exist',
    );
    expect(outcome(server.remove('priorityclasses.scheduling.k8s.io', 'system-node-critical'))).toBe(
      '403 priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    );
  });
});

describe('storage', () => {
  it('gives a claim the default class and its finalizer', () => {
    const server = testServer();
    server.create({ ...STORAGE_CLASS, metadata: { name: 'b', annotations: IS_DEFAULT } });
    server.create({ ...STORAGE_CLASS, metadata: { name: 'a' } });
    server.create(CLAIM);
    server.create({ ...CLAIM, metadata: { name: 'b' }, spec: { ...CLAIM.spec, storageClassName: '' } });
    const claim = server.read(PERSISTENT_VOLUME_CLAIM, 'a');
    expect([claim.spec?.storageClassName, claim.metadata.finalizers]).toEqual(['b', ['kubernetes.io/pvc-protection']]);
    expect(server.read(PERSISTENT_VOLUME_CLAIM, 'b').spec?.storageClassName).toBe('');
  });

  it('lets a bound claim grow if its class does', () => {
    const server = testServer();
    server.create({ ...STORAGE_CLASS, metadata: { name: 'fixed', annotations: IS_DEFAULT } });
    server.create(CLAIM);
    server.patch('persistentvolumeclaims', 'a', { status: { phase: 'Bound' } }, 'status');
    const grow = () => outcome(server.patch('persistentvolumeclaims', 'a', { spec: { resources: { requests: { storage: '2Gi' } } } }));
    expect(grow()).toBe(
      '403 persistentvolumeclaims "a" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
    server.patch('storageclasses.storage.k8s.io', 'fixed', { allowVolumeExpansion: true });
    expect(grow()).toBe('200');
  });
});

describe('DefaultIngressClass', () => {
  it('gives an Ingress the default class', () => {
    const server = testServer();
    const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
    server.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'n', annotations },
      spec: { controller: 'a.b/c' },
    });
    const backend = { service: { name: 's', port: { number: 80 } } };
    server.create({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i' }, spec: { defaultBackend: backend } });
    expect(server.read(INGRESS, 'i').spec?.ingressClassName).toBe('n');
  });
});

describe('RuntimeClass', () => {
  const sandboxed = () => {
    const server = testServer();
    server.create({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'vm' },
      handler: 'vm',
      overhead: { podFixed: { cpu: '250m' } },
      scheduling: { nodeSelector: { vm: 'yes' }, tolerations: [{ operator: 'Exists' }] },
    });
    return server;
  };

  it('adds what running the pod costs and where it can', () => {
    const server = sandboxed();
    server.create(pod('a', { runtimeClassName: 'vm', nodeSelector: { disk: 'fast' } }));
    const { overhead, nodeSelector, tolerations } = server.read(POD, 'a').spec ?? {};
    expect({ overhead, nodeSelector, tolerations }).toEqual({
      overhead: { cpu: '250m' },
      nodeSelector: { disk: 'fast', vm: 'yes' },
      tolerations: [{ operator: 'Exists' }],
    });
  });

  it.each([
    [{ runtimeClassName: 'none' }, 'pod rejected: RuntimeClass "none" not found'],
    [{ runtimeClassName: 'vm', overhead: { cpu: '1' } }, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"],
    [{ overhead: { cpu: '1' } }, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'],
    [
      { runtimeClassName: 'vm', nodeSelector: { vm: 'no' } },
      'conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no',
    ],
  ])('refuses %j', (spec, why) => {
    expect(outcome(sandboxed().create(pod('a', spec)))).toBe(`403 pods "a" is forbidden: ${why}`);
  });
});

describe('ServiceAccount', () => {
  it('keeps pods to the secrets of an account that limits them', () => {
    const server = testServer();
    const annotations = { 'kubernetes.io/enforce-mountable-secrets': 'true' };
    server.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'tight', annotations }, secrets: [{ name: 'mine' }] });
    const using = (secretName: string) => pod('a', { serviceAccountName: 'tight', volumes: [{ name: 'v', secret: { secretName } }] });
    expect(outcome(server.create(using('yours')))).toBe(
      '403 pods "a" is forbidden: volume with secret.secretName="yours" is not allowed because service account tight does not reference that secret',
    );
    expect(outcome(server.create(using('mine')))).toBe('201');
  });

  it('lets mirror pods have neither account nor secret', () => {
    const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
    expect(outcome(testServer().create(pod('a', { nodeName: 'n', serviceAccountName: 'default' }, mirror)))).toBe(
      '403 pods "a" is forbidden: a mirror pod may not reference service accounts',
    );
  });
});

describe('a resize', () => {
  const placed = (allocatable: object, labels: object = {}) => {
    const server = testServer();
    server.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels } });
    server.patch('nodes', 'n', { status: { capacity: allocatable, allocatable } }, 'status');
    const resources = { requests: { cpu: '100m', memory: '64Mi' } };
    const init = { name: 'i', image: 'nginx', resources };
    server.create(pod('a', { nodeName: 'n', containers: [{ name: 'c', image: 'nginx', resources }], initContainers: [init] }));
    return (spec: object) => {
      const target = { group: '', resource: 'pods', namespace: 'default', name: 'a', subresource: 'resize' };
      return outcome(server.send({ verb: 'patch', ...target, patchType: 'strategic', body: { spec } as JsonValue }));
    };
  };
  const larger = { resources: { requests: { cpu: '2' } } };

  it('stays within what the node could ever give', () => {
    expect(placed({ cpu: '1', memory: '1Gi' })({ containers: [{ name: 'c', ...larger }] })).toBe(
      `403 pods "a" is forbidden: node didn't have enough allocatable resources: cpu, requested: 2000, allocatable: 1000`,
    );
    expect(placed({ cpu: '4', memory: '1Gi' })({ containers: [{ name: 'c', ...larger }] })).toBe('200');
  });

  it('takes what the node says that it can do', () => {
    expect(placed({ cpu: '4', memory: '1Gi' })({ initContainers: [{ name: 'i', ...larger }] })).toBe(
      '403 pods "a" is forbidden: pod update requires features InPlacePodVerticalScalingInitContainers which are not available on node "n"',
    );
  });
});
