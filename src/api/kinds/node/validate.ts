import { TAINT_EFFECTS } from './taint-effects.ts';
import { type FieldError, duplicate, forbidden, invalid } from '../../field-error.ts';
import { labelKey, labelValue } from '../../names.ts';
import type { Node, NodeSpec, NodeStatus, Taint } from '../../types.gen.ts';
import { type Findings, NONE, checkRequiredOneOf, checkRule, findingsOf, shown } from '../checks.ts';
import { checkCidr, cidrFamily } from '../ip.ts';
import { latePodRules } from '../pod/late.ts';
import { checkResourceQuantity } from '../pod/validate-resources.ts';

/** Rules of nodes (`pkg/apis/core/validation`). */
export function validateNode(node: Node): readonly FieldError[] {
  return findingsOf((findings) => checkNode(node, findings));
}

/** Upstream checks a changed node as a node and as an update, so that some findings come twice. */
export function validateNodeUpdate(next: Node, stored: Node): readonly FieldError[] {
  if (next.spec === stored.spec && next.metadata.annotations === stored.metadata.annotations) return NONE;
  return findingsOf((findings) => {
    checkNode(next, findings);
    checkUpdate(next, stored, findings);
  });
}

/** Heartbeats: the spec is that of the stored node, so only what the status brings is looked at. */
export function validateNodeStatusUpdate(next: Node, stored: Node): readonly FieldError[] {
  return next.status === stored.status ? NONE : findingsOf((findings) => checkUpdate(next, stored, findings));
}

function checkNode({ metadata, spec = {}, status = {} }: Node, findings: Findings): void {
  checkAnnotations(metadata.annotations ?? {}, findings);
  if (spec.taints !== undefined) checkTaints(spec.taints, 'metadata.taints', findings);
  checkResources(status, findings);
  const swap = status.nodeInfo?.swap?.capacity;
  if (swap !== undefined && swap <= 0) findings.push(invalid('metadata.nodeSwapStatus.capacity', swap, 'must be greater than zero'));
  checkFeatures(status.declaredFeatures ?? [], 'status.declaredFeatures', findings);
  checkPodCidrs(spec, findings);
}

export const TAINTS = 'scheduler.alpha.kubernetes.io/taints';
export const AVOID_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

function checkAnnotations(annotations: { readonly [key: string]: string }, findings: Findings): void {
  if (annotations[TAINTS] || annotations[AVOID_PODS]) latePodRules()?.checkNodeAnnotations(annotations, findings);
}

function checkResources({ capacity = {}, allocatable = {} }: NodeStatus, findings: Findings): void {
  checkQuantities(capacity, 'status.capacity', findings);
  checkQuantities(allocatable, 'status.allocatable', findings);
}

function checkQuantities(list: { readonly [name: string]: string }, path: string, findings: Findings): void {
  for (const name of Object.keys(list).sort()) checkResourceQuantity(name, list[name] ?? '0', `${path}.${name}`, findings);
}

const FEATURE_NAME = /^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/;

/** Sorted, each once. */
function checkFeatures(features: readonly string[], path: string, findings: Findings): void {
  for (const [index, feature] of features.entries()) {
    const problem = featureProblem(feature);
    if (problem !== undefined)
      findings.push(invalid(`${path}[${index}]`, feature, `invalid feature name ${JSON.stringify(feature)}: ${problem}`));
    const next = features[index + 1];
    if (next === undefined) continue;
    if (next === feature) findings.push(duplicate(`${path}[${index + 1}]`, next));
    else if (feature > next) findings.push(invalid(`${path}[${index + 1}]`, next, 'list must be sorted alphabetically'));
  }
}

function featureProblem(feature: string): string | undefined {
  if (feature.length > 253) return 'must be no more than 253 characters';
  return FEATURE_NAME.test(feature)
    ? undefined
    : "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
}

/** The path says metadata, as upstream's does. */
export function checkTaints(taints: readonly Taint[], path: string, findings: Findings): void {
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
  if (families.length < 2) return;
  const broken = families.indexOf(undefined);
  if (broken >= 0) {
    const detail = `${NOT_CHECKED}[${broken}]: <nil> (invalid CIDR address: ${cidrs[broken]})`;
    findings.push({ type: 'InternalError', field: 'spec.podCIDRs', detail });
  } else if (families.length === 2 && families[0] !== families[1]) return;
  findings.push(invalid('spec.podCIDRs', shown(cidrs), 'may specify no more than one CIDR for each IP family'));
}

const NOT_CHECKED = 'invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR';

function checkUpdate(next: Node, stored: Node, findings: Findings): void {
  const { spec = {}, status = {} } = next;
  const before = stored.spec ?? {};
  if (next.metadata.annotations !== stored.metadata.annotations) checkAnnotations(next.metadata.annotations ?? {}, findings);
  if (status !== stored.status) {
    if (status.capacity !== stored.status?.capacity || status.allocatable !== stored.status?.allocatable) checkResources(status, findings);
    checkFeatures(status.declaredFeatures ?? [], 'status.declaredFeatures', findings);
    checkAddresses(status.addresses ?? [], findings);
  }
  if (spec === before) return;
  checkCidrChange(spec.podCIDRs ?? [], before.podCIDRs ?? [], findings);
  if ((before.providerID ?? '') !== '' && spec.providerID !== before.providerID) {
    findings.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  if (spec.taints !== undefined) checkTaints(spec.taints, 'metadata.taints', findings);
  if ((spec.externalID ?? '') !== (before.externalID ?? '')) findings.push(forbidden('spec.externalID', 'may not be updated'));
}

/** One complaint for each that changed, or one if there are more or fewer. */
function checkCidrChange(next: readonly string[], stored: readonly string[], findings: Findings): void {
  if (stored.length === 0) return;
  const changes = next.length === stored.length ? stored.filter((cidr, index) => cidr !== next[index]).length : 1;
  for (let count = 0; count < changes; count += 1) {
    findings.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
}

type Addresses = NonNullable<NonNullable<Node['status']>['addresses']>;

function checkAddresses(addresses: Addresses, findings: Findings): void {
  for (const [index, { type, address }] of addresses.entries()) {
    const first = addresses.findIndex((other) => other.type === type && other.address === address);
    if (first < index) findings.push(duplicate(`status.addresses[${index}]`, { Type: type, Address: address }));
  }
}
