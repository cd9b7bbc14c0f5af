import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, DEPLOYMENT, REPLICA_SET } from '../../../api/resources.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { ApiResponse, KubeList } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Status } from '../../../api/types.gen.ts';
import { type TestServer, outcome, testServer } from '../../../testing/test-server.ts';

const CONFIG_MAPS = { group: '', resource: 'configmaps', namespace: 'default' } as const;
const DEPLOYMENTS = { group: 'apps', resource: 'deployments', namespace: 'default' } as const;

const configMap = (data: object, metadata: object = {}): JsonValue =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata }, data }) as JsonValue;

function applyMap({ send }: TestServer, fieldManager: string, body: JsonValue, force = false): ApiResponse {
  return send({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'apply', body, options: { fieldManager, force } });
}

function deployment(replicas?: number): JsonValue {
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a' },
    spec: { ...(replicas === undefined ? {} : { replicas }), selector: { matchLabels: { a: 'b' } }, template },
  };
}

function applyDeployment({ send }: TestServer, fieldManager: string, body: JsonValue, subresource?: string): ApiResponse {
  const target = { ...DEPLOYMENTS, name: 'a', ...(subresource === undefined ? {} : { subresource }) };
  return send({ verb: 'patch', ...target, patchType: 'apply', body, options: { fieldManager } });
}

/** `manager operation subresource` of each entry. */
function managersOf(object: KubeObject): readonly string[] {
  return (object.metadata.managedFields ?? []).map(({ manager, operation, subresource }) =>
    [manager, operation, subresource].filter(Boolean).join(' '),
  );
}

describe('apply', () => {
  it('creates, changes, and writes nothing when nothing changes', () => {
    const server = testServer();
    const first = applyMap(server, 'm', configMap({ a: '1' }));
    const again = applyMap(server, 'm', configMap({ a: '1' }));
    const other = applyMap(server, 'm', configMap({ a: '2' }));
    expect([first.code, again.code, other.code]).toEqual([201, 200, 200]);
    const versions = [first, again, other].map(({ body }) => (body as KubeObject).metadata.resourceVersion);
    expect([versions[0] === versions[1], versions[1] === versions[2]]).toEqual([true, false]);
  });

  it.each<[string, JsonValue, string]>([
    ['another kind', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }, '400 invalid object type: /v1, Kind=Secret'],
    ['another version', { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'a' } }, '400 invalid object type: /v2, Kind=ConfigMap'],
    ['a list of managers', configMap({}, { managedFields: [] }), '400 metadata.managedFields must be nil'],
    ['another name', configMap({}, { name: 'b' }), '400 the name of the object (b) does not match the name on the URL (a)'],
    [
      'no name',
      { apiVersion: 'v1', kind: 'ConfigMap' },
      '400 the name of the object (a based on URL) was undeterminable: name must be provided',
    ],
    [
      'an unknown field',
      { ...(configMap({}) as object), x: 1 },
      '500 failed to create typed patch object (/a; /v1, Kind=ConfigMap): .x: field not declared in schema',
    ],
    [
      'a uid of nothing',
      configMap({}, { uid: 'u' }),
      '409 Operation cannot be fulfilled on configmaps "a": uid mismatch: the provided object specified uid u, and no existing object was found',
    ],
    [
      'no object',
      [],
      '400 error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
  ])('refuses %s', (_name, body, expected) => {
    expect(outcome(applyMap(testServer(), 'm', body))).toBe(expected);
  });

  it('wants to know who applies, and tells with whom it is in conflict', () => {
    const server = testServer();
    expect(outcome(applyMap(server, '', configMap({})))).toBe(
      '422 PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
    applyMap(server, 'm', configMap({ a: '1' }));
    const refused = applyMap(server, 'n', configMap({ a: '2' }));
    expect([refused.code, (refused.body as Status).details?.causes]).toEqual([
      409,
      [{ reason: 'FieldManagerConflict', message: 'conflict with "m"', field: '.data.a' }],
    ]);
    expect(applyMap(server, 'n', configMap({ a: '2' }), true).code).toBe(200);
    expect(managersOf(server.read(CONFIG_MAP, 'a'))).toEqual(['n Apply']);
  });

  it('gives an object that nobody manages a manager for what was there before', () => {
    const server = testServer();
    server.create(configMap({ a: '1', b: '1' }) as object);
    server.patch('configmaps', 'a', { metadata: { managedFields: [] } });
    expect(managersOf(server.read(CONFIG_MAP, 'a'))).toEqual([]);
    expect(outcome(applyMap(server, 'm', configMap({ a: '2' })))).toBe(
      '409 Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a',
    );
    applyMap(server, 'm', configMap({ a: '1' }));
    expect(managersOf(server.read(CONFIG_MAP, 'a'))).toEqual(['m Apply', 'before-first-apply Update']);
  });

  it('does not make a subresource of nothing', () => {
    const server = testServer();
    expect(applyDeployment(server, 'm', deployment(), 'status').code).toBe(404);
    applyDeployment(server, 'm', deployment());
    const status = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      status: { conditions: [{ type: 'Mine', status: 'True' }] },
    };
    expect(applyDeployment(server, 'n', status, 'status').code).toBe(200);
    expect(managersOf(server.read(DEPLOYMENT, 'a'))).toContain('n Apply status');
  });

  it('passes on what was wrong with its text, unless it is to be strict', () => {
    const { send } = testServer();
    const repeated = { complaints: ['line 2: key "a" already set in map'] };
    const apply = (fieldValidation: 'Warn' | 'Strict' | 'Ignore') =>
      send({
        verb: 'patch',
        ...CONFIG_MAPS,
        name: 'a',
        patchType: 'apply',
        body: configMap({}),
        options: { fieldManager: 'm', fieldValidation, repeated },
      });
    expect(outcome(apply('Strict'))).toBe(
      '400 error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 2: key "a" already set in map',
    );
    expect([apply('Warn').warnings, apply('Ignore').warnings]).toEqual([repeated.complaints, []]);
  });

  it('is not stored in a dry run', () => {
    const server = testServer();
    const options = { fieldManager: 'm', dryRun: true };
    const { code } = server.send({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'apply', body: configMap({ a: '1' }), options });
    expect([code, server.send({ verb: 'get', ...CONFIG_MAPS, name: 'a' }).code]).toEqual([201, 404]);
  });
});

