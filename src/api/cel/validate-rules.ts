/**
 * `x-kubernetes-validations`: rules in CEL that stand in the schema of a custom resource, run on its objects
 * (apiextensions-apiserver's apiserver/schema/cel/validation.go).
 */
import { deepEqual } from '../../base/equal.ts';
import { type FieldError, duplicate, fieldErrorText, forbidden, invalid, invalidOverall, required } from '../field-error.ts';
import { isList, isRecord } from '../patch/record.ts';
import type { JsonValue } from '../scalars.ts';
import { type SchemaRule, type StructuralSchema, childPath } from '../structural/schema.ts';
import { type Bindings, evaluate } from './cel.ts';
import { type CompiledRule, type RuleNode, compiledSchema } from './compiled-rules.ts';
import { COST_EXCEEDED } from './evaluate.ts';
import { normalizedFieldPath } from './field-path.ts';
import type { Shape } from './shapes.ts';
import { type Value, NONE, some, stringOf } from './values.ts';

/** What all rules of one object may cost together. */
const BUDGET = 10_000_000;

/**
 * What the rules of the schema find in a value. With an old value transition rules run too, and what was wrong before and has not
 * changed is let through: its text goes to `warnings`.
 */
export function celErrors(
  value: JsonValue,
  old: JsonValue | undefined,
  schema: StructuralSchema,
  path: string,
  warnings: string[] = [],
  isRoot = true,
): readonly FieldError[] {
  const rules = compiledSchema(schema, isRoot);
  if (rules === undefined) return NO_ERRORS;
  const run: Run = { errors: [], warnings, budget: BUDGET };
  walk(run, rules, value, old, path, { current: old === undefined ? undefined : { value, old }, parent: undefined });
  return run.errors;
}

const NO_ERRORS: readonly FieldError[] = [];

interface Run {
  readonly errors: FieldError[];
  readonly warnings: string[];
  /** Negative once it is spent: nothing more runs. */
  budget: number;
}

interface Pair {
  readonly value: JsonValue;
  readonly old: JsonValue;
}

/** Where the old value of what is being looked at is known: here, or at the nearest place above. */
interface Correlation {
  readonly current: Pair | undefined;
  readonly parent: Pair | undefined;
}

/** The version of an object is that of the request, whatever was stored. */
const UNCORRELATED: Correlation = { current: undefined, parent: undefined };

function inner({ current, parent }: Correlation, value: JsonValue, old: JsonValue | undefined): Correlation {
  if (current === undefined) return { current, parent };
  return { current: old === undefined ? undefined : { value, old }, parent: current };
}

function isUnchanged({ current, parent }: Correlation): boolean {
  const pair = current ?? parent;
  return pair !== undefined && deepEqual(pair.value, pair.old);
}

function walk(run: Run, node: RuleNode, value: JsonValue, old: JsonValue | undefined, path: string, correlation: Correlation): void {
  if (value === null) return;
  runRules(run, node, value, old, path, correlation);
  for (const part of node.allOf) {
    if (run.budget >= 0) walk(run, part, value, old, path, { current: undefined, parent: correlation.parent });
  }
  if (run.budget < 0) return;
  if (isList(value) && node.items !== undefined) walkItems(run, node, node.items, value, old, path, correlation);
  else if (isRecord(value)) walkMembers(run, node, value, old, path, correlation);
}

function walkMembers(
  run: Run,
  node: RuleNode,
  value: { readonly [name: string]: JsonValue },
  old: JsonValue | undefined,
  path: string,
  correlation: Correlation,
): void {
  const mapType = node.schema['x-kubernetes-map-type'];
  const before = isRecord(old) && (mapType === undefined || mapType === 'granular' || mapType === 'atomic') ? old : {};
  // Go walks maps in no order; names in theirs make runs repeatable.
  for (const name of Object.keys(value).toSorted()) {
    const member = value[name] ?? null;
    const previous = Object.hasOwn(before, name) ? before[name] : undefined;
    const isVersioned = correlation.parent === undefined && (name === 'apiVersion' || name === 'kind');
    const next = isVersioned ? UNCORRELATED : inner(correlation, member, previous);
    const property = node.properties.get(name);
    if (node.additional !== undefined) walk(run, node.additional, member, previous, `${path}[${name}]`, next);
    if (property !== undefined) walk(run, property, member, previous, childPath(path, name), next);
    if (run.budget < 0) return;
  }
}

function walkItems(
  run: Run,
  node: RuleNode,
  items: RuleNode,
  value: readonly JsonValue[],
  old: JsonValue | undefined,
  path: string,
  correlation: Correlation,
): void {
  const previousOf = itemFinder(node.schema, isList(old) ? old : []);
  for (const [index, item] of value.entries()) {
    const previous = previousOf(item);
    walk(run, items, item, previous, `${path}[${index}]`, inner(correlation, item, previous));
    if (run.budget < 0) return;
  }
}

/** Items of lists of type `map` are told by their keys; of other lists nobody knows which is which. */
function itemFinder(schema: StructuralSchema, old: readonly JsonValue[]): (item: JsonValue) => JsonValue | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] !== 'map' || keys.length === 0) return () => undefined;
  const byKey = new Map<string, JsonValue>();
  for (const item of old) {
    const key = keyOf(item, keys);
    if (key !== undefined && !byKey.has(key)) byKey.set(key, item);
  }
  return (item) => byKey.get(keyOf(item, keys) ?? '');
}

