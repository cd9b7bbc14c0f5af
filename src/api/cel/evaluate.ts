/** Runs checked expressions. What cel-go counts as their cost is counted here, and ends an evaluation that costs too much. */
import type { Call, Comprehension, Entry, Expression, ListLiteral, MapLiteral } from './ast.ts';
import { type Checked, TYPE_NAMES } from './checker.ts';
import { equal } from './compare.ts';
import type { Constants } from './constants.ts';
import { type CallContext, accepts, noSuchOverloadText } from './functions.ts';
import { lookupIndex } from './library/access.ts';
import {
  type Value,
  EvaluationError,
  NONE,
  type OptionalValue,
  evaluationError,
  isList,
  isMap,
  isOptional,
  isTagged,
  itemsOf,
  listOf,
  mapOf,
  noSuchOverload,
  some,
  typeValue,
  valueText,
} from './values.ts';

/** Values of variables by name; undefined for one that is not there. */
export type Bindings = (name: string) => Value | undefined;

export type Outcome = { readonly value: Value; readonly cost: number } | { readonly error: string; readonly cost: number };

const LIST_COST = 10;
const MAP_COST = 30;
const STRUCT_COST = 40;
export const COST_EXCEEDED = 'operation cancelled: actual cost limit exceeded';

/** Counts from `cost` on; the limit is that of one call, as in apiserver's PerCallLimit. */
export function run(checked: Checked, constants: Constants, bindings: Bindings, limit: number): Outcome {
  const state: Frame = {
    checked,
    constants,
    bindings,
    cost: 0,
    locals: [],
    spend(cost) {
      this.cost += cost;
      if (this.cost > limit) throw new CostExceeded();
    },
  };
  try {
    return { value: evaluate(state, checked.expression), cost: state.cost };
  } catch (error) {
    if (error instanceof EvaluationError) return { error: error.message, cost: state.cost };
    if (error instanceof CostExceeded) return { error: COST_EXCEEDED, cost: state.cost };
    throw error;
  }
}

/** Not an EvaluationError, since `||` must not take it for one. */
class CostExceeded extends Error {}

interface Frame extends CallContext {
  readonly checked: Checked;
  readonly constants: Constants;
  readonly bindings: Bindings;
  cost: number;
  /** Variables of comprehensions, innermost last. */
  readonly locals: { readonly name: string; value: Value | EvaluationError }[];
}

function evaluate(frame: Frame, node: Expression): Value {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'ident':
      return variable(frame, node.name);
    case 'select': {
      const name = frame.checked.names.get(node);
      if (name !== undefined) return variable(frame, name);
      return node.test ? has(frame, node.operand, node.field) : select(frame, rootOf(frame, node.operand), node.field);
    }
    case 'call':
      return evaluateCall(frame, node);
    case 'list':
      return frame.constants.get(node) ?? evaluateList(frame, node);
    case 'map':
      return frame.constants.get(node) ?? evaluateMap(frame, node);
    case 'struct':
      frame.spend(STRUCT_COST);
      return {
        ...mapOf(evaluateEntries(frame, node.entries, (key) => key)),
        type: frame.checked.types.get(node) ?? frame.checked.type,
      };
    case 'comprehension':
      return fold(frame, node);
  }
}

function evaluateList(frame: Frame, node: ListLiteral): Value {
  frame.spend(LIST_COST);
  return listOf(evaluateItems(frame, node));
}

function evaluateMap(frame: Frame, node: MapLiteral): Value {
  frame.spend(MAP_COST);
  return mapOf(evaluateEntries(frame, node.entries, (key) => evaluate(frame, key)));
}

/** What cel-go resolves as one attribute: a variable, and whatever is selected from something. */
function isAttribute(node: Expression): boolean {
  if (node.kind === 'call') return node.name === '_[_]' || node.name === '_[?_]' || node.name === '_?._';
  return node.kind === 'ident' || (node.kind === 'select' && !node.test);
}

/** Selecting from what is no attribute makes one, which costs 1. */
function rootOf(frame: Frame, node: Expression): Value {
  if (!isAttribute(node)) frame.spend(1);
  return evaluate(frame, node);
}

/** An attribute that is only an index or a branch is resolved along with what it is part of. */
function partOf(frame: Frame, node: Expression): Value {
  if (isAttribute(node)) frame.spend(-1);
  return evaluate(frame, node);
}

