import { type FieldError, duplicate, forbidden, invalid } from '../../field-error.ts';
import { deepEqual } from '../../../base/equal.ts';
import { labelKey, labelValue } from '../../names.ts';
import type { Node, NodeSpec, Taint } from '../../types.gen.ts';
import { type Findings, NONE, checkRequiredOneOf, checkRule, findingsOf, shown } from '../checks.ts';
import { checkCidr, cidrFamily } from '../ip.ts';
import { checkResourceQuantity } from '../pod/validate-resources.ts';
import { TAINT_EFFECTS } from '../pod/validate-scheduling.ts';

/** Rules of nodes (`pkg/apis/core/validation`). */
export function validateNode(node: Node): readonly FieldError[] {
  return findingsOf((findings) => checkNode(node, findings));
}

/** Upstream checks a changed node as a node and as an update, so that findings on taints come twice. */
export function validateNodeUpdate(next: Node, stored: Node): readonly FieldError[] {
  if (next.spec === stored.spec) return NONE;
  return findingsOf((findings) => {
    checkNode(next, findings);
    checkUpdate(next, stored, findings);
  });
}

/** Heartbeats: the spec is that of the stored node, so only what the status brings is looked at. */
export function validateNodeStatusUpdate(next: Node, stored: Node): readonly FieldError[] {
  return next.status === stored.status ? NONE : findingsOf((findings) => checkUpdate(next, stored, findings));
}

function checkNode({ spec = {}, status = {} }: Node, findings: Findings): void {
  if (spec.taints !== undefined) checkTaints(spec.taints, 'metadata.taints', findings);
  const swap = status.nodeInfo?.swap?.capacity;
  if (swap !== undefined && swap <= 0) findings.push(invalid('metadata.nodeSwapStatus.capacity', swap, 'must be greater than zero'));
  checkQuantities(status.capacity ?? {}, 'status.capacity', findings);
  checkQuantities(status.allocatable ?? {}, 'status.allocatable', findings);
  checkPodCidrs(spec, findings);
}

function checkQuantities(list: { readonly [name: string]: string }, path: string, findings: Findings): void {
  for (const name of Object.keys(list).sort()) checkResourceQuantity(name, list[name] ?? '0', `${path}[${name}]`, findings);
}

/** The path says metadata, as upstream's does. */
function checkTaints(taints: readonly Taint[], path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const at = `${path}[${index}]`;
    checkRule(labelKey, taint.key, `${at}.key`, findings);
    const texts = labelValue(taint.value ?? '');
    if (texts.length > 0) findings.push(invalid(`${at}.value`, taint.value, texts.join(';')));
    checkRequiredOneOf(taint.effect, TAINT_EFFECTS, `${at}.effect`, findings);
    const pair = `${taint.key}:${taint.effect}`;
    if (seen.has(pair)) findings.push({ ...duplicate(at, goTaint(taint)), detail: 'taints must be unique by key and effect pair' });
    seen.add(pair);
  }
}

/** As Kubernetes' internal type prints. */
function goTaint({ key, value = '', effect, timeAdded }: Taint): { [field: string]: string | null } {
  return { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
}

function checkPodCidrs({ podCIDR, podCIDRs }: NodeSpec, findings: Findings): void {
  const cidrs = podCIDRs ?? (podCIDR === undefined || podCIDR === '' ? [] : [podCIDR]);
  for (const [index, cidr] of cidrs.entries()) checkCidr(cidr, `spec.podCIDRs[${index}]`, findings);
  const families = cidrs.map(cidrFamily);
  if (families.length < 2 || (families.length === 2 && families[0] !== families[1])) return;
  findings.push(invalid('spec.podCIDRs', shown(cidrs), 'may specify no more than one CIDR for each IP family'));
}

function checkUpdate(next: Node, stored: Node, findings: Findings): void {
  const { spec = {}, status = {} } = next;
  const before = stored.spec ?? {};
  if (status !== stored.status) checkAddresses(status.addresses ?? [], findings);
  if (spec === before) return;
  if ((before.podCIDRs ?? []).length > 0 && !deepEqual(spec.podCIDRs, before.podCIDRs)) {
    findings.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if ((before.providerID ?? '') !== '' && spec.providerID !== before.providerID) {
    findings.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  if (spec.taints !== undefined) checkTaints(spec.taints, 'metadata.taints', findings);
  if ((spec.externalID ?? '') !== (before.externalID ?? '')) findings.push(forbidden('spec.externalID', 'may not be updated'));
}

type Addresses = NonNullable<NonNullable<Node['status']>['addresses']>;

function checkAddresses(addresses: Addresses, findings: Findings): void {
  for (const [index, { type, address }] of addresses.entries()) {
    const first = addresses.findIndex((other) => other.type === type && other.address === address);
    if (first < index) findings.push(duplicate(`status.addresses[${index}]`, { Type: type, Address: address }));
  }
}
