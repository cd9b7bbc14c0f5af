import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../api/scalars.ts';
import { ALICE, type UserWorld, userWorld } from '../../../testing/users.ts';

const CLAIMS = { group: 'resource.k8s.io', resource: 'resourceclaims' };

function claim(request: object): JsonValue {
  const exactly = { deviceClassName: 'gpu', allocationMode: 'All', ...request };
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaim',
    metadata: { name: 'c' },
    spec: { devices: { requests: [{ name: 'r', exactly }] } },
  };
}

it('gives admin access to devices in namespaces made for that', () => {
  const { told, create } = userWorld();
  const labels = { 'resource.kubernetes.io/admin-access': 'true' };
  create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'admins', labels } });
  const ask = (namespace: string, adminAccess: boolean) => told({ verb: 'create', ...CLAIMS, namespace, body: claim({ adminAccess }) });
  expect(ask('default', true)).toBe(
    '422 ResourceClaim.resource.k8s.io "c" is invalid: spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace',
  );
  expect(ask('default', false)).toBe('201');
  expect(ask('admins', true)).toBe('201');
});

describe('the status of a claim', () => {
  const device = { driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' };
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }];
  const allocation = { devices: { results: [{ request: 'r', ...device }] }, nodeSelector: { nodeSelectorTerms: [{ matchFields }] } };
  const rule = (resource: string, verb: string, names: readonly string[] = []) => ({
    verbs: [verb],
    apiGroups: [CLAIMS.group],
    resources: [`resourceclaims/${resource}`],
    ...(names.length === 0 ? {} : { resourceNames: names }),
  });

  function world(): UserWorld {
    const all = userWorld();
    all.grant('writer', [rule('status', 'patch')]);
    all.ask({ verb: 'create', ...CLAIMS, namespace: 'default', body: claim({}) });
    return all;
  }

  const patch = ({ told }: UserWorld, status: JsonValue, who = ALICE) =>
    told({ verb: 'patch', ...CLAIMS, namespace: 'default', name: 'c', subresource: 'status', patchType: 'merge', body: { status } }, who);

  it('is bound by who may bind', () => {
    const all = world();
    expect(patch(all, { allocation })).toBe(
      '422 ResourceClaim.resource.k8s.io "c" is invalid: status: Forbidden: changing status.allocation or status.reservedFor requires resource="resourceclaims/binding", verb="patch" permission: resourceclaims.resource.k8s.io is forbidden: User "alice" cannot patch resource "resourceclaims/binding" in API group "resource.k8s.io" at the cluster scope',
    );
    all.grant('binder', [rule('binding', 'patch')]);
    expect(patch(all, { allocation })).toBe('200');
  });

  it('tells of devices what their driver says', () => {
    const all = world();
    all.grant('binder', [rule('binding', 'patch')]);
    patch(all, { allocation });
    const report = { devices: [device] };
    expect(patch(all, report)).toContain(
      'status.devices: Forbidden: changing status.devices requires resource="resourceclaims/driver", verb="[arbitrary-node:patch]" permission: resourceclaims.resource.k8s.io "gpu.example.com" is forbidden: User "alice" cannot arbitrary-node:patch resource "resourceclaims/driver" in API group "resource.k8s.io" in the namespace "default"',
    );
    all.grant('near', [rule('driver', 'associated-node:patch', ['gpu.example.com'])]);
    expect(patch(all, report)).toContain('422');
    all.grant('anywhere', [rule('driver', 'arbitrary-node:patch', ['gpu.example.com'])]);
    expect(patch(all, report)).toBe('200');
  });
});
