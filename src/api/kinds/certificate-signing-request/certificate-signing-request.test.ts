import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition, CertificateSigningRequestSpec } from '../../types.gen.ts';
import { certificateSigningRequestKind as kind } from './certificate-signing-request.ts';
import { certificateFault, subjectOfRequest } from './pem.ts';

/** Of alice, who wants to be in two groups; made for this test. */
const REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQmRqQ0I0QUlCQURBM01SY3dGUVlEVlFRS0RBNXplWE4wWlcwNmJXRnpkR1Z5Y3pFTU1Bb0dBMVVFQ2d3RApaR1YyTVE0d0RBWURWUVFEREFWaGJHbGpaVENCbnpBTkJna3Foa2lHOXcwQkFRRUZBQU9CalFBd2dZa0NnWUVBCjdWbThtQXNkSktoMEg5YldTUFpZOWxQM3BtWFU1MTFEdUlNdHFsN3dUUGFIbUplVlFxUFd4QmdUNlN0RDREZmEKNDZNeDM4NWc0L0JXSUxrR3V1ckpZYjVIcTVFbk5wUDhzR0U5ZzBwRWplM3U4SHBjdEY2RFUyZEVJMlIrQjhrVgp2TnFhQ2tqbnU5OGhUK1RTbVBaWEVTRVFsanZTNTVsb2xKcVlyQlNSMi8wQ0F3RUFBYUFBTUEwR0NTcUdTSWIzCkRRRUJDd1VBQTRHQkFHVmVET3JCK1dSam5YQmhZb2tmQURYbWlla0J1UHRlYVFRY2oreEJEaXA2NDNhZjVhbWcKTlBFNXZzeXVleXNkcGFMVDE2VmtUOUVubHdWM29xMnoybFNZbXRMR1NQVVF5SXZxQjRoR2dnMEx1bFIrdjUraQpISHY2SldQZ3BBQncrTEMxVDZpMVVLSzlJcFlKb1kzTWh6SXkrTDBocWdUYlIwKytVdFd2N3pXaAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const CERTIFICATE =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI5RENDQVYyZ0F3SUJBZ0lVU0lrQkFvZjRBS3ozQnhNNzdnUnNXYk1HejA0d0RRWUpLb1pJaHZjTkFRRUwKQlFBd0RERUtNQWdHQTFVRUF3d0JlREFlRncweU5qRXhNakV4TkRVMU16ZGFGdzB5TmpFeE1qSXhORFUxTXpkYQpNQXd4Q2pBSUJnTlZCQU1NQVhnd2daOHdEUVlKS29aSWh2Y05BUUVCQlFBRGdZMEFNSUdKQW9HQkFPMVp2SmdMCkhTU29kQi9XMWtqMldQWlQ5NlpsMU9kZFE3aURMYXBlOEV6Mmg1aVhsVUtqMXNRWUUra3JRK0EzMnVPak1kL08KWU9Qd1ZpQzVCcnJxeVdHK1I2dVJKemFUL0xCaFBZTktSSTN0N3ZCNlhMUmVnMU5uUkNOa2ZnZkpGYnphbWdwSQo1N3ZmSVUvazBwajJWeEVoRUpZNzB1ZVphSlNhbUt3VWtkdjlBZ01CQUFHalV6QlJNQjBHQTFVZERnUVdCQlNhCllvSFhTYmVLMFRHSGhZSlBSV0NSRkpkVEVUQWZCZ05WSFNNRUdEQVdnQlNhWW9IWFNiZUswVEdIaFlKUFJXQ1IKRkpkVEVUQVBCZ05WSFJNQkFmOEVCVEFEQVFIL01BMEdDU3FHU0liM0RRRUJDd1VBQTRHQkFPWkt1NHVmcCt2YQoxcXhXTWRHUWZVaEN3YXR5ZDVVL0tJQTlIa1RKNW9NeEVBUW9xYkRJZER1L3hGMS9TOGd1aTVJaGhvbjNxSjZNCmJkc080eHZYd25TU1VCbzBtOWJQSTZUYVRodzBHaEQzQjNObWNQTmFQQlZHS3hWbjI5dURsWGhLS0N0RGpCc1QKM0N3WC8xMHdYNUNNME5TVUVxTDVkTGlWeko1ZitHMEEKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=';

