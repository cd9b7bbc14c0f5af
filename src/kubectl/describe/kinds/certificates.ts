import { parseCertificateRequest } from '../certificate-request.ts';
import { humanDuration } from '../../../api/time.ts';
import type { CertificateSigningRequest } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, longTime, optional, selectorLine } from '../text.ts';

export const certificateSigningRequestDescriber = defineDescriber<CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  describe(_session, request) {
    const { metadata, spec } = request;
    const { expirationSeconds } = spec;
    return [
      field('Name', metadata.name ?? ''),
      field('Labels', selectorLine(metadata.labels)),
      field('Annotations', selectorLine(metadata.annotations)),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      field('Requesting User', spec.username ?? ''),
      optional('Signer', spec.signerName),
      expirationSeconds === undefined ? '' : field('Requested Duration', humanDuration(expirationSeconds * 1000)),
      field('Status', statusText(request)),
      ...subjectLines(spec.request),
    ].join('');
  },
});

function statusText({ status }: CertificateSigningRequest): string {
  const has = (wanted: string) => (status?.conditions ?? []).some(({ type }) => type === wanted);
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return `${decision}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`;
}

function subjectLines(encoded: string): readonly string[] {
  const { subject, alternatives } = parseCertificateRequest(encoded);
  const names = [
    list('DNS Names', alternatives.dnsNames),
    list('Email Addresses', alternatives.emailAddresses),
    list('URIs', alternatives.uris),
    list('IP Addresses', alternatives.ipAddresses),
  ].join('');
  return [
    'Subject:\n',
    field('\tCommon Name', subject.commonName),
    field('\tSerial Number', subject.serialNumber),
    list('Organization', subject.organizations),
    list('Organizational Unit', subject.organizationalUnits),
    list('Country', subject.countries),
    list('Locality', subject.localities),
    list('Province', subject.provinces),
    list('StreetAddress', subject.streetAddresses),
    list('PostalCode', subject.postalCodes),
    names === '' ? '' : `Subject Alternative Names:\n${names}`,
  ];
}

function list(title: string, values: readonly string[]): string {
  return values.length === 0 ? '' : `\t${title}:\t${values.join('\n\t\t')}\n`;
}
