import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import type { Service, ServiceSpec } from '../../types.gen.ts';
import { serviceKind } from './service.ts';

function service(spec: ServiceSpec): Service {
  return deepFreeze(serviceKind.default({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'default' }, spec }));
}

const IP = { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' } as const;

test.each<[name: string, given: ServiceSpec, expected: ServiceSpec]>([
  [
    'cluster IP',
    { ports: [{ port: 80 }] },
    {
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    },
  ],
  [
    'load balancer with affinity',
    { type: 'LoadBalancer', sessionAffinity: 'ClientIP', ports: [] },
    {
      type: 'LoadBalancer',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
      internalTrafficPolicy: 'Cluster',
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
      ports: [],
    },
  ],
  [
    'external name',
    { type: 'ExternalName', externalName: 'x.io' },
    { type: 'ExternalName', externalName: 'x.io', sessionAffinity: 'None' },
  ],
])('defaults of a %s', (_name, given, expected) => {
  expect(service(given).spec).toEqual(expected);
  expect(serviceKind.default(service(given))).toStrictEqual(service(given));
});

test.each<[name: string, spec: ServiceSpec, errors: readonly string[]]>([
  ['fine', { ports: [{ port: 80 }] }, []],
  ['no ports', { ports: [] }, ['spec.ports: Required value']],
  ['headless without ports', { clusterIP: 'None' }, []],
  ['nameless ports', { ports: [{ port: 80 }, { port: 81 }] }, ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value']],
  [
    'one port twice',
    {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
    },
    ['spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}'],
  ],
  [
    'a node port',
    { ports: [{ port: 80, nodePort: 30_001 }] },
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  ['external name without one', { type: 'ExternalName' }, ['spec.externalName: Required value']],
  [
    'headless node port',
    { type: 'NodePort', clusterIP: 'None', ports: [{ port: 80 }] },
    ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
  ],
  [
    'bad addresses',
    { clusterIP: '10.96.0.01', ports: [{ port: 80 }], externalIPs: ['127.0.0.1'] },
    [
      'spec.clusterIPs[0]: Invalid value: "10.96.0.01": must not have leading 0s',
      'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
  ],
])('verdict on %s', (_name, spec, errors) => {
  expect(serviceKind.validate(serviceKind.prepareForCreate(service(spec))).map(fieldErrorText)).toEqual(errors);
});

describe('updates', () => {
  const stored = service({ ...IP, type: 'NodePort', ports: [{ name: 'a', port: 80, nodePort: 30_001 }] });

  test('what was allocated stays when it is left out', () => {
    const { ipFamilies, ipFamilyPolicy } = IP;
    const sent = service({ type: 'NodePort', ipFamilies, ipFamilyPolicy, ports: [{ name: 'a', port: 81 }] });
    const next = serviceKind.prepareForUpdate(sent, stored);
    expect(next.spec).toMatchObject({ ...IP, ports: [{ port: 81, nodePort: 30_001 }] });
    expect(serviceKind.validateUpdate(next, stored)).toEqual([]);
  });

  test('node ports and policy go with the type', () => {
    const next = serviceKind.prepareForUpdate({ ...stored, spec: { ...stored.spec, type: 'ClusterIP' } }, stored);
    expect(next.spec?.ports).toEqual([{ name: 'a', port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(next.spec?.externalTrafficPolicy).toBeUndefined();
    expect(serviceKind.validateUpdate(next, stored)).toEqual([]);
  });

  test('addresses go with ExternalName', () => {
    const next = serviceKind.prepareForUpdate({ ...stored, spec: { ...stored.spec, type: 'ExternalName', externalName: 'x.io' } }, stored);
    expect(next.spec?.clusterIP).toBeUndefined();
    expect(serviceKind.validateUpdate(next, stored).map(fieldErrorText)).toEqual([]);
  });

  test('the address does not change', () => {
    const next = serviceKind.prepareForUpdate({ ...stored, spec: { ...stored.spec, clusterIP: '10.96.0.9' } }, stored);
    expect(serviceKind.validateUpdate(next, stored).map(fieldErrorText)).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.9"]: may not change once set',
    ]);
  });

  test('an untouched object stays itself', () => {
    expect(serviceKind.prepareForUpdate(stored, stored)).toBe(stored);
  });
});
