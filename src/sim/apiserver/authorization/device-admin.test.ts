import { expect, it } from 'vitest';
import { userWorld } from '../../../testing/users.ts';

it('gives admin access to devices in namespaces made for that', () => {
  const { told, create } = userWorld();
  create('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'admins', labels: { 'resource.kubernetes.io/admin-access': 'true' } },
  });
  const claim = (namespace: string, adminAccess: boolean) =>
    told({
      verb: 'create',
      group: 'resource.k8s.io',
      resource: 'resourceclaims',
      namespace,
      body: {
        apiVersion: 'resource.k8s.io/v1',
        kind: 'ResourceClaim',
        metadata: { name: 'c' },
        spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'All', adminAccess } }] } },
      },
    });
  expect(claim('default', true)).toBe(
    '422 ResourceClaim.resource.k8s.io "c" is invalid: spec.devices.requests[0].adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace',
  );
  expect(claim('default', false)).toBe('201');
  expect(claim('admins', true)).toBe('201');
});
