import { ApiError } from '../../../api/errors.ts';
import { type Requirement } from '../../../api/label-requirement.ts';
import { parseRequirements } from '../../../api/label-parser.ts';
import { canonicalQuantity } from '../../../api/quantity.ts';
import type { LabelSelector } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { bool, int, text } from '../../parse/flags.ts';
import { defineGenerator, numberOrText, requireName } from './generator.ts';

export const quotaGenerator = defineGenerator({
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'Create a quota with the specified name',
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  flags: { hard: text(), scopes: text() },
  failure: 'failed to create quota:',
  generate(_session, { args, flags }) {
    const name = requireName(args, 'create quota');
    const hard = flags.hard === '' ? {} : { hard: Object.fromEntries(flags.hard.split(',').map(hardLimit)) };
    const scopes = flags.scopes === '' ? [] : flags.scopes.split(',');
    if (scopes.includes('')) throw new CommandError('invalid resource quota scope ""');
    const spec = { ...hard, ...(scopes.length === 0 ? {} : { scopes }) };
    return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec, status: {} };
  },
});

function hardLimit(statement: string): readonly [string, string] {
  const [resource = '', amount, ...more] = statement.split('=');
  if (amount === undefined || more.length > 0) throw new CommandError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
  return [resource, quantity(amount)];
}

function quantity(amount: string): string {
  try {
    return canonicalQuantity(amount);
  } catch (error) {
    throw error instanceof Error ? new CommandError(error.message) : error;
  }
}

export const disruptionBudgetGenerator = defineGenerator({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'Create a pod disruption budget with the specified name',
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: { minAvailable: text(), maxUnavailable: text(), selector: text() },
  failure: 'failed to create poddisruptionbudgets:',
  generate(_session, { args, flags: { minAvailable, maxUnavailable, selector } }) {
    const name = requireName(args, 'create poddisruptionbudget');
    if (selector === '') throw new CommandError('a selector must be specified');
    if (minAvailable === '' && maxUnavailable === '') throw new CommandError('one of min-available or max-unavailable must be specified');
    if (minAvailable !== '' && maxUnavailable !== '') throw new CommandError('min-available and max-unavailable cannot be both specified');
    const bound =
      minAvailable === ''
        ? { maxUnavailable: share(maxUnavailable, 'max-unavailable') }
        : { minAvailable: share(minAvailable, 'min-available') };
    const status = { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
    const spec = { ...bound, selector: labelSelector(selector) };
    return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec, status };
  },
});

function share(given: string, flag: string): number | string {
  if (!/^\d+%?$/.test(given)) throw new CommandError(`invalid format specified for ${flag}`);
  return numberOrText(given);
}

/** A `-l` text as an object's selector (metav1.ParseToLabelSelector). */
function labelSelector(given: string): LabelSelector {
  const requirements = parsed(given);
  const equal = requirements.filter(({ operator }) => operator === '=' || operator === '==');
  const others = requirements.filter((requirement) => !equal.includes(requirement)).map(expression);
  return {
    ...(equal.length === 0 ? {} : { matchLabels: Object.fromEntries(equal.map(({ key, values }) => [key, values[0] ?? ''])) }),
    ...(others.length === 0 ? {} : { matchExpressions: others }),
  };
}

function parsed(given: string): readonly Requirement[] {
  try {
    return parseRequirements(given);
  } catch (error) {
    throw new CommandError(`couldn't parse the selector string "${given}": ${error instanceof ApiError ? error.message : String(error)}`);
  }
}

function expression({ key, operator, values }: Requirement) {
  switch (operator) {
    case 'exists':
      return { key, operator: 'Exists' };
    case '!':
      return { key, operator: 'DoesNotExist' };
    case '=':
    case '==':
    case 'in':
      return { key, operator: 'In', values };
    case 'notin':
      return { key, operator: 'NotIn', values };
    case '!=':
      throw new CommandError('"!=" is not a valid label selector operator');
    case 'gt':
    case 'lt':
      throw new CommandError(`${JSON.stringify(operator)} isn't supported in label selectors`);
    default:
      return operator satisfies never;
  }
}

export const priorityClassGenerator = defineGenerator({
  name: 'priorityclass',
  aliases: ['pc'],
  summary: 'Create a priority class with the specified name',
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: { value: int(0), globalDefault: bool(), description: text(), preemptionPolicy: text('PreemptLowerPriority') },
  failure: 'failed to create priorityclass:',
  generate(_session, { args, flags: { value, globalDefault, description, preemptionPolicy } }) {
    const name = requireName(args, 'create priorityclass');
    return {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      ...(description === '' ? {} : { description }),
      ...(globalDefault ? { globalDefault } : {}),
      preemptionPolicy,
      value,
    };
  },
});
