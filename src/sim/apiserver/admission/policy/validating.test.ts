import { describe, expect, it } from 'vitest';
import type { ValidatingAdmissionPolicyBindingSpec, ValidatingAdmissionPolicySpec } from '../../../../api/types.gen.ts';
import { type TestServer, outcome, testServer } from '../../../../testing/test-server.ts';

const CONFIG_MAPS = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE', 'DELETE'], resources: ['configmaps'] }];

const API = 'admissionregistration.k8s.io/v1';

/** A server with a policy `p` on ConfigMaps that is bound by `b`. */
function governed(spec: Partial<ValidatingAdmissionPolicySpec>, binding: Partial<ValidatingAdmissionPolicyBindingSpec> = {}): TestServer {
  const server = testServer();
  const policy = { matchConstraints: { resourceRules: CONFIG_MAPS }, ...spec };
  const bound = { policyName: 'p', validationActions: ['Deny'], ...binding };
  const send = (resource: string, body: object): string =>
    outcome(server.send({ verb: 'create', group: 'admissionregistration.k8s.io', resource, body: { apiVersion: API, ...body } as never }));
  expect(send('validatingadmissionpolicies', { kind: 'ValidatingAdmissionPolicy', metadata: { name: 'p' }, spec: policy })).toBe('201');
  expect(
    send('validatingadmissionpolicybindings', { kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'b' }, spec: bound }),
  ).toBe('201');
  return server;
}

function configMap(name: string, more: object = {}, labels: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', labels }, ...more };
}

const DENIED = `ValidatingAdmissionPolicy 'p' with binding 'b' denied request`;
const NO_DATA = [{ expression: '!has(object.data)' }];

describe('a validation', () => {
  it('refuses what it does not hold for', () => {
    const server = governed({ validations: NO_DATA });
    expect(outcome(server.create(configMap('a')))).toBe('201');
    expect(outcome(server.create(configMap('b', { data: { x: '1' } })))).toBe(
      `422 configmaps "b" is forbidden: ${DENIED}: failed expression: !has(object.data)`,
    );
  });

  it('has a message and a reason of its own', () => {
    const validation = { expression: 'false', message: 'plain', messageExpression: `'no ' + object.metadata.name`, reason: 'Forbidden' };
    const server = governed({ validations: [validation] });
    expect(outcome(server.create(configMap('a')))).toBe(`403 configmaps "a" is forbidden: ${DENIED}: no a`);
    const fallen = governed({ validations: [{ ...validation, messageExpression: 'string(object.nothing)' }] });
    expect(outcome(fallen.create(configMap('a')))).toBe(`403 configmaps "a" is forbidden: ${DENIED}: plain`);
  });

  it('sees the old object, the request and its namespace', () => {
    const validations = [
      { expression: 'request.operation != "UPDATE" || object.data == oldObject.data', message: 'immutable' },
      { expression: 'request.operation != "DELETE" || object == null && oldObject.metadata.name != "kept"', message: 'kept' },
      { expression: 'namespaceObject.metadata.name == request.namespace', message: 'elsewhere' },
      { expression: 'authorizer.group("").resource("configmaps").namespace("default").check("create").allowed()', message: 'who' },
    ];
    const server = governed({ validations });
    expect(outcome(server.create(configMap('kept', { data: { x: '1' } })))).toBe('201');
    expect(outcome(server.patch('configmaps', 'kept', { metadata: { labels: { a: 'b' } } }))).toBe('200');
    expect(outcome(server.patch('configmaps', 'kept', { data: { x: '2' } }))).toContain(`${DENIED}: immutable`);
    expect(outcome(server.remove('configmaps', 'kept'))).toContain(`${DENIED}: kept`);
  });

  it('that fails to run counts as the failure policy says', () => {
    const validations = [{ expression: 'object.data.missing == "x"' }];
    expect(outcome(governed({ validations }).create(configMap('a', { data: {} })))).toBe(
      `422 configmaps "a" is forbidden: ${DENIED}: expression 'object.data.missing == "x"' resulted in error: no such key: data`,
    );
    expect(outcome(governed({ validations, failurePolicy: 'Ignore' }).create(configMap('a')))).toBe('201');
  });

  it('may use variables, each computed from those before it', () => {
    const variables = [
      { name: 'data', expression: 'has(object.data) ? object.data : {}' },
      { name: 'count', expression: 'size(variables.data)' },
    ];
    const server = governed({ variables, validations: [{ expression: 'variables.count < 2' }] });
    expect(outcome(server.create(configMap('a', { data: { x: '1' } })))).toBe('201');
    expect(outcome(server.create(configMap('b', { data: { x: '1', y: '2' } })))).toContain('failed expression: variables.count < 2');
  });
});

