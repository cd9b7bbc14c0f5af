import type { IPAddress, ServiceCIDR } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, heading, timedConditionLines } from '../text.ts';

export const serviceCidrDescriber = defineDescriber<ServiceCIDR>({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  describe(_session, range) {
    const conditions = timedConditionLines(range.status?.conditions);
    const status = conditions === '' ? '' : `Status:\n${conditions}`;
    return `${heading(range)}${field('CIDRs', (range.spec?.cidrs ?? []).join(', '))}${status}`;
  },
});

export const ipAddressDescriber = defineDescriber<IPAddress>({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  describe(_session, address) {
    const parent = address.spec?.parentRef;
    if (parent === undefined) return heading(address);
    return [
      heading(address),
      'Parent Reference:\n',
      field('  Group', parent.group ?? ''),
      field('  Resource', parent.resource),
      field('  Namespace', parent.namespace ?? ''),
      field('  Name', parent.name),
    ].join('');
  },
});