function keyOf(item: JsonValue, keys: readonly string[]): string | undefined {
  if (!isRecord(item)) return undefined;
  const values = keys.map((key) => item[key]);
  return values.some((value) => value === undefined || typeof value === 'object') ? undefined : JSON.stringify(values);
}

function runRules(run: Run, node: RuleNode, value: JsonValue, old: JsonValue | undefined, path: string, correlation: Correlation): void {
  if (node.rules.length === 0 || node.shape === undefined) return;
  const type = node.schema.type ?? '';
  if (run.budget <= 0) return exhaust(run, path, type, OUT_OF_BUDGET);
  const self = remembered(node.shape, value);
  const before = old === undefined || old === null ? undefined : remembered(node.shape, old);
  for (const compiled of node.rules) {
    if (compiled.usesOldSelf && before === undefined && !compiled.rule.optionalOldSelf) continue;
    runRule(run, compiled, { node, value, path, correlation }, bindingsOf(compiled.rule, self, before));
    if (run.budget < 0) return;
  }
}

/** The value, converted when a rule first asks for it: bad data is that rule's error. */
function remembered(shape: Shape, json: JsonValue): () => Value {
  let value: Value | undefined;
  return () => (value ??= shape.value(json));
}

function bindingsOf({ optionalOldSelf }: SchemaRule, self: () => Value, old: (() => Value) | undefined): Bindings {
  return (name) => {
    if (name === 'self') return self();
    if (name !== 'oldSelf') return undefined;
    if (optionalOldSelf) return old === undefined ? NONE : some(old());
    return old?.();
  };
}

const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

function exhaust(run: Run, path: string, type: string, text: string): void {
  run.errors.push(invalid(path, type, text));
  run.budget = -1;
}

interface Place {
  readonly node: RuleNode;
  readonly value: JsonValue;
  readonly path: string;
  readonly correlation: Correlation;
}

function runRule(run: Run, compiled: CompiledRule, place: Place, bindings: Bindings): void {
  const { rule, program, error } = compiled;
  const { path } = place;
  const type = place.node.schema.type ?? '';
  if (error !== undefined) return void run.errors.push(invalid(path, type, `rule compile error: ${error}`));
  if (program === undefined) return;
  const outcome = evaluate(program, bindings);
  if (outcome.cost > run.budget) return exhaust(run, path, type, OUT_OF_BUDGET);
  run.budget -= outcome.cost;
  if ('error' in outcome) return failed(run, path, type, outcome.error, ruleText(rule));
  if (outcome.value === true) return;
  const where = rule.fieldPath === undefined ? path : joinedPath(path, normalizedFieldPath(rule.fieldPath, place.node.schema) ?? '');
  const message = messageOf(run, compiled, where, type, bindings);
  if (message === undefined) return;
  const finding = findingOf(rule, where, type, place.value, message);
  if (!compiled.usesOldSelf && isUnchanged(place.correlation)) run.warnings.push(fieldErrorText(finding));
  else run.errors.push(finding);
}

function joinedPath(path: string, more: string): string {
  if (more === '' || path === '') return path + more;
  return more.startsWith('[') ? path + more : `${path}.${more}`;
}

function failed(run: Run, path: string, type: string, error: string, rule: string): void {
  if (error.startsWith('no such overload')) {
    const text = `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${rule}`;
    run.errors.push(invalid(path, type, text));
  } else if (error === COST_EXCEEDED) {
    exhaust(run, path, type, `'${error}': no further validation rules will be run due to call cost exceeds limit for rule: ${rule}`);
  } else {
    run.errors.push(invalid(path, type, `${error} evaluating rule: ${rule}`));
  }
}

function ruleText({ message, rule }: SchemaRule): string {
  return (message || rule).trim();
}

const MAX_MESSAGE = 5 * 1024;

/** The text of a finding; undefined when making it has used up the budget. */
function messageOf(run: Run, { rule, message }: CompiledRule, path: string, type: string, bindings: Bindings): string | undefined {
  const plain = rule.message ? rule.message.trim() : `failed rule: ${ruleText(rule)}`;
  if (message === undefined) return plain;
  const outcome = evaluate(message, bindings);
  if (outcome.cost > run.budget) {
    exhaust(
      run,
      path,
      type,
      'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
    );
    return undefined;
  }
  run.budget -= outcome.cost;
  if ('error' in outcome) {
    if (outcome.error !== COST_EXCEEDED) return plain;
    const source = JSON.stringify(rule.messageExpression);
    exhaust(run, path, type, `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${source}`);
    return undefined;
  }
  const text = stringOf(outcome.value).trim();
  return text === '' || text.length > MAX_MESSAGE || text.includes('\n') ? plain : text;
}

function findingOf({ reason }: SchemaRule, path: string, type: string, value: JsonValue, message: string): FieldError {
  const isCompound = type === 'object' || type === 'array';
  if (reason === 'FieldValueForbidden') return forbidden(path, message);
  if (reason === 'FieldValueRequired') return required(path, message);
  if (reason !== 'FieldValueDuplicate') return isCompound ? invalidOverall(path, message) : invalid(path, value, message);
  return isCompound ? { ...duplicate(path, null), omitsValue: true } : duplicate(path, value);
}