describe('a policy', () => {
  it('is about what its rules and selectors match', () => {
    const validations = [{ expression: 'false' }];
    const named = { ...CONFIG_MAPS[0], resourceNames: ['good'] } as never;
    const matchConstraints = {
      resourceRules: CONFIG_MAPS,
      excludeResourceRules: [named],
      objectSelector: { matchLabels: { checked: 'yes' } },
    };
    const server = governed({ validations, matchConstraints });
    expect(outcome(server.create(configMap('a')))).toBe('201');
    expect(outcome(server.create(configMap('good', {}, { checked: 'yes' })))).toBe('201');
    expect(outcome(server.create(configMap('b', {}, { checked: 'yes' })))).toContain(DENIED);
  });

  it('looks only when its conditions hold', () => {
    const matchConditions = [{ name: 'not-mine', expression: '!object.metadata.name.startsWith("mine")' }];
    const server = governed({ validations: [{ expression: 'false' }], matchConditions });
    expect(outcome(server.create(configMap('mine-1')))).toBe('201');
    expect(outcome(server.create(configMap('yours')))).toContain(DENIED);
  });

  it('never stands in its own way', () => {
    const everything = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*' as const], resources: ['*'] }];
    const server = governed({ validations: [{ expression: 'false' }], matchConstraints: { resourceRules: everything } });
    expect(outcome(server.create(configMap('a')))).toContain(DENIED);
    expect(outcome(server.remove('validatingadmissionpolicybindings.admissionregistration.k8s.io', 'b'))).toBe('200');
    expect(outcome(server.create(configMap('a')))).toBe('201');
  });
});

describe('subresources', () => {
  const DEPLOYMENT = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'default' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
  const few = (resource: string): TestServer => {
    const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['*' as const], resources: [resource] };
    const told = `request.kind.kind + ' of ' + request.resource.resource`;
    return governed({
      validations: [{ expression: 'object.spec.replicas < 5', messageExpression: told }],
      matchConstraints: { resourceRules: [rule] },
    });
  };

  it('are matched by their own names, with objects of their own kinds', () => {
    const server = few('deployments/scale');
    server.create(DEPLOYMENT);
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 4 } }, 'scale'))).toBe('200');
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 5 } }, 'scale'))).toContain(`${DENIED}: Scale of deployments`);
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 5 } }))).toBe('200');
  });

  it('are a way around policies that forget them', () => {
    const server = few('deployments');
    server.create(DEPLOYMENT);
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 5 } }))).toContain(`${DENIED}: Deployment of deployments`);
    expect(outcome(server.patch('deployments.apps', 'd', { spec: { replicas: 5 } }, 'scale'))).toBe('200');
  });
});

describe('parameters', () => {
  const spec: Partial<ValidatingAdmissionPolicySpec> = {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    validations: [{ expression: 'object.metadata.name == "limits" || size(object.data) <= int(params.data.most)' }],
  };

  it('come from the object that the binding names', () => {
    const server = governed(spec, { paramRef: { name: 'limits', namespace: 'default', parameterNotFoundAction: 'Deny' } });
    expect(outcome(server.create(configMap('early', { data: {} })))).toBe(
      `422 configmaps "early" is forbidden: ${DENIED}: failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    );
    const free = governed(spec, { paramRef: { name: 'limits', parameterNotFoundAction: 'Allow' } });
    expect(outcome(free.create(configMap('limits', { data: { most: '1' } })))).toBe('201');
    expect(outcome(free.create(configMap('a', { data: { x: '1' } })))).toBe('201');
    expect(outcome(free.create(configMap('b', { data: { x: '1', y: '2' } })))).toContain(DENIED);
  });

  it('may be several, chosen by their labels', () => {
    const selector = { matchLabels: { role: 'limit' } };
    const server = governed(spec, { paramRef: { selector, parameterNotFoundAction: 'Allow' } });
    server.create(configMap('limits', { data: { most: '1' } }, { role: 'limit' }));
    expect(outcome(server.create(configMap('b', { data: { x: '1', y: '2' } })))).toContain(DENIED);
  });

  it('must be of a kind that is served', () => {
    const server = governed(
      { ...spec, paramKind: { apiVersion: 'example.com/v1', kind: 'Limit' } },
      { paramRef: { name: 'x', parameterNotFoundAction: 'Allow' } },
    );
    expect(outcome(server.create(configMap('a')))).toBe(
      `422 configmaps "a" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Limit'`,
    );
  });
});

describe('what a binding makes of a finding', () => {
  it('is a warning', () => {
    const server = governed({ validations: NO_DATA }, { validationActions: ['Warn'] });
    const response = server.create(configMap('a', { data: { x: '1' } }));
    expect(response.code).toBe(201);
    expect(response.warnings).toEqual([
      `Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': failed expression: !has(object.data)`,
    ]);
  });

  it('is a note in the audit trail', () => {
    const auditAnnotations = [
      { key: 'name', valueExpression: `'<' + object.metadata.name + '>'` },
      { key: 'nothing', valueExpression: 'null' },
    ];
    const server = governed({ validations: NO_DATA, auditAnnotations }, { validationActions: ['Audit'] });
    expect(outcome(server.create(configMap('a', { data: { x: '<' } })))).toBe('201');
    expect(server.lastAudit()?.annotations).toEqual({
      'p/name': '<a>',
      'validation.policy.admission.k8s.io/validation_failure':
        '[{"message":"failed expression: !has(object.data)","policy":"p","binding":"b","expressionIndex":0,"validationActions":["Audit"]}]',
    });
  });
});