/** Names of types cost nothing. */
function variable(frame: Frame, name: string): Value {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  if (plain === name) {
    for (let index = frame.locals.length - 1; index >= 0; index -= 1) {
      const local = frame.locals[index];
      if (local?.name !== name) continue;
      frame.spend(1);
      if (local.value instanceof EvaluationError) throw local.value;
      return local.value;
    }
  }
  const value = frame.bindings(plain);
  if (value !== undefined) {
    frame.spend(1);
    return value;
  }
  const type = TYPE_NAMES.get(plain);
  if (type !== undefined) return typeValue(type);
  throw evaluationError(`no such attribute(s): ${plain}`);
}

/** `operand.field`; of an optional, an optional. */
function select(frame: Frame, operand: Value, field: string): Value {
  frame.spend(1);
  if (isOptional(operand)) return selectOptional(operand, field);
  const found = lookupIndex(operand, field);
  if (found === undefined) throw evaluationError(`no such key: ${field}`);
  return found;
}

function selectOptional(operand: Value, field: Value): OptionalValue {
  const inner = isOptional(operand) ? operand.value : operand;
  const found = inner === undefined ? undefined : lookupIndex(inner, field);
  return found === undefined ? NONE : some(found);
}

/** The presence test costs nothing of its own; a field of an optional is there when the optional holds it. */
function has(frame: Frame, node: Expression, field: string): boolean {
  const operand = evaluate(frame, node);
  const inner = isOptional(operand) ? operand.value : operand;
  return inner !== undefined && isMap(inner) && inner.find(field) !== undefined;
}

function evaluateItems(frame: Frame, node: ListLiteral): readonly Value[] {
  const items: Value[] = [];
  for (const [index, item] of node.items.entries()) {
    const value = evaluate(frame, item);
    if (!node.optional.has(index)) items.push(value);
    else if (!isOptional(value))
      throw evaluationError(`cannot initialize optional list element from non-optional value ${valueText(value)}`);
    else if (value.value !== undefined) items.push(value.value);
  }
  return items;
}

function evaluateEntries<K>(frame: Frame, entries: readonly Entry<K>[], keyOf: (key: K) => Value): (readonly [Value, Value])[] {
  const pairs: (readonly [Value, Value])[] = [];
  for (const entry of entries) {
    const key = keyOf(entry.key);
    const value = evaluate(frame, entry.value);
    if (!entry.optional) pairs.push([key, value]);
    else if (!isOptional(value)) {
      throw evaluationError(`cannot initialize optional entry '${valueText(key)}' from non-optional value ${valueText(value)}`);
    } else if (value.value !== undefined) pairs.push([key, value.value]);
  }
  return pairs;
}

function evaluateCall(frame: Frame, node: Call): Value {
  const [first, second, third] = node.args;
  switch (node.name) {
    case '_&&_':
      return logic(frame, first, second, false);
    case '_||_':
      return logic(frame, first, second, true);
    case '_?_:_':
      return first && second && third ? partOf(frame, truth(evaluate(frame, first)) ? second : third) : null;
    case '@not_strictly_false':
      return notStrictlyFalse(frame, first);
    case '_[_]':
      return first && second ? dispatch(frame, node, [rootOf(frame, first), partOf(frame, second)]) : null;
    case '_?._':
    case '_[?_]':
      return first && second ? optionalAt(frame, rootOf(frame, first), partOf(frame, second)) : null;
    case '@in':
      return isMember(frame, node);
    case 'or':
    case 'orValue':
      return alternative(frame, node);
    default:
      return frame.constants.get(node) ?? dispatch(frame, node);
  }
}

/** What is not there costs nothing. */
function optionalAt(frame: Frame, container: Value, index: Value): Value {
  const found = selectOptional(container, index);
  if (found.value !== undefined) frame.spend(1);
  return found;
}

/** In a list of literals cel-go looks up as in a set. */
function isMember(frame: Frame, node: Call): Value {
  const [item, list] = node.args;
  const constant = list && frame.constants.get(list);
  if (item === undefined || constant === undefined || !isList(constant)) return dispatch(frame, node);
  const value = evaluate(frame, item);
  return itemsOf(constant).some((each) => equal(each, value));
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw noSuchOverload();
}