describe('scale', () => {
  const scale = (replicas: number): JsonValue => ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'a' },
    spec: { replicas },
  });

  it('takes the replicas from who applied them', () => {
    const server = testServer();
    applyDeployment(server, 'm', deployment(0));
    server.send({ verb: 'update', ...DEPLOYMENTS, name: 'a', subresource: 'scale', body: scale(1), options: { fieldManager: 'scaler' } });
    expect(managersOf(server.read(DEPLOYMENT, 'a')).slice(0, 2)).toEqual(['m Apply', 'scaler Update scale']);
    expect(outcome(applyDeployment(server, 'm', deployment(0)))).toBe(
      '409 Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using apps/v1: .spec.replicas',
    );
    expect(applyDeployment(server, 'm', deployment()).code).toBe(200);
  });

  it('is applied like any object', () => {
    const server = testServer();
    applyDeployment(server, 'm', deployment(1));
    expect(outcome(applyDeployment(server, 'n', scale(2), 'scale'))).toBe(
      '409 Apply failed with 1 conflict: conflict with "m": .spec.replicas',
    );
    expect(outcome(applyDeployment(server, 'n', { ...(scale(2) as object), x: 1 }, 'scale'))).toBe(
      '500 failed to create typed patch object (/a; autoscaling/v1, Kind=Scale): .x: field not declared in schema',
    );
    expect(applyDeployment(server, 'n', scale(1), 'scale').code).toBe(200);
    expect(managersOf(server.read(DEPLOYMENT, 'a'))).toEqual(expect.arrayContaining(['m Apply', 'n Apply scale']));
  });
});

