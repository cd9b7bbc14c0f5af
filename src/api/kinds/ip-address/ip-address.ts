import { type FieldError, required } from '../../field-error.ts';
import { dns1123Subdomain, pathSegment } from '../../names.ts';
import { groupResource } from '../../object.ts';
import { IP_ADDRESS } from '../../resources.ts';
import type { IPAddress, ParentReference } from '../../types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type Findings, checkRule, findingsOf, immutable, isUnset, shown } from '../checks.ts';
import { checkIp } from '../ip.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkSegment } from '../ingress/validate.ts';
import { plainKind } from '../plain.ts';

/** `pkg/apis/networking/validation`, `pkg/registry/networking/ipaddress`: one for every cluster IP, named by it. */
export const ipAddressKind = plainKind<IPAddress>(IP_ADDRESS, {
  shortNames: ['ip'],
  validateName: (name) => findingsOf((findings) => checkIp(name, '', findings, 'canonical')).map(({ detail }) => detail),
  validate: (address) => findingsOf((findings) => checkParent(address, findings)),
  validateUpdate: (next, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      checkParent(next, findings);
      const { parentRef } = next.spec ?? {};
      if (!deepEqual(parentRef, stored.spec?.parentRef)) findings.push(immutable('spec.parentRef', shown(parentRef)));
    }),
  columns: [NAME, column<IPAddress>('ParentRef', 'string', parentText), AGE],
});

function parentText({ spec }: IPAddress): string {
  return spec?.parentRef === undefined ? '<none>' : referenceText(spec.parentRef);
}

function referenceText({ group = '', resource = '', namespace, name = '' }: Partial<ParentReference>): string {
  const type = groupResource({ group, resource }).toLowerCase();
  return isUnset(namespace) ? `${type}/${name}` : `${type}/${namespace}/${name}`;
}

function checkParent({ spec }: IPAddress, findings: Findings): void {
  const path = 'spec.parentRef';
  if (spec?.parentRef === undefined) return void findings.push(required(path));
  const { group, resource, namespace, name } = spec.parentRef;
  if (!isUnset(group)) checkRule(dns1123Subdomain, group, `${path}.group`, findings);
  checkSegment(resource, `${path}.resource`, findings);
  checkSegment(name, `${path}.name`, findings);
  checkRule(pathSegment, namespace, `${path}.namespace`, findings);
}
