/** Who may approve and sign certificates of which signer, and whom nobody may become (plugin/pkg/admission/certificates). */
import { subjectOfRequest } from '../../../api/kinds/certificate-signing-request/pem.ts';
import { type KubeObject, groupResource } from '../../../api/object.ts';
import type { CertificateSigningRequest } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { authorize, identityOf } from '../authorization/authorize.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

export const certificateApproval: AdmissionPlugin = {
  name: 'CertificateApproval',
  validate(scope, object, { operation, subresource, stored }) {
    if (operation !== 'UPDATE' || subresource !== 'approval' || !isRequest(scope)) return;
    assertMay(scope, object, 'approve', (stored as CertificateSigningRequest).spec.signerName);
  },
};

export const certificateSigning: AdmissionPlugin = {
  name: 'CertificateSigning',
  validate(scope, object, { operation, subresource, stored }) {
    if (operation !== 'UPDATE' || subresource !== 'status' || !isRequest(scope)) return;
    const { spec, status } = stored as CertificateSigningRequest;
    const { status: next } = object as CertificateSigningRequest;
    if (next?.certificate === status?.certificate && deepEqual(next?.conditions ?? [], status?.conditions ?? [])) return;
    assertMay(scope, object, 'sign', spec.signerName);
  },
};

const API_CLIENTS = 'kubernetes.io/kube-apiserver-client';

/** Nobody gets a certificate that makes them a master of the cluster. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  validate(scope, object, { operation, subresource }) {
    if (operation !== 'CREATE' || subresource !== '' || !isRequest(scope)) return;
    const { signerName, request } = (object as CertificateSigningRequest).spec;
    if (signerName !== API_CLIENTS || !subjectOfRequest(request).organizations.includes('system:masters')) return;
    throw refusal(scope, object, `use of ${API_CLIENTS} signer with system:masters group is not allowed`);
  },
};

function isRequest({ kind }: RequestScope): boolean {
  return groupResource(kind.type) === 'certificatesigningrequests.certificates.k8s.io';
}

/** Rights are for one signer, or for all of a domain: `example.com/*`. */
function assertMay(scope: RequestScope, object: KubeObject, verb: 'approve' | 'sign', signerName: string): void {
  const who = identityOf(scope.requester);
  const names = [signerName, `${signerName.split('/')[0] ?? ''}/*`];
  const about = { verb, group: 'certificates.k8s.io', resource: 'signers', subresource: '', namespace: '', fields: [] };
  if (names.some((name) => authorize(scope.server, who, { ...about, name }).allowed)) return;
  throw refusal(scope, object, `user not permitted to ${verb} requests with signerName ${JSON.stringify(signerName)}`);
}