const SPEC: CertificateSigningRequestSpec = { request: REQUEST, signerName: 'example.com/signer', usages: ['client auth'] };
const CONTEXT = { requester: { user: 'alice', groups: ['dev'] }, server: { now: () => Date.UTC(2026, 0, 1) } };

function requestWith(
  spec: Partial<CertificateSigningRequestSpec>,
  conditions: readonly Partial<CertificateSigningRequestCondition>[] = [],
) {
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'x' },
    spec: { ...SPEC, ...spec },
    ...(conditions.length === 0 ? {} : { status: { conditions } }),
  } as CertificateSigningRequest;
}

const texts = (request: CertificateSigningRequest) => kind.validate(request).map(fieldErrorText);

describe('a certificate signing request', () => {
  it('is of whoever makes it', () => {
    const stored = kind.prepareForCreate(requestWith({ username: 'somebody', groups: ['system:masters'] }), CONTEXT);
    expect(stored.spec).toMatchObject({ username: 'alice', groups: ['dev'] });
    expect(subjectOfRequest(stored.spec.request)).toEqual({ commonName: 'alice', organizations: ['system:masters', 'dev'] });
  });

  it.each<[string, Partial<CertificateSigningRequestSpec>, string]>([
    ['text', { request: 'eA==' }, 'spec.request: Invalid value: "eA==": PEM block type must be CERTIFICATE REQUEST'],
    ['no usages', { usages: [] }, 'spec.usages: Required value'],
    ['a usage twice', { usages: ['any', 'any'] }, 'spec.usages[1]: Duplicate value: "any"'],
    ['no signer', { signerName: '' }, 'spec.signerName: Required value'],
    [
      'a signer without a path',
      { signerName: 'example.com' },
      'spec.signerName: Invalid value: "example.com": must be a fully qualified domain and path of the form \'example.com/signer-name\'',
    ],
    [
      'a signer of one word',
      { signerName: 'example/x' },
      'spec.signerName: Invalid value: "example": should be a domain with at least two segments separated by dots',
    ],
    [
      'five minutes',
      { expirationSeconds: 300 },
      'spec.expirationSeconds: Invalid value: 300: may not specify a duration less than 600 seconds (10 minutes)',
    ],
  ])('may not have %s', (_, spec, text) => {
    expect(texts(requestWith({}))).toEqual([]);
    expect(texts(requestWith(spec))).toEqual([text]);
  });

  it('is approved or denied, and not both', () => {
    const stored = requestWith({});
    const approved = requestWith({ signerName: 'other.com/x' }, [{ type: 'Approved', status: 'True' }]);
    const { approval } = kind.strategies ?? {};
    const next = approval?.prepare(approved, stored, CONTEXT) ?? stored;
    const at = '2026-01-01T00:00:00Z';
    expect(next).toMatchObject({ spec: SPEC, status: { conditions: [{ type: 'Approved', lastUpdateTime: at, lastTransitionTime: at }] } });
    expect(approval?.validate(next, stored)).toEqual([]);
    expect(kind.validateStatusUpdate?.(next, stored).map(fieldErrorText)).toEqual([
      'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
    ]);
    expect(approval?.validate(stored, next).map(fieldErrorText)).toEqual([
      'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
    ]);
    const both = requestWith({}, [
      { type: 'Approved', status: 'True' },
      { type: 'Denied', status: 'True' },
    ]);
    expect(texts(both)).toEqual(['status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive']);
  });

  it('gets its certificate once', () => {
    expect([certificateFault(CERTIFICATE), certificateFault(REQUEST)]).toEqual([
      undefined,
      'only CERTIFICATE PEM blocks are allowed, found "CERTIFICATE REQUEST"',
    ]);
    const stored = requestWith({});
    const issued = { ...stored, status: { certificate: CERTIFICATE } };
    expect(kind.validateStatusUpdate?.(issued, stored)).toEqual([]);
    expect(kind.validateStatusUpdate?.({ ...stored, status: { certificate: '' } }, issued).map(fieldErrorText)).toEqual([
      'status.certificate: Forbidden: updates may not modify existing certificate content',
    ]);
  });

  it('prints where it stands', () => {
    const cell = (request: CertificateSigningRequest) => kind.columns.find(({ name }) => name === 'Condition')?.cell(request, 0);
    expect(cell(requestWith({}))).toBe('Pending');
    expect(cell({ ...requestWith({}), status: { certificate: CERTIFICATE, conditions: [{ type: 'Approved', status: 'True' }] } })).toBe(
      'Approved,Issued',
    );
  });
});
