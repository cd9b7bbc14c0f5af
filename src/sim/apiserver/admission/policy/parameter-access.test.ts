import { describe, expect, it } from 'vitest';
import { type TestServer, outcome, testServer } from '../../../../testing/test-server.ts';

const GROUP = 'admissionregistration.k8s.io';
const ALICE = { user: 'alice', groups: ['system:authenticated'] };

/** A server where alice may write policies and what else she is given. */
function serverFor(...rules: readonly object[]): TestServer {
  const server = testServer();
  const all = [{ apiGroups: [GROUP], resources: ['*'], verbs: ['*'] }, ...rules];
  const send = (resource: string, body: object): void => {
    const group = 'rbac.authorization.k8s.io';
    expect(outcome(server.send({ verb: 'create', group, resource, body: { apiVersion: `${group}/v1`, ...body } as never }))).toBe('201');
  };
  send('clusterroles', { kind: 'ClusterRole', metadata: { name: 'r' }, rules: all });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' };
  send('clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'r' },
    roleRef,
    subjects: [{ kind: 'User', name: 'alice' }],
  });
  return server;
}

function write(server: TestServer, kind: 'Policy' | 'PolicyBinding', spec: object): string {
  const resource = kind === 'Policy' ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings';
  const body = { apiVersion: `${GROUP}/v1`, kind: `ValidatingAdmission${kind}`, metadata: { name: 'p' }, spec };
  return outcome(server.send({ verb: 'create', group: GROUP, resource, body: body as never }, ALICE));
}

const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const POLICY = { matchConstraints: { resourceRules: [RULE] }, validations: [{ expression: 'true' }] };
const WITH_PARAMS = { ...POLICY, paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } };
const BINDING = { policyName: 'p', validationActions: ['Deny'] };
const WHO = '&{alice  [system:authenticated] map[]}';

describe('who writes a policy with parameters', () => {
  it('must be able to read all of them', () => {
    expect(write(serverFor(), 'Policy', POLICY)).toBe('201');
    expect(write(serverFor(), 'Policy', WITH_PARAMS)).toBe(
      `422 ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: spec.paramKind: Forbidden: user ${WHO} must have "get" permission on all objects of the referenced paramKind (kind=ConfigMap, apiVersion=v1)`,
    );
    expect(write(serverFor({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }), 'Policy', WITH_PARAMS)).toBe('201');
  });
});

describe('who binds one', () => {
  it('must be able to read the one that is named', () => {
    const server = serverFor({ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] });
    expect(write(server, 'Policy', WITH_PARAMS)).toBe('201');
    const paramRef = { selector: {}, parameterNotFoundAction: 'Deny' };
    expect(write(server, 'PolicyBinding', { ...BINDING, paramRef })).toBe(
      `422 ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io "p" is invalid: spec.paramRef: Forbidden: user ${WHO} does not have "list" permission on the object referenced by paramRef`,
    );
    expect(write(server, 'PolicyBinding', { ...BINDING, paramRef: { name: 'x', parameterNotFoundAction: 'Deny' } })).toBe('201');
  });

  it('needs everything where the policy is not known', () => {
    const paramRef = { name: 'x', parameterNotFoundAction: 'Deny' };
    expect(write(serverFor(), 'PolicyBinding', { ...BINDING, paramRef })).toContain(
      `spec.paramRef: Forbidden: unable to get policy p to determine minimum required permissions and user ${WHO} does not have "get" permission for all groups, versions and resources`,
    );
    expect(write(serverFor({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }), 'PolicyBinding', { ...BINDING, paramRef })).toBe('201');
  });
});
