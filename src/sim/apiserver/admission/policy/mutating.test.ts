import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, DEPLOYMENT, POD } from '../../../../api/resources.ts';
import type { MutatingAdmissionPolicySpec, Mutation } from '../../../../api/types.gen.ts';
import { type TestServer, outcome, pod, testServer } from '../../../../testing/test-server.ts';

const API = 'admissionregistration.k8s.io/v1';
const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps', 'pods'] }];

function bind(server: TestServer, name: string, spec: Partial<MutatingAdmissionPolicySpec>): string {
  const send = (resource: string, body: object): string =>
    outcome(server.send({ verb: 'create', group: 'admissionregistration.k8s.io', resource, body: { apiVersion: API, ...body } as never }));
  const policy = { reinvocationPolicy: 'Never', matchConstraints: { resourceRules: RULES }, ...spec };
  const made = send('mutatingadmissionpolicies', { kind: 'MutatingAdmissionPolicy', metadata: { name }, spec: policy });
  const binding = { kind: 'MutatingAdmissionPolicyBinding', metadata: { name: `${name}-b` }, spec: { policyName: name } };
  return made === '201' ? send('mutatingadmissionpolicybindings', binding) : made;
}

function mutating(...mutations: readonly Mutation[]): TestServer {
  const server = testServer();
  expect(bind(server, 'p', { mutations })).toBe('201');
  return server;
}

const apply = (expression: string): Mutation => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });
const patch = (expression: string): Mutation => ({ patchType: 'JSONPatch', jsonPatch: { expression } });

function configMap(name: string, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, ...more };
}

describe('an apply configuration', () => {
  it('is merged into the object', () => {
    const server = mutating(apply(`Object{metadata: Object.metadata{labels: {'made-by': request.userInfo.username}}}`));
    expect(outcome(server.create(configMap('a', { data: { x: '1' } })))).toBe('201');
    expect(server.read(CONFIG_MAP, 'a')).toMatchObject({ metadata: { labels: { 'made-by': 'admin' } }, data: { x: '1' } });
  });

  it('finds items of lists by their keys', () => {
    const container = `Object.spec.containers{name: 'c', imagePullPolicy: 'Never'}`;
    const server = mutating(apply(`Object{spec: Object.spec{containers: [${container}]}}`));
    server.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
    expect(outcome(server.create(pod('p')))).toBe('201');
    expect(server.read(POD, 'p').spec?.containers).toMatchObject([{ name: 'c', image: 'nginx', imagePullPolicy: 'Never' }]);
  });

  it('must be built of the types that its fields have', () => {
    const server = mutating(apply(`Object{metadata: Object.spec{labels: {}}}`));
    expect(outcome(server.create(configMap('a')))).toContain(
      `policy 'p' with binding 'p-b' denied request: type mismatch: unexpected type name "Object.spec", expected "Object.metadata"`,
    );
  });
});

describe('a JSON patch', () => {
  it('changes what it points at', () => {
    const server = mutating(
      patch(`[JSONPatch{op: 'test', path: '/data/x', value: '1'}, JSONPatch{op: 'replace', path: '/data/x', value: '2'}]`),
    );
    server.create(configMap('a', { data: { x: '1' } }));
    expect(server.read(CONFIG_MAP, 'a').data).toEqual({ x: '2' });
    expect(outcome(server.create(configMap('b', { data: { x: '3' } })))).toBe('201');
    expect(server.read(CONFIG_MAP, 'b').data).toEqual({ x: '3' });
  });

  it('escapes keys, and writes what is typed', () => {
    const labels = `JSONPatch{op: 'add', path: '/metadata/labels', value: Object.metadata.labels{a: 'b'}}`;
    const key = `JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('example.com/x'), value: 'y'}`;
    const server = mutating(patch(`[${labels}, ${key}]`));
    server.create(configMap('a'));
    expect(server.read(CONFIG_MAP, 'a').metadata.labels).toEqual({ a: 'b', 'example.com/x': 'y' });
  });

  it('that can not be made refuses the request, unless that is ignored', () => {
    const expression = `[JSONPatch{op: 'remove', path: '/data/none'}]`;
    expect(outcome(mutating(patch(expression)).create(configMap('a')))).toMatch(
      /^403 policy 'p' with binding 'p-b' denied request: JSON Patch: /,
    );
    const server = testServer();
    expect(bind(server, 'p', { mutations: [patch(expression)], failurePolicy: 'Ignore' })).toBe('201');
    expect(outcome(server.create(configMap('a')))).toBe('201');
  });
});

describe('a change', () => {
  it('is seen by the whole chain once more', () => {
    const server = testServer();
    const sidecar = `Object.spec.containers{name: 'side', image: 'busybox'}`;
    expect(bind(server, 'p', { mutations: [apply(`Object{spec: Object.spec{containers: [${sidecar}]}}`)] })).toBe('201');
    expect(outcome(server.create(pod('p', { serviceAccountName: 'default' })))).toBe('201');
    const { containers = [], volumes } = server.read(POD, 'p').spec ?? {};
    expect(volumes).toHaveLength(1);
    expect(containers.map(({ name, volumeMounts }) => [name, volumeMounts?.length])).toEqual([
      ['c', 1],
      ['side', 1],
    ]);
  });
});

describe('the scale of a workload', () => {
  it('can be changed on its way', () => {
    const server = testServer();
    const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['deployments/scale'] };
    const most = apply(`Object{spec: Object.spec{replicas: object.spec.replicas > 3 ? 3 : object.spec.replicas}}`);
    expect(bind(server, 'p', { matchConstraints: { resourceRules: [rule as never] }, mutations: [most] })).toBe('201');
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const spec = { selector: { matchLabels: { a: 'b' } }, template };
    server.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec });
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 9 } }, 'scale'))).toBe('200');
    expect(server.read(DEPLOYMENT, 'd').spec?.replicas).toBe(3);
  });
});

describe('several policies', () => {
  it('see what those before them did, and may be asked again', () => {
    const count = `string(has(object.data) ? size(object.data) : 0)`;
    const counting = apply(`Object{metadata: Object.metadata{annotations: {'count': ${count}}}}`);
    const adding = apply(`Object{data: Object.data{added: 'yes'}}`);
    const server = testServer();
    expect(bind(server, 'a-never', { mutations: [counting] })).toBe('201');
    expect(bind(server, 'b-adds', { mutations: [adding] })).toBe('201');
    server.create(configMap('once'));
    expect(server.read(CONFIG_MAP, 'once').metadata.annotations).toEqual({ count: '0' });
    const again = testServer();
    expect(bind(again, 'a-again', { mutations: [counting], reinvocationPolicy: 'IfNeeded' })).toBe('201');
    expect(bind(again, 'b-adds', { mutations: [adding] })).toBe('201');
    again.create(configMap('twice'));
    expect(again.read(CONFIG_MAP, 'twice').metadata.annotations).toEqual({ count: '1' });
  });
});
