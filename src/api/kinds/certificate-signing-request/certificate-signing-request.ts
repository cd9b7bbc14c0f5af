import { nameIsPathSegment } from '../../names.ts';
import { CERTIFICATE_SIGNING_REQUEST } from '../../resources.ts';
import { humanDuration } from '../../time.ts';
import type { CertificateSigningRequest, CertificateSigningRequestSpec } from '../../types.gen.ts';
import { AGE, NAME, column, orNone } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { fill } from '../sharing.ts';
import { approve, createdBy, reportStatus } from './strategy.ts';
import { validateApproval, validateRequest, validateRequestUpdate, validateStatus } from './validate.ts';

/** Stored, approved and denied; nobody signs here. */
export const certificateSigningRequestKind = plainKind<CertificateSigningRequest>(CERTIFICATE_SIGNING_REQUEST, {
  shortNames: ['csr'],
  subresources: ['approval', 'status'],
  selectableFields: ['spec.signerName'],
  fieldValue: ({ spec }) => spec.signerName,
  validateName: nameIsPathSegment,
  default: (request) => fill(request, { spec: {} as CertificateSigningRequestSpec }),
  prepareForCreate: createdBy,
  prepareForUpdate: (next, stored) => ({ ...stored, metadata: next.metadata }),
  prepareForStatusUpdate: reportStatus,
  strategies: { approval: { prepare: approve, validate: validateApproval } },
  validate: validateRequest,
  validateUpdate: validateRequestUpdate,
  validateStatusUpdate: validateStatus,
  columns: [
    NAME,
    AGE,
    column<CertificateSigningRequest>('SignerName', 'string', ({ spec }) => orNone(spec.signerName)),
    column<CertificateSigningRequest>('Requestor', 'string', ({ spec }) => spec.username ?? ''),
    column<CertificateSigningRequest>('RequestedDuration', 'string', ({ spec }) =>
      spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000),
    ),
    column<CertificateSigningRequest>('Condition', 'string', conditionText),
  ],
});

function conditionText({ status = {} }: CertificateSigningRequest): string {
  const types = new Set((status.conditions ?? []).map(({ type }) => type));
  const verdict = types.has('Denied') ? 'Denied' : types.has('Approved') ? 'Approved' : 'Pending';
  return `${verdict}${types.has('Failed') ? ',Failed' : ''}${status.certificate ? ',Issued' : ''}`;
}
