import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain, labelKey } from '../../names.ts';
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from '../../types.gen.ts';
import {
  type Findings,
  NONE,
  PROTOCOLS,
  checkPortNumber,
  checkRequiredOneOf,
  checkRule,
  findingsOf,
  isUnset,
  remembered,
} from '../checks.ts';
import { ipWarnings } from '../cidr.ts';
import { checkIp, checkNotSpecial } from '../ip.ts';
import type { LateRules } from '../late-rules.ts';

export const ENDPOINTS_RULES: LateRules<Endpoints> = {
  validate: validateEndpoints,
  // What stays as it is may stay wrong.
  validateUpdate: (next, stored) =>
    next.subsets === stored.subsets || deepEqual(next.subsets, stored.subsets) ? NONE : validateEndpoints(next),
  validateStatusUpdate: () => NONE,
  warnings,
};

/** The controller writes addresses in their canonical form. */
function warnings({ metadata, subsets = [] }: Endpoints): readonly string[] {
  if (metadata.labels?.['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller') return [];
  return subsets.flatMap((subset, index) =>
    (['addresses', 'notReadyAddresses'] as const).flatMap((list) =>
      (subset[list] ?? []).flatMap(({ ip }, number) => ipWarnings(ip ?? '', `subsets[${index}].${list}[${number}].ip`)),
    ),
  );
}

function validateEndpoints({ subsets }: Endpoints): readonly FieldError[] {
  if (subsets === undefined) return NONE;
  return findingsOf((findings) => {
    for (const [index, subset] of subsets.entries()) checkSubset(subset, `subsets[${index}]`, findings);
  });
}

function checkSubset({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset, path: string, findings: Findings): void {
  if (addresses.length + notReadyAddresses.length === 0) findings.push(required(path, 'must specify `addresses` or `notReadyAddresses`'));
  for (const [index, address] of addresses.entries()) checkAddress(address, `${path}.addresses[${index}]`, findings);
  for (const [index, address] of notReadyAddresses.entries()) checkAddress(address, `${path}.notReadyAddresses[${index}]`, findings);
  for (const [index, port] of ports.entries()) checkPort(port, ports.length > 1, `${path}.ports[${index}]`, findings);
}

/** A controller writes a thousand known addresses with each new one: each is looked at once. */
const checkAddress = remembered<EndpointAddress>(checkAddressFields);

function checkAddressFields({ ip, hostname, nodeName }: EndpointAddress, path: string, findings: Findings): void {
  checkIp(ip, `${path}.ip`, findings);
  if (!isUnset(hostname)) checkRule(dns1123Label, hostname, `${path}.hostname`, findings);
  if (nodeName !== undefined) checkRule(dns1123Subdomain, nodeName, `${path}.nodeName`, findings);
  checkNotSpecial(ip, `${path}.ip`, findings);
}

function checkPort(port: EndpointPort, needsName: boolean, path: string, findings: Findings): void {
  if (!isUnset(port.name)) checkRule(dns1123Label, port.name, `${path}.name`, findings);
  else if (needsName) findings.push(required(`${path}.name`));
  checkPortNumber(port.port, `${path}.port`, findings);
  checkRequiredOneOf(port.protocol, PROTOCOLS, `${path}.protocol`, findings);
  if (port.appProtocol !== undefined) checkRule(labelKey, port.appProtocol, `${path}.appProtocol`, findings);
}
