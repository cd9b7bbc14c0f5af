import { duplicate, invalid, notSupported, required } from '../../field-error.ts';
import { labelKey, labelValue } from '../../names.ts';
import type { PodSchedulingGate, Toleration, TopologySpreadConstraint } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkOneOf, checkRule, isUnset, remembered } from '../checks.ts';
import { TAINT_EFFECTS } from '../node/taint-effects.ts';
import { checkLabelKeys } from './validate-affinity.ts';

/** Tolerations, topology spread and scheduling gates. */
export const checkTolerations = remembered<readonly Toleration[]>((tolerations, path, findings) => {
  for (const [index, toleration] of tolerations.entries()) checkToleration(toleration, `${path}[${index}]`, findings);
});

function checkToleration(toleration: Toleration, path: string, findings: Findings): void {
  const { key, operator, value = '', effect, tolerationSeconds } = toleration;
  if (!isUnset(key)) checkRule(labelKey, key, `${path}.key`, findings);
  else if (operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    findings.push(invalid(`${path}.operator`, operator ?? '', detail));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    findings.push(invalid(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  checkOperator(operator ?? '', value, `${path}.operator`, findings);
  if (!isUnset(effect)) checkOneOf(effect, TAINT_EFFECTS, `${path}.effect`, findings);
}

function checkOperator(operator: string, value: string, path: string, findings: Findings): void {
  switch (operator) {
    case '':
    case 'Equal': {
      const texts = labelValue(value);
      if (texts.length > 0) findings.push(invalid(path, value, texts.join(';')));
      return;
    }
    case 'Exists':
      if (value !== '') findings.push(invalid(path, value, "value must be empty when `operator` is 'Exists'"));
      return;
    case 'Lt':
    case 'Gt':
      return void findings.push(notSupported(path, operator, ['Equal', 'Exists', 'Lt', 'Gt']));
    default:
      findings.push(notSupported(path, operator, ['Equal', 'Exists']));
  }
}

export const checkTopologySpread = remembered<readonly TopologySpreadConstraint[]>((constraints, path, findings) => {
  for (const [index, constraint] of constraints.entries()) {
    const at = `${path}[${index}]`;
    checkPlacement(constraint, at, findings);
    const isRepeated = constraints
      .slice(index + 1)
      .some((later) => later.topologyKey === constraint.topologyKey && later.whenUnsatisfiable === constraint.whenUnsatisfiable);
    if (isRepeated) {
      const pair = `{${constraint.topologyKey}, ${constraint.whenUnsatisfiable}}`;
      findings.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair));
    }
    checkReach(constraint, at, findings);
  }
});

function checkPlacement(
  { maxSkew: given, topologyKey, whenUnsatisfiable }: TopologySpreadConstraint,
  path: string,
  findings: Findings,
): void {
  const maxSkew = given ?? 0;
  if (maxSkew <= 0) findings.push(invalid(`${path}.maxSkew`, maxSkew, 'must be greater than zero'));
  if (isUnset(topologyKey)) findings.push(required(`${path}.topologyKey`, 'can not be empty'));
  checkOneOf(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], `${path}.whenUnsatisfiable`, findings);
}

function checkReach(constraint: TopologySpreadConstraint, path: string, findings: Findings): void {
  const { minDomains, whenUnsatisfiable, nodeAffinityPolicy, nodeTaintsPolicy, matchLabelKeys, labelSelector } = constraint;
  if (minDomains !== undefined) {
    if (minDomains <= 0) findings.push(invalid(`${path}.minDomains`, minDomains, 'must be greater than zero'));
    if (whenUnsatisfiable !== 'DoNotSchedule') {
      const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
      findings.push(invalid(`${path}.minDomains`, minDomains, detail));
    }
  }
  if (nodeAffinityPolicy !== undefined) checkOneOf(nodeAffinityPolicy, POLICIES, `${path}.nodeAffinityPolicy`, findings);
  if (nodeTaintsPolicy !== undefined) checkOneOf(nodeTaintsPolicy, POLICIES, `${path}.nodeTaintsPolicy`, findings);
  checkLabelKeys(matchLabelKeys ?? [], labelSelector, `${path}.matchLabelKeys`, findings);
  findings.push(...validateLabelSelector(labelSelector, `${path}.labelSelector`));
}

const POLICIES = ['Honor', 'Ignore'];

export function checkSchedulingGates(gates: readonly PodSchedulingGate[], path: string, findings: Findings): void {
  for (const [index, { name }] of gates.entries()) {
    checkRule(labelKey, name, `${path}[${index}]`, findings);
    if (gates.findIndex((other) => other.name === name) < index) findings.push(duplicate(`${path}[${index}]`, name));
  }
}