/** Whichever side decides, decides, even if the other one fails. */
function logic(frame: Frame, left: Expression | undefined, right: Expression | undefined, decisive: boolean): Value {
  if (left === undefined || right === undefined) return null;
  let failure: EvaluationError | undefined;
  for (const side of [left, right]) {
    try {
      if (truth(evaluate(frame, side)) === decisive) return decisive;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

function notStrictlyFalse(frame: Frame, node: Expression | undefined): Value {
  frame.spend(1);
  if (node === undefined) return null;
  try {
    return evaluate(frame, node) !== false;
  } catch (error) {
    if (error instanceof EvaluationError) return true;
    throw error;
  }
}

/** Of `or` and `orValue` the argument is looked at only when it is needed. */
function alternative(frame: Frame, node: Call): Value {
  const [argument] = node.args;
  if (node.target === undefined || argument === undefined) return dispatch(frame, node);
  const target = evaluate(frame, node.target);
  if (!isOptional(target)) throw evaluationError(noSuchOverloadText(node.name, [target]));
  if (target.value === undefined) return evaluate(frame, argument);
  return node.name === 'or' ? target : target.value;
}

function dispatch(frame: Frame, node: Call, given?: readonly Value[]): Value {
  const qualified = frame.checked.names.get(node);
  const operands = node.target === undefined || qualified !== undefined ? node.args : [node.target, ...node.args];
  const args = given ?? operands.map((operand) => evaluate(frame, operand));
  const overloads = frame.checked.overloads.get(node) ?? [];
  const overload = overloads.find((each) => accepts(each, args));
  if (overload === undefined) throw evaluationError(noSuchOverloadText(qualified ?? node.name, args));
  const value = overload.call(args, frame);
  frame.spend(overload.cost === undefined ? 1 : overload.cost(args, value));
  return value;
}

function fold(frame: Frame, node: Comprehension): Value {
  const entries = rangeOf(frame, node);
  const accumulator: Frame['locals'][number] = { name: node.accumulator, value: attempt(frame, node.initial) };
  frame.locals.push(accumulator);
  const appended = appendedTo(node);
  for (const [first, second] of entries) {
    const variables = [{ name: node.variable, value: first }];
    if (node.variable2 !== undefined) variables.push({ name: node.variable2, value: second });
    frame.locals.push(...variables);
    const goesOn = evaluate(frame, node.condition) === true;
    if (goesOn) accumulator.value = appended === undefined ? attempt(frame, node.step) : append(frame, accumulator.value, appended);
    frame.locals.length -= variables.length;
    if (!goesOn) break;
  }
  const result = evaluate(frame, node.result);
  frame.locals.pop();
  return result;
}

/** Errors are values while folding: a later item may decide. */
function attempt(frame: Frame, node: Expression): Value | EvaluationError {
  const depth = frame.locals.length;
  try {
    return evaluate(frame, node);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    frame.locals.length = depth;
    return error;
  }
}

function rangeOf(frame: Frame, node: Comprehension): readonly (readonly [Value, Value])[] {
  const range = evaluate(frame, node.range);
  if (isList(range)) {
    return itemsOf(range).map((item, index) => (node.variable2 === undefined ? [item, item] : [BigInt(index), item]));
  }
  if (isMap(range)) return range.keys().map((key) => [key, range.find(key) ?? null]);
  throw evaluationError(`got '${isTagged(range) ? range.kind : typeof range}', expected iterable type`);
}

/** The item that a step `accumulator + [item]` appends, which would copy the list every time. */
function appendedTo({ step, accumulator }: Comprehension): Expression | undefined {
  if (step.kind !== 'call' || step.name !== '_+_') return undefined;
  const [list, added] = step.args;
  if (list?.kind !== 'ident' || list.name !== accumulator || added?.kind !== 'list' || added.optional.size > 0) return undefined;
  return added.items.length === 1 ? added.items[0] : undefined;
}

function append(frame: Frame, before: Value | EvaluationError, item: Expression): Value | EvaluationError {
  frame.spend(2 + LIST_COST);
  if (before instanceof EvaluationError) return before;
  const value = attempt(frame, item);
  if (value instanceof EvaluationError) return value;
  if (!isTagged(before) || before.kind !== 'list') throw noSuchOverload();
  const items = GROWING.get(before) ?? [...itemsOf(before)];
  items.push(value);
  // The longer list shares the array: the shorter one, if anybody still sees it, knows its own size.
  const grown = { ...listOf(items), size: items.length };
  GROWING.set(grown, items);
  return grown;
}

const GROWING = new WeakMap<object, Value[]>();