describe('custom resources', () => {
  const number = { type: 'integer' };
  const spec = {
    type: 'object',
    properties: { size: number, rules: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } } },
  };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'sets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'sets', kind: 'Set' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'object', properties: { size: number } } } } },
          subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
        },
      ],
    },
  };
  const place = { group: 'example.com', version: 'v1', resource: 'sets', namespace: 'default', name: 'a' };
  const custom = (part: object): JsonValue => ({ apiVersion: 'example.com/v1', kind: 'Set', metadata: { name: 'a' }, ...part });

  it('are merged by their schema, and scaled at their own path', () => {
    const server = testServer();
    server.send({ verb: 'create', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions', body: definition });
    server.settle();
    const apply = (fieldManager: string, part: object) =>
      server.send({ verb: 'patch', ...place, patchType: 'apply', body: custom(part), options: { fieldManager } });
    expect(apply('m', { spec: { size: 1, rules: ['x'] } }).code).toBe(201);
    expect(outcome(apply('m', { spec: { other: 1 } }))).toBe(
      '500 failed to create typed patch object (/a; example.com/v1, Kind=Set): .spec.other: field not declared in schema',
    );
    const both = apply('n', { spec: { rules: ['y'] }, status: { size: 1 } }).body as KubeObject & { spec: object };
    expect(both.spec).toEqual({ size: 1, rules: ['x', 'y'] });
    expect(managersOf(both)).toEqual(['m Apply', 'n Apply']);
    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'a' }, spec: { replicas: 2 } };
    server.send({ verb: 'update', ...place, subresource: 'scale', body: scale, options: { fieldManager: 'scaler' } });
    expect(outcome(apply('m', { spec: { size: 1, rules: ['x'] } }))).toBe(
      '409 Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using example.com/v1: .spec.size',
    );
  });
});

describe('two versions of one object', () => {
  const autoscaler = (version: string, metric: object) => ({
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' }, maxReplicas: 3, ...metric },
  });
  const target = (version: string) => ({
    group: 'autoscaling',
    version,
    resource: 'horizontalpodautoscalers',
    namespace: 'default',
    name: 'a',
  });

  it('keep the managers of each in its own terms', () => {
    const { send } = testServer();
    const apply = (version: string, fieldManager: string, metric: object) =>
      send({
        verb: 'patch',
        ...target(version),
        patchType: 'apply',
        body: autoscaler(version, metric) as JsonValue,
        options: { fieldManager },
      });
    expect(apply('v1', 'm', { targetCPUUtilizationPercentage: 50 }).code).toBe(201);
    expect(outcome(apply('v2', 'n', { maxReplicas: 4 }))).toBe('409 Apply failed with 1 conflict: conflict with "m": .spec.maxReplicas');
    expect(apply('v2', 'n', {}).code).toBe(200);
    const entries = (send({ verb: 'get', ...target('v2') }).body as KubeObject).metadata.managedFields ?? [];
    expect(entries.map(({ manager, apiVersion }) => [manager, apiVersion])).toEqual([
      ['n', 'autoscaling/v2'],
      ['m', 'autoscaling/v1'],
    ]);
    expect(JSON.stringify(entries[1]?.fieldsV1)).toContain('f:targetCPUUtilizationPercentage');
  });
});

describe('what components write', () => {
  it('has their process for a manager', () => {
    const server = testServer();
    applyDeployment(server, 'm', deployment(0));
    server.settle();
    server.settle();
    expect(managersOf(server.read(DEPLOYMENT, 'a'))).toEqual(['m Apply', 'kube-controller-manager Update status']);
    const list = server.send({ verb: 'list', group: 'apps', resource: 'replicasets', namespace: 'default' }).body as KubeList;
    expect(list.items.map(managersOf)).toEqual([['kube-controller-manager Update', 'kube-controller-manager Update status']]);
    expect(list.items[0] && server.read(REPLICA_SET, list.items[0].metadata.name ?? '')).toEqual(list.items[0]);
  });
});
