import { describe, expect, it } from 'vitest';
import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { type TestServer, outcome, testServer } from '../../../testing/test-server.ts';

const CLIENT = 'kubernetes.io/kube-apiserver-client';
const BOB = { user: 'bob', groups: ['system:authenticated'] };

/** A certificate request in DER: subject, and as much of the rest as its form asks for. */
function requestFor(organization: string, commonName: string): string {
  const item = (tag: number, bytes: readonly number[]) => [tag, bytes.length, ...bytes];
  const name = (type: number, value: string) => item(0x31, item(0x30, [...item(0x06, [85, 4, type]), ...item(0x0c, utf8Bytes(value))]));
  const subject = item(0x30, [...name(10, organization), ...name(3, commonName)]);
  const info = item(0x30, [...item(0x02, [0]), ...subject]);
  const signed = item(0x30, [...info, ...item(0x30, []), ...item(0x03, [0])]);
  const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${encodeBase64(signed)}\n-----END CERTIFICATE REQUEST-----\n`;
  return encodeBase64(utf8Bytes(pem));
}

function ask(server: TestServer, name: string, organization: string, signerName = CLIENT) {
  const spec = { request: requestFor(organization, 'jane'), signerName, usages: ['client auth'] };
  return server.create({ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name }, spec });
}

describe('certificates', () => {
  it('make nobody a master', () => {
    const server = testServer();
    expect(outcome(ask(server, 'a', 'system:masters'))).toBe(
      `403 certificatesigningrequests.certificates.k8s.io "a" is forbidden: use of ${CLIENT} signer with system:masters group is not allowed`,
    );
    expect(outcome(ask(server, 'a', 'team'))).toBe('201');
  });

  it.each([
    [
      'example.com/other',
      `403 certificatesigningrequests.certificates.k8s.io "a" is forbidden: user not permitted to approve requests with signerName "${CLIENT}"`,
    ],
    [CLIENT, '200'],
    ['kubernetes.io/*', '200'],
  ])('are approved by those who may for their signer: %s', (signer, expected) => {
    const server = testServer();
    ask(server, 'a', 'team');
    const group = 'certificates.k8s.io';
    const rules = [
      { apiGroups: [group], resources: ['certificatesigningrequests/approval'], verbs: ['patch'] },
      { apiGroups: [group], resources: ['signers'], resourceNames: [signer], verbs: ['approve'] },
    ];
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'approver' } };
    server.create({ ...rbac, kind: 'ClusterRole', rules });
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'approver' };
    server.create({ ...rbac, kind: 'ClusterRoleBinding', roleRef, subjects: [{ kind: 'User', name: 'bob', apiGroup: roleRef.apiGroup }] });
    const condition = { type: 'Approved', status: 'True', reason: 'Known', message: 'fine' };
    const body = { status: { conditions: [condition] } };
    const target = { group, resource: 'certificatesigningrequests', name: 'a', subresource: 'approval' };
    expect(outcome(server.send({ verb: 'patch', ...target, patchType: 'merge', body }, BOB))).toBe(expected);
  });
});
