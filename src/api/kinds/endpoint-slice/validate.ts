import { type FieldError, duplicate, invalid, required, tooMany } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain, labelKey, labelValue } from '../../names.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointHints, EndpointSlice } from '../../types.gen.ts';
import { validateLabels } from '../../validation/metadata.ts';
import {
  type Findings,
  NONE,
  PROTOCOLS,
  checkPortNumber,
  checkRequiredOneOf,
  checkRule,
  findingsOf,
  immutable,
  isUnset,
  remembered,
} from '../checks.ts';
import { checkIp, checkNotSpecial, ipFamily } from '../ip.ts';

/** Rules of EndpointSlices (`pkg/apis/discovery/validation`). Endpoints that a slice keeps from write to write are checked once. */
export function validateEndpointSlice(slice: EndpointSlice): readonly FieldError[] {
  return findingsOf((findings) => checkSlice(slice, findings));
}

export function validateEndpointSliceUpdate(next: EndpointSlice, stored: EndpointSlice): readonly FieldError[] {
  if (next.endpoints === stored.endpoints && next.ports === stored.ports && next.addressType === stored.addressType) return NONE;
  return findingsOf((findings) => {
    checkSlice(next, findings);
    if (next.addressType !== stored.addressType) findings.push(immutable('addressType', next.addressType ?? ''));
  });
}

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'] as const;

function checkSlice({ addressType, endpoints = [], ports = [] }: EndpointSlice, findings: Findings): void {
  checkRequiredOneOf(addressType, ADDRESS_TYPES, 'addressType', findings);
  if (endpoints.length > MAX_ENDPOINTS) findings.push(tooMany('endpoints', endpoints.length, MAX_ENDPOINTS));
  else {
    const check = ENDPOINT_CHECKS[addressType] ?? ENDPOINT_CHECKS.FQDN;
    for (const [index, endpoint] of endpoints.entries()) check(endpoint, `endpoints[${index}]`, findings);
  }
  checkPorts(ports, findings);
}

/** One per address type, each with its own memory of what it found fine. */
const ENDPOINT_CHECKS = {
  IPv4: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'IPv4', path, findings)),
  IPv6: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'IPv6', path, findings)),
  FQDN: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'FQDN', path, findings)),
};

function checkEndpoint(endpoint: Endpoint, type: EndpointSlice['addressType'], path: string, findings: Findings): void {
  const addresses = endpoint.addresses ?? [];
  if (addresses.length === 0) findings.push(required(`${path}.addresses`, 'must contain at least 1 address'));
  else if (addresses.length > MAX_ADDRESSES) findings.push(tooMany(`${path}.addresses`, addresses.length, MAX_ADDRESSES));
  for (const [index, address] of addresses.entries()) checkAddress(address, type, `${path}.addresses[${index}]`, findings);
  if (endpoint.nodeName !== undefined) checkRule(dns1123Subdomain, endpoint.nodeName, `${path}.nodeName`, findings);
  if (endpoint.deprecatedTopology !== undefined) {
    findings.push(...validateLabels(endpoint.deprecatedTopology, `${path}.deprecatedTopology`));
  }
  if (endpoint.hostname !== undefined) checkRule(dns1123Label, endpoint.hostname, `${path}.hostname`, findings);
  if (endpoint.hints !== undefined) checkHints(endpoint.hints, `${path}.hints`, findings);
}

function checkAddress(address: string, type: EndpointSlice['addressType'], path: string, findings: Findings): void {
  if (type === 'FQDN') return checkRule(dns1123Subdomain, address, path, findings);
  const before = findings.length;
  checkIp(address, path, findings);
  if (findings.length > before) return;
  if (ipFamily(address) !== type) findings.push(invalid(path, address, `must be an ${type} address`));
  checkNotSpecial(address, path, findings);
}

function checkHints({ forZones = [], forNodes = [] }: EndpointHints, path: string, findings: Findings): void {
  if (forZones.length > MAX_HINTS) findings.push(tooMany(`${path}.forZones`, forZones.length, MAX_HINTS));
  else checkHintNames(forZones, labelValue, `${path}.forZones`, findings);
  if (forNodes.length > MAX_HINTS) findings.push(tooMany(`${path}.forNodes`, forNodes.length, MAX_HINTS));
  else checkHintNames(forNodes, dns1123Subdomain, `${path}.forNodes`, findings);
}

function checkHintNames(hints: readonly { readonly name: string }[], rule: typeof labelValue, path: string, findings: Findings): void {
  for (const [index, { name }] of hints.entries()) {
    const at = `${path}[${index}].name`;
    if (hints.findIndex((other) => other.name === name) < index) findings.push(duplicate(at, name));
    checkRule(rule, name, at, findings);
  }
}

function checkPorts(ports: readonly DiscoveryEndpointPort[], findings: Findings): void {
  if (ports.length > MAX_PORTS) return void findings.push(tooMany('ports', ports.length, MAX_PORTS));
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const path = `ports[${index}]`;
    const { name = '' } = port;
    if (name !== '') checkRule(dns1123Label, name, `${path}.name`, findings);
    if (names.has(name)) findings.push(duplicate(`${path}.name`, name));
    names.add(name);
    checkRequiredOneOf(port.protocol, PROTOCOLS, `${path}.protocol`, findings);
    if (port.port !== undefined) checkPortNumber(port.port, `${path}.port`, findings);
    if (!isUnset(port.appProtocol)) checkRule(labelKey, port.appProtocol, `${path}.appProtocol`, findings);
  }
}
