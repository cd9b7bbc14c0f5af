import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { KindDefinition } from '../../kind.ts';
import type { KubeObject } from '../../object.ts';
import { deviceClassKind } from '../device-class/device-class.ts';
import { resourceSliceKind } from '../resource-slice/resource-slice.ts';
import { resourceClaimKind } from './resource-claim.ts';
import { selectorFault } from './selector.ts';

function objectOf(kind: KindDefinition, spec: object, status?: object): KubeObject {
  const object = { apiVersion: 'resource.k8s.io/v1', kind: kind.type.kind, metadata: { name: 'x' }, spec, ...(status && { status }) };
  return kind.default(object);
}

const texts = (kind: KindDefinition, spec: object) => kind.validate(objectOf(kind, spec)).map(fieldErrorText);

describe('claims of devices', () => {
  const exactly = { deviceClassName: 'gpu' };
  const claim = (devices: object) => ({ devices: { requests: [{ name: 'r', exactly }], ...devices } });

  it('ask for one device of a class by default', () => {
    expect(objectOf(resourceClaimKind, claim({}))).toMatchObject({
      spec: { devices: { requests: [{ exactly: { allocationMode: 'ExactCount', count: 1 } }] } },
    });
  });

  it.each<[string, object, readonly string[]]>([
    ['one request', {}, []],
    [
      'a request for nothing',
      { requests: [{ name: 'r' }] },
      ['spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
    ],
    [
      'all and a count',
      { requests: [{ name: 'r', exactly: { ...exactly, allocationMode: 'All', count: 2 } }] },
      ["spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'"],
    ],
    [
      'a request twice',
      {
        requests: [
          { name: 'r', exactly },
          { name: 'r', exactly },
        ],
      },
      ['spec.devices.requests[1]: Duplicate value: "r"'],
    ],
    [
      'a constraint on no request',
      { constraints: [{ requests: ['s'], matchAttribute: 'model' }] },
      [
        'spec.devices.constraints[0].requests[0]: Invalid value: "s": must be the name of a request in the claim or the name of a request and a subrequest separated by \'/\'',
        'spec.devices.constraints[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash',
      ],
    ],
    [
      'parameters that are no object',
      { config: [{ opaque: { driver: 'gpu.example.com', parameters: 'x' } }] },
      ['spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object'],
    ],
  ])('with %s', (_, devices, expected) => {
    expect(texts(resourceClaimKind, claim(devices))).toEqual(expected);
  });

  it('are allocated once and then reserved', () => {
    const result = { request: 'r', driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' };
    const stored = objectOf(resourceClaimKind, claim({}));
    const consumer = { resource: 'pods', name: 'p', uid: 'u' };
    const update = (status: object, before: KubeObject) =>
      resourceClaimKind
        .validateStatusUpdate?.(objectOf(resourceClaimKind, claim({}), status) as never, before as never)
        .map(fieldErrorText);
    expect(update({ reservedFor: [consumer] }, stored)).toEqual([
      'status.reservedFor: Forbidden: may not be specified when `allocated` is not set',
    ]);
    const allocation = { devices: { results: [result] } };
    expect(update({ allocation, reservedFor: [consumer] }, stored)).toEqual([]);
    const allocated = objectOf(resourceClaimKind, claim({}), { allocation });
    expect(update({ allocation: { devices: { results: [] } } }, allocated)).toEqual([
      'status.allocation: Invalid value: {"devices":{"results":[]}}: field is immutable',
    ]);
    expect(update({ allocation, devices: [{ driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-1' }] }, allocated)).toEqual([
      'status.devices[0]: Invalid value: {"Driver":"gpu.example.com","Pool":"node-1","Device":"gpu-1","ShareID":""}: must be an allocated device in the claim',
    ]);
  });
});

describe('classes of devices', () => {
  it('name a resource that is not of Kubernetes', () => {
    expect(texts(deviceClassKind, { extendedResourceName: 'example.com/gpu', selectors: [{ cel: { expression: 'true' } }] })).toEqual([]);
    expect(texts(deviceClassKind, { extendedResourceName: 'cpu', selectors: [{}] })).toEqual([
      'spec.selectors[0].cel: Required value',
      'spec.extendedResourceName: Invalid value: "cpu": must be a valid extended resource name',
    ]);
  });
});

describe('selectors of devices', () => {
  it.each([
    ['device.driver == "gpu.example.com" && device.capacity["gpu.example.com"].memory.isGreaterThan(quantity("1Gi"))', undefined],
    ['device.attributes["gpu.example.com"].model', undefined],
    ['1 + 1', 'must evaluate to bool or the unknown type, not int'],
    ['device.name == "x"', expect.stringContaining("undefined field 'name'")],
    ['', expect.stringContaining('compilation failed: ERROR: <input>:1:1: Syntax error')],
  ])('%s', (expression, fault) => {
    expect(selectorFault(expression)).toEqual(fault);
  });
});

describe('slices of resources', () => {
  const slice = (spec: object) => ({ driver: 'gpu.example.com', pool: { name: 'p', resourceSliceCount: 1 }, nodeName: 'node-1', ...spec });
  const device = (more: object) => slice({ devices: [{ name: 'd', ...more }] });

  it.each<[string, object, readonly string[]]>([
    ['no devices', slice({}), []],
    [
      'two places',
      slice({ allNodes: true }),
      [
        'spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
      ],
    ],
    [
      'an empty pool',
      slice({ pool: {} }),
      ['spec.pool.name: Required value', 'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero'],
    ],
    [
      'attributes of no value and of a bad version',
      device({ attributes: { a: {}, b: { version: '1' } } }),
      [
        'spec.devices[0].attributes[a]: Invalid value: "": exactly one value must be specified',
        'spec.devices[0].attributes[b].version: Invalid value: "1": must be a string compatible with semver.org spec 2.0.0',
      ],
    ],
    [
      'portions of what is not shared',
      device({ capacity: { memory: { value: '1Gi', requestPolicy: {} } } }),
      ['spec.devices[0].capacity[memory].requestPolicy: Forbidden: allowMultipleAllocations must be true'],
    ],
    [
      'portions that do not fit',
      device({
        allowMultipleAllocations: true,
        capacity: { memory: { value: '1Gi', requestPolicy: { default: '3Mi', validRange: { min: '1Mi', step: '4Mi', max: '2Gi' } } } },
      }),
      [
        'spec.devices[0].capacity[memory].requestPolicy.validRange.max: Invalid value: "2Gi": max is larger than capacity value: 1Gi',
        'spec.devices[0].capacity[memory].requestPolicy.validRange.step: Invalid value: "3Mi": value is not a multiple of a given step (4Mi) from (1Mi)',
        'spec.devices[0].capacity[memory].requestPolicy.validRange.step: Invalid value: "2Gi": value is not a multiple of a given step (4Mi) from (1Mi)',
      ],
    ],
  ])('with %s', (_, spec, expected) => {
    expect(texts(resourceSliceKind, spec)).toEqual(expected);
  });

  it('lose what 1.36 has switched off, and keep when a taint was added', () => {
    const context = { requester: { user: 'x' }, server: { now: () => 0 } };
    const spec = device({ attributes: { a: { strings: ['x'] } }, taints: [{ key: 'k', effect: 'NoSchedule' }] });
    const stored = resourceSliceKind.prepareForCreate(objectOf(resourceSliceKind, spec) as never, context);
    expect(stored.spec.devices?.[0]).toMatchObject({ attributes: { a: {} }, taints: [{ timeAdded: '1970-01-01T00:00:00Z' }] });
  });
});
