import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, required, tooMany } from '../../field-error.ts';
import { type Rule, dns1123Label, dns1123Subdomain, labelKey, labelValue } from '../../names.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointHints, EndpointSlice } from '../../types.gen.ts';
import { validateLabels } from '../../validation/metadata.ts';
import {
  type Findings,
  NONE,
  PROTOCOLS,
  checkQualifiedDomain,
  checkOneOf,
  checkRequiredOneOf,
  checkRule,
  findingsOf,
  immutable,
  remembered,
} from '../checks.ts';
import { checkIp, checkNotSpecial, ipFamily } from '../ip.ts';

/** Rules of EndpointSlices (`pkg/apis/discovery/validation`). Endpoints that a slice keeps from write to write are checked once. */
export function validateEndpointSlice(slice: EndpointSlice): readonly FieldError[] {
  return findingsOf((findings) => {
    checkFrame(slice, findings);
    checkEndpoints(slice, findings);
  });
}

/** Endpoints that stay as they are may stay wrong. */
export function validateEndpointSliceUpdate(next: EndpointSlice, stored: EndpointSlice): readonly FieldError[] {
  return findingsOf((findings) => {
    checkFrame(next, findings);
    if (next.endpoints !== stored.endpoints) {
      const wrong = findingsOf((inner) => checkEndpoints(next, inner));
      if (wrong !== NONE && !deepEqual(next.endpoints ?? [], stored.endpoints ?? [])) findings.push(...wrong);
    }
    if (next.addressType !== stored.addressType) findings.push(immutable('addressType', next.addressType ?? ''));
  });
}

const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_TOPOLOGY_LABELS = 16;
const MAX_HINTS = 8;
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'] as const;

function checkFrame({ addressType, ports }: EndpointSlice, findings: Findings): void {
  checkRequiredOneOf(addressType, ADDRESS_TYPES, 'addressType', findings);
  checkPorts(ports ?? [], findings);
}

function checkEndpoints({ addressType, endpoints }: EndpointSlice, findings: Findings): void {
  const all = endpoints ?? [];
  if (all.length > MAX_ENDPOINTS) return void findings.push(tooMany('endpoints', all.length, MAX_ENDPOINTS));
  const check = ADDRESS_TYPES.includes(addressType) ? ENDPOINT_CHECKS[addressType] : ENDPOINT_CHECKS.other;
  for (const [index, endpoint] of all.entries()) check(endpoint, `endpoints[${index}]`, findings);
}

/** One per address type, each with its own memory of what it found fine. */
const ENDPOINT_CHECKS = {
  IPv4: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'IPv4', path, findings)),
  IPv6: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'IPv6', path, findings)),
  FQDN: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, 'FQDN', path, findings)),
  other: remembered<Endpoint>((endpoint, path, findings) => checkEndpoint(endpoint, undefined, path, findings)),
};

type AddressType = EndpointSlice['addressType'] | undefined;

const TOPOLOGY_ZONE = 'topology.kubernetes.io/zone';

function checkEndpoint(endpoint: Endpoint, type: AddressType, path: string, findings: Findings): void {
  checkAddresses(endpoint.addresses ?? [], type, `${path}.addresses`, findings);
  if (endpoint.nodeName !== undefined) checkRule(dns1123Subdomain, endpoint.nodeName, `${path}.nodeName`, findings);
  if (endpoint.deprecatedTopology !== undefined) checkTopology(endpoint.deprecatedTopology, `${path}.deprecatedTopology`, findings);
  if (endpoint.hostname !== undefined) checkRule(dns1123Label, endpoint.hostname, `${path}.hostname`, findings);
  if (endpoint.hints !== undefined) checkHints(endpoint.hints, `${path}.hints`, findings);
}

function checkAddresses(addresses: readonly string[], type: AddressType, path: string, findings: Findings): void {
  if (addresses.length === 0) findings.push(required(path, 'must contain at least 1 address'));
  else if (addresses.length > MAX_ADDRESSES) findings.push(tooMany(path, addresses.length, MAX_ADDRESSES));
  for (const [index, address] of addresses.entries()) {
    if (type === 'FQDN') checkQualifiedDomain(address, `${path}[${index}]`, findings);
    else if (type !== undefined) checkAddress(address, type, path, index, findings);
  }
}

function checkAddress(address: string, type: 'IPv4' | 'IPv6', path: string, index: number, findings: Findings): void {
  const before = findings.length;
  checkIp(address, `${path}[${index}]`, findings, type === 'IPv6' ? 'canonical' : 'clear');
  if (findings.length > before) return;
  if (ipFamily(address) !== type) findings.push(invalid(path, address, `must be an ${type} address`));
  checkNotSpecial(address, `${path}[${index}]`, findings);
}

function checkTopology(topology: NonNullable<Endpoint['deprecatedTopology']>, path: string, findings: Findings): void {
  const count = Object.keys(topology).length;
  if (count > MAX_TOPOLOGY_LABELS) findings.push(tooMany(path, count, MAX_TOPOLOGY_LABELS));
  findings.push(...validateLabels(topology, path));
  if (topology[TOPOLOGY_ZONE] === undefined) return;
  findings.push({ type: 'InternalError', field: `${path}[${TOPOLOGY_ZONE}]`, detail: 'reserved key was not removed in conversion' });
}

function checkHints({ forZones = [], forNodes = [] }: EndpointHints, path: string, findings: Findings): void {
  if (forZones.length > MAX_HINTS) return void findings.push(tooMany(`${path}.forZones`, forZones.length, MAX_HINTS));
  checkHintNames(forZones, labelValue, `${path}.forZones`, findings);
  if (forNodes.length > MAX_HINTS) findings.push(tooMany(`${path}.forNodes`, forNodes.length, MAX_HINTS));
  else checkHintNames(forNodes, dns1123Subdomain, `${path}.forNodes`, findings);
}

function checkHintNames(hints: readonly { readonly name: string }[], rule: Rule, path: string, findings: Findings): void {
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
    if (port.protocol === undefined) findings.push(required(`${path}.protocol`));
    else checkOneOf(port.protocol, PROTOCOLS, `${path}.protocol`, findings);
    if (port.appProtocol !== undefined) checkRule(labelKey, port.appProtocol, `${path}.appProtocol`, findings);
  }
}
