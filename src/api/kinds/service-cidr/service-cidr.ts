import { type FieldError, invalid, required } from '../../field-error.ts';
import { SERVICE_CIDR } from '../../resources.ts';
import type { ServiceCIDR } from '../../types.gen.ts';
import { type Findings, findingsOf, immutable, shown } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkCidr, cidrFamily } from '../ip.ts';
import { plainKind } from '../plain.ts';
import { fill } from '../sharing.ts';
import { withMetadataOf, withSpecOf, withStatusOf } from '../strategy.ts';

/** `pkg/apis/networking/validation`, `pkg/registry/networking/servicecidr`. */
export const serviceCidrKind = plainKind<ServiceCIDR>(SERVICE_CIDR, {
  subresources: ['status'],
  default: (range) => fill<ServiceCIDR>(range, { spec: {}, status: {} }),
  prepareForCreate: (range) => ({ ...range, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withSpecOf({ ...next, metadata: withMetadataOf(next, stored) }, stored),
  validate: ({ spec }) => findingsOf((findings) => checkCidrs(spec?.cidrs ?? [], findings)),
  validateUpdate,
  columns: [NAME, column<ServiceCIDR>('CIDRs', 'string', ({ spec }) => (spec?.cidrs ?? []).join(',')), AGE],
});

const PATH = 'spec.cidrs';

function checkCidrs(cidrs: readonly string[], findings: Findings): void {
  if (cidrs.length === 0) return void findings.push(required(PATH, 'at least one CIDR required'));
  // The value is the spec in its internal form.
  if (cidrs.length > 2) return void findings.push(invalid(PATH, { CIDRs: cidrs }, 'may only hold up to 2 values'));
  for (const [index, cidr] of cidrs.entries()) checkCidr(cidr, `${PATH}[${index}]`, findings, 'canonical');
  const [first, second] = cidrs.map(cidrFamily);
  if (second === undefined || first !== second) return;
  const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64';
  findings.push(invalid(PATH, shown(cidrs), detail));
}

/** All that may change is that a second family is added. */
function validateUpdate(next: ServiceCIDR, stored: ServiceCIDR): readonly FieldError[] {
  const cidrs = next.spec?.cidrs ?? [];
  const before = stored.spec?.cidrs ?? [];
  return findingsOf((findings) => {
    const grows = before.length === 1 && cidrs.length === 2;
    if (!grows && cidrs.length !== before.length) return void findings.push(immutable(PATH, shown(cidrs)));
    for (const [index, cidr] of before.entries()) {
      if (cidrs[index] !== cidr) findings.push(immutable(`${PATH}[${index}]`, cidrs[index] ?? ''));
    }
    if (grows) checkCidrs(cidrs, findings);
  });
}
