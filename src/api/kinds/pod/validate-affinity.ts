import { forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, labelKey, labelValue, nameIsDnsSubdomain } from '../../names.ts';
import type {
  Affinity,
  LabelSelector,
  NodeAffinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkRule, isUnset, remembered } from '../checks.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export const checkAffinity = remembered<Affinity>((affinity, path, findings) => {
  if (affinity.nodeAffinity !== undefined) checkNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`, findings);
  if (affinity.podAffinity !== undefined) checkPodAffinity(affinity.podAffinity, `${path}.podAffinity`, findings);
  if (affinity.podAntiAffinity !== undefined) checkPodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`, findings);
});

function checkNodeAffinity(affinity: NodeAffinity, path: string, findings: Findings): void {
  if (affinity[REQUIRED] !== undefined) checkNodeSelector(affinity[REQUIRED], `${path}.${REQUIRED}`, findings);
  for (const [index, { weight, preference }] of (affinity[PREFERRED] ?? []).entries()) {
    const at = `${path}.${PREFERRED}[${index}]`;
    checkWeight(weight, `${at}.weight`, findings);
    checkTerm(preference ?? {}, `${at}.preference`, findings);
  }
}

function checkWeight(given: number | undefined, path: string, findings: Findings): void {
  const weight = given ?? 0;
  if (weight <= 0 || weight > 100) findings.push(invalid(path, weight, 'must be in the range 1-100'));
}

export function checkNodeSelector(selector: NodeSelector, path: string, findings: Findings): void {
  const at = `${path}.nodeSelectorTerms`;
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) findings.push(required(at, 'must have at least one node selector term'));
  for (const [index, term] of terms.entries()) checkTerm(term, `${at}[${index}]`, findings);
}

function checkTerm(term: NodeSelectorTerm, path: string, findings: Findings): void {
  for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
    checkRequirement(requirement, `${path}.matchExpressions[${index}]`, findings);
  }
  for (const [index, requirement] of (term.matchFields ?? []).entries()) {
    checkFieldRequirement(requirement, `${path}.matchFields[${index}]`, findings);
  }
}

function checkRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string, findings: Findings): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) findings.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        findings.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) findings.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      findings.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  checkRule(labelKey, key, `${path}.key`, findings);
  for (const [index, value] of values.entries()) checkRule(labelValue, value, `${path}.values[${index}]`, findings);
}

function checkFieldRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string, findings: Findings): void {
  if (operator !== 'In' && operator !== 'NotIn') findings.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  else if (values.length !== 1) {
    findings.push(required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
  }
  if (key !== 'metadata.name') return void findings.push(invalid(`${path}.key`, key, 'not a valid field selector key'));
  for (const [index, value] of values.entries()) {
    for (const text of nameIsDnsSubdomain(value, false)) findings.push(invalid(`${path}.values[${index}]`, value, text));
  }
}

function checkPodAffinity(affinity: PodAffinity, path: string, findings: Findings): void {
  for (const [index, term] of (affinity[REQUIRED] ?? []).entries()) checkPodTerm(term, `${path}.${REQUIRED}[${index}]`, findings);
  for (const [index, { weight, podAffinityTerm }] of (affinity[PREFERRED] ?? []).entries()) {
    const at = `${path}.${PREFERRED}[${index}]`;
    checkWeight(weight, `${at}.weight`, findings);
    checkPodTerm(podAffinityTerm ?? NO_TERM, `${at}.podAffinityTerm`, findings);
  }
}

const NO_TERM: PodAffinityTerm = { topologyKey: '' };

function checkPodTerm(term: PodAffinityTerm, path: string, findings: Findings): void {
  findings.push(...validateLabelSelector(term.labelSelector, `${path}.labelSelector`));
  findings.push(...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`));
  for (const namespace of term.namespaces ?? []) checkRule(dns1123Label, namespace, `${path}.namespace`, findings);
  checkMatchKeys(term, path, findings);
  if (isUnset(term.topologyKey)) findings.push(required(`${path}.topologyKey`, 'can not be empty'));
  checkRule(labelKey, term.topologyKey ?? '', `${path}.topologyKey`, findings);
}

function checkMatchKeys(term: PodAffinityTerm, path: string, findings: Findings): void {
  const { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  checkLabelKeys(matchLabelKeys, labelSelector, `${path}.matchLabelKeys`, findings);
  checkLabelKeys(mismatchLabelKeys, labelSelector, `${path}.mismatchLabelKeys`, findings);
  for (const [index, key] of matchLabelKeys.entries()) {
    if (!mismatchLabelKeys.includes(key)) continue;
    findings.push(invalid(`${path}.matchLabelKeys[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'));
  }
  checkMergedKeys(matchLabelKeys, labelSelector, path, findings);
}

/** A key stands in the selector once, from being merged into it at creation; every further time it was there already. */
function checkMergedKeys(keys: readonly string[], selector: LabelSelector | undefined, path: string, findings: Findings): void {
  for (const [index, key] of keys.entries()) {
    const [, ...repeated] = selector?.matchExpressions?.filter((expression) => expression.key === key) ?? [];
    for (const _again of repeated) findings.push(invalid(`${path}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
  }
}

export function checkLabelKeys(keys: readonly string[], selector: LabelSelector | undefined, path: string, findings: Findings): void {
  if (keys.length === 0) return;
  if (selector === undefined) return void findings.push(forbidden(path, 'must not be specified when labelSelector is not set'));
  for (const [index, key] of keys.entries()) checkRule(labelKey, key, `${path}[${index}]`, findings);
}
