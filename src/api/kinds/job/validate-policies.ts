import { duplicate, invalid, invalidOverall, notSupported, required, tooLong, tooMany } from '../../field-error.ts';
import { labelKey } from '../../names.ts';
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicy,
  SuccessPolicyRule,
} from '../../types.gen.ts';
import { type Findings, checkNotNegative, checkRule, isUnset } from '../checks.ts';
import { parseIndexes } from './indexes.ts';

const MAX_RULES = 20;
const MAX_PATTERNS = 20;
const MAX_EXIT_CODES = 255;
const MAX_INDEXES_TEXT = 64 * 1024;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

/** When a failed pod of a job counts, and as what. */
export function checkPodFailurePolicy(
  spec: Partial<JobSpec>,
  { rules = [] }: Partial<PodFailurePolicy>,
  path: string,
  findings: Findings,
): void {
  if (rules.length > MAX_RULES) findings.push(tooMany(`${path}.rules`, rules.length, MAX_RULES));
  for (const [index, rule] of rules.entries()) checkFailureRule(spec, rule, `${path}.rules[${index}]`, findings);
}

function checkFailureRule(spec: Partial<JobSpec>, rule: PodFailurePolicyRule, path: string, findings: Findings): void {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  checkListed(action, ACTIONS, `${path}.action`, findings);
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
    findings.push(invalid(`${path}.action`, action, 'requires the backoffLimitPerIndex to be set'));
  }
  if (onExitCodes !== undefined) checkExitCodes(spec, onExitCodes, `${path}.onExitCodes`, findings);
  checkPodConditions(onPodConditions, `${path}.onPodConditions`, findings);
  const both = onExitCodes !== undefined && onPodConditions.length > 0;
  if (both) findings.push(invalidOverall(path, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (onExitCodes === undefined && onPodConditions.length === 0) {
    findings.push(invalidOverall(path, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
}

function checkListed(value: string | undefined, known: readonly string[], path: string, findings: Findings): void {
  if (isUnset(value)) findings.push(required(path, `valid values: [${known.map((each) => JSON.stringify(each)).join(' ')}]`));
  else if (!known.includes(value)) findings.push(notSupported(path, value, known));
}

function checkPodConditions(patterns: readonly PodFailurePolicyOnPodConditionsPattern[], path: string, findings: Findings): void {
  if (patterns.length > MAX_PATTERNS) findings.push(tooMany(path, patterns.length, MAX_PATTERNS));
  for (const [index, { type, status }] of patterns.entries()) {
    checkRule(labelKey, type, `${path}[${index}].type`, findings);
    checkListed(status, ['False', 'True', 'Unknown'], `${path}[${index}].status`, findings);
  }
}

function checkExitCodes(
  spec: Partial<JobSpec>,
  requirement: Partial<PodFailurePolicyOnExitCodesRequirement>,
  path: string,
  findings: Findings,
): void {
  const { operator, containerName, values = [] } = requirement;
  checkListed(operator, ['In', 'NotIn'], `${path}.operator`, findings);
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  if (containerName !== undefined && ![...containers, ...initContainers].some(({ name }) => name === containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    findings.push(invalid(`${path}.containerName`, containerName, detail));
  }
  checkValues(operator, values, `${path}.values`, findings);
}

function checkValues(operator: string | undefined, values: readonly number[], path: string, findings: Findings): void {
  if (values.length === 0) findings.push(invalid(path, null, 'at least one value is required'));
  else if (values.length > MAX_EXIT_CODES) findings.push(tooMany(path, values.length, MAX_EXIT_CODES));
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0) findings.push(invalid(`${path}[${index}]`, value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < index) findings.push(duplicate(`${path}[${index}]`, value));
  }
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? 0) > value)) findings.push(invalid(path, values, 'must be ordered'));
}

/** When an indexed job has succeeded before all its indexes have. */
export function checkSuccessPolicy(spec: Partial<JobSpec>, { rules = [] }: Partial<SuccessPolicy>, path: string, findings: Findings): void {
  if (rules.length === 0) {
    findings.push(required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified'));
  }
  if (rules.length > MAX_RULES) findings.push(tooMany(`${path}.rules`, rules.length, MAX_RULES));
  for (const [index, rule] of rules.entries()) checkSuccessRule(rule, spec.completions ?? 0, `${path}.rules[${index}]`, findings);
}

function checkSuccessRule(
  { succeededCount, succeededIndexes }: SuccessPolicyRule,
  completions: number,
  path: string,
  findings: Findings,
): void {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    findings.push(required(path, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  const total =
    succeededIndexes === undefined ? undefined : checkIndexes(succeededIndexes, completions, `${path}.succeededIndexes`, findings);
  if (succeededCount === undefined) return;
  const at = `${path}.succeededCount`;
  checkNotNegative(succeededCount, at, findings);
  const atMost = (limit: number, what: string): void => {
    if (succeededCount > limit)
      findings.push(invalid(at, succeededCount, `must be less than or equal to ${limit} (the number of ${what})`));
  };
  atMost(completions, 'specified completions');
  if (total !== undefined) atMost(total, 'indexes in the specified succeededIndexes field');
}

/** Gives how many there are, none if they can't be read. */
function checkIndexes(text: string, completions: number, path: string, findings: Findings): number {
  if (text.length > MAX_INDEXES_TEXT) findings.push(tooLong(path, MAX_INDEXES_TEXT));
  const indexes = parseIndexes(text, completions);
  if ('total' in indexes) return indexes.total;
  findings.push(invalid(path, text, `error parsing succeededIndexes: ${indexes.error}`));
  return 0;
}
