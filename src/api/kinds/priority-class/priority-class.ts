import { type FieldError, forbidden, notSupported, required } from '../../field-error.ts';
import { nameOf } from '../../object.ts';
import { PRIORITY_CLASS } from '../../resources.ts';
import type { PriorityClass } from '../../types.gen.ts';
import { type Findings, findingsOf, immutable } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { fillAbsent } from '../sharing.ts';

/** `pkg/apis/scheduling`, `pkg/registry/scheduling/priorityclass`. */
export const priorityClassKind = plainKind<PriorityClass>(PRIORITY_CLASS, {
  shortNames: ['pc'],
  hasGeneration: true,
  generationChanged: () => false,
  default: (priorityClass) => fillAbsent(priorityClass, { preemptionPolicy: 'PreemptLowerPriority', value: 0 }),
  validate: (priorityClass) => findingsOf((findings) => check(priorityClass, findings)),
  validateUpdate: ({ value = 0, preemptionPolicy }, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      if (value !== (stored.value ?? 0)) findings.push(forbidden('value', 'may not be changed in an update.'));
      if (preemptionPolicy !== stored.preemptionPolicy) findings.push(immutable('preemptionPolicy', preemptionPolicy));
    }),
  columns: [
    NAME,
    column<PriorityClass>('Value', 'integer', ({ value }) => value ?? 0),
    column<PriorityClass>('Global-Default', 'boolean', ({ globalDefault }) => globalDefault ?? false),
    AGE,
    column<PriorityClass>('PreemptionPolicy', 'string', ({ preemptionPolicy }) => preemptionPolicy ?? ''),
  ],
});

const PREFIX = 'system-';
const SYSTEM_PRIORITY = 2_000_000_000;
const MAX_USER_PRIORITY = 1_000_000_000;

/** Priority classes that every cluster is born with. */
export const SYSTEM_CLASSES: readonly Required<Pick<PriorityClass, 'value' | 'description'> & { readonly name: string }>[] = [
  {
    name: 'system-cluster-critical',
    value: SYSTEM_PRIORITY,
    description: 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  },
  {
    name: 'system-node-critical',
    value: SYSTEM_PRIORITY + 1000,
    description: 'Used for system critical pods that must not be moved from their current node.',
  },
];

function check(priorityClass: PriorityClass, findings: Findings): void {
  const name = nameOf(priorityClass);
  const { value = 0, preemptionPolicy } = priorityClass;
  if (name.startsWith(PREFIX)) {
    const problem = systemProblem(name, priorityClass);
    if (problem !== undefined) {
      findings.push(
        forbidden('metadata.name', `priority class names with '${PREFIX}' prefix are reserved for system use only. error: ${problem}`),
      );
    }
  } else if (value > MAX_USER_PRIORITY) {
    findings.push(forbidden('value', `maximum allowed value of a user defined priority is ${MAX_USER_PRIORITY}`));
  }
  checkPreemption(preemptionPolicy, 'preemptionPolicy', findings);
}

function systemProblem(name: string, { value = 0, globalDefault = false }: PriorityClass): string | undefined {
  const known = SYSTEM_CLASSES.find((each) => each.name === name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (known.value !== value) return `value of ${name} PriorityClass must be ${known.value}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

function checkPreemption(policy: string | undefined, path: string, findings: Findings): void {
  if (policy === '') findings.push(required(path));
  else if (policy !== undefined && !POLICIES.includes(policy)) findings.push(notSupported(path, policy, POLICIES));
}

const POLICIES = ['PreemptLowerPriority', 'Never'];
