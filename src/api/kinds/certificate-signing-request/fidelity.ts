import type { Fidelity } from '../../fidelity.ts';

/** Nobody signs yet: what a request asks for stays a request. */
export const certificateSigningRequestFidelity: Fidelity = {
  CertificateSigningRequest: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  CertificateSigningRequestSpec: { simulated: 'extra groups uid username', kept: 'expirationSeconds request signerName usages' },
  CertificateSigningRequestStatus: { kept: 'certificate conditions' },
  CertificateSigningRequestCondition: { simulated: 'lastTransitionTime lastUpdateTime', kept: 'message reason status type' },
};
