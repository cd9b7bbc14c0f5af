/** Type checking as cel-go does it (checker/checker.go): every node gets a type, and what does not fit an issue in its words. */
import {
  type Call,
  type Comprehension,
  type Expression,
  type ListLiteral,
  type MapLiteral,
  type StructLiteral,
  qualifiedName,
} from './ast.ts';
import { type Library, OPAQUE_TYPES, type Overload } from './functions.ts';
import type { Issue } from './source.ts';
import {
  type CelType,
  type Substitution,
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  ERROR,
  INT,
  NULL,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  areAssignable,
  isAssignable,
  isDynOrError,
  isOptionalType,
  isSameType,
  listType,
  mapType,
  mostGeneral,
  optionalType,
  paramType,
  substitute,
  typeText,
  typeType,
  unwrapped,
} from './types.ts';
import { typeOf } from './values.ts';

export interface Environment {
  readonly library: Library;
  readonly variables: ReadonlyMap<string, CelType>;
  /** Message types that expressions may build: `Object{spec: Object.spec{}}`. */
  structType?(name: string): CelType | undefined;
}

export interface Checked {
  readonly expression: Expression;
  readonly type: CelType;
  readonly types: ReadonlyMap<Expression, CelType>;
  /** The declarations that a call may mean, given the types of its arguments. */
  readonly overloads: ReadonlyMap<Expression, readonly Overload[]>;
  /** Selections and calls that are names with dots, by the name that they mean. */
  readonly names: ReadonlyMap<Expression, string>;
  readonly issues: readonly Issue[];
}

export const TYPE_NAMES: ReadonlyMap<string, CelType> = new Map([
  ...[BOOL, INT, UINT, DOUBLE, STRING, BYTES, TYPE].map((type) => [type.name, type] as const),
  ['null_type', NULL],
  ['list', listType(DYN)],
  ['map', mapType(DYN, DYN)],
  ['google.protobuf.Duration', DURATION],
  ['google.protobuf.Timestamp', TIMESTAMP],
  ['optional_type', optionalType(DYN)],
  ...OPAQUE_TYPES,
]);

export function check(expression: Expression, environment: Environment): Checked {
  const checker: Checker = {
    environment,
    scopes: [environment.variables],
    types: new Map(),
    overloads: new Map(),
    names: new Map(),
    issues: [],
    substitution: new Map(),
    variables: 0,
  };
  visit(checker, expression);
  const { types, overloads, names, issues, substitution } = checker;
  for (const [node, type] of types) types.set(node, substitute(substitution, type, true));
  return { expression, type: types.get(expression) ?? ERROR, types, overloads, names, issues };
}

interface Checker {
  readonly environment: Environment;
  readonly scopes: ReadonlyMap<string, CelType>[];
  readonly types: Map<Expression, CelType>;
  readonly overloads: Map<Expression, readonly Overload[]>;
  readonly names: Map<Expression, string>;
  readonly issues: Issue[];
  substitution: Substitution;
  /** How many type variables there are so far. */
  variables: number;
}

function report(checker: Checker, at: number, text: string): void {
  checker.issues.push({ at, text });
}

function visit(checker: Checker, node: Expression): CelType {
  const type = infer(checker, node);
  checker.types.set(node, type);
  return type;
}

function infer(checker: Checker, node: Expression): CelType {
  switch (node.kind) {
    case 'literal':
      return typeOf(node.value);
    case 'ident':
      return lookup(checker, node.name) ?? undeclared(checker, node.at, node.name);
    case 'select':
      return inferSelect(checker, node);
    case 'call':
      return inferCall(checker, node);
    case 'list':
      return inferList(checker, node);
    case 'map':
      return inferMap(checker, node);
    case 'struct':
      return inferStruct(checker, node);
    case 'comprehension':
      return inferComprehension(checker, node);
  }
}

function undeclared(checker: Checker, at: number, name: string): CelType {
  report(checker, at, `undeclared reference to '${name}' (in container '')`);
  return ERROR;
}

function lookup(checker: Checker, name: string): CelType | undefined {
  const absolute = name.startsWith('.') ? name.slice(1) : name;
  const scopes = absolute === name ? checker.scopes : checker.scopes.slice(0, 1);
  for (const scope of scopes.toReversed()) {
    const type = scope.get(absolute);
    if (type !== undefined) return type;
  }
  const named = TYPE_NAMES.get(absolute) ?? checker.environment.structType?.(absolute);
  return named === undefined ? undefined : typeType(named);
}

function inferSelect(checker: Checker, node: Extract<Expression, { kind: 'select' }>): CelType {
  const name = qualifiedName(node);
  const declared = name === undefined ? undefined : lookup(checker, name);
  if (name !== undefined && declared !== undefined) {
    checker.names.set(node, name);
    return declared;
  }
  const type = selectField(checker, node.at, node.operand, node.field, false);
  return node.test ? BOOL : type;
}

function selectField(checker: Checker, at: number, operand: Expression, field: string, optional: boolean): CelType {
  const type = substitute(checker.substitution, visit(checker, operand), false);
  const result = fieldType(checker, at, unwrapped(type), field);
  return optional || isOptionalType(type) ? optionalType(result) : substitute(checker.substitution, result, false);
}

function fieldType(checker: Checker, at: number, type: CelType, field: string): CelType {
  if (type.kind === 'map') return type.params[1] ?? DYN;
  if (type.kind === 'object') {
    const found = type.field?.(field);
    if (found === undefined) report(checker, at, `undefined field '${field}'`);
    return found ?? ERROR;
  }
  if (type.kind === 'param') assign(checker, DYN, type);
  else if (!isDynOrError(type)) report(checker, at, `type '${typeText(type)}' does not support field selection`);
  return DYN;
}

function inferCall(checker: Checker, node: Call): CelType {
  if (node.name === '_?._') return inferOptionalSelect(checker, node);
  const args = node.args.map((arg) => visit(checker, arg));
  const { library } = checker.environment;
  if (node.target === undefined) {
    const name = node.name.replace(/^\./, '');
    const overloads = library.get(name);
    return overloads === undefined ? undeclared(checker, node.at, node.name) : resolve(checker, node, overloads, args, false);
  }
  const prefix = qualifiedName(node.target);
  const qualified = prefix === undefined ? undefined : library.get(`${prefix}.${node.name}`);
  if (qualified !== undefined) {
    checker.names.set(node, `${prefix}.${node.name}`);
    return resolve(checker, node, qualified, args, false);
  }
  const target = visit(checker, node.target);
  const overloads = library.get(node.name);
  return overloads === undefined ? undeclared(checker, node.at, node.name) : resolve(checker, node, overloads, [target, ...args], true);
}

function inferOptionalSelect(checker: Checker, node: Call): CelType {
  const [operand, field] = node.args;
  if (operand === undefined || field?.kind !== 'literal' || typeof field.value !== 'string') return ERROR;
  return selectField(checker, node.at, operand, field.value, true);
}

function resolve(checker: Checker, node: Call, overloads: readonly Overload[], args: readonly CelType[], member: boolean): CelType {
  if (node.name === '_&&_' || node.name === '_||_') return inferLogic(checker, node, overloads, args);
  let result: CelType | undefined;
  const matching: Overload[] = [];
  for (const overload of overloads) {
    if (overload.member !== member || overload.params.length !== args.length) continue;
    const [params, type] = instantiate(checker, overload);
    const attempt = new Map(checker.substitution);
    if (!areAssignable(attempt, args, params)) continue;
    checker.substitution = attempt;
    matching.push(overload);
    const own = substitute(attempt, type, false);
    if (result === undefined) result = own;
    else if (result.kind !== 'dyn' && !isSameType(own, result)) result = DYN;
  }
  if (result === undefined) return noOverload(checker, node, args, member);
  checker.overloads.set(node, matching);
  return result;
}

function inferLogic(checker: Checker, node: Call, overloads: readonly Overload[], args: readonly CelType[]): CelType {
  let result = BOOL;
  for (const [index, type] of args.entries()) {
    if (assign(checker, type, BOOL)) continue;
    mismatch(checker, node.args[index]?.at ?? node.at, BOOL, type);
    result = ERROR;
  }
  checker.overloads.set(node, overloads);
  return result;
}

/** Its parameters and its result with type variables that nobody else has. */
function instantiate(checker: Checker, overload: Overload): readonly [readonly CelType[], CelType] {
  const fresh: Substitution = new Map();
  const rename = (type: CelType): CelType => {
    if (type.kind !== 'param') return type.params.length === 0 ? type : { ...type, params: type.params.map(rename) };
    const known = fresh.get(type.name);
    if (known !== undefined) return known;
    const variable = newVariable(checker);
    fresh.set(type.name, variable);
    return variable;
  };
  return [overload.params.map(rename), rename(overload.result)];
}

function newVariable(checker: Checker): CelType {
  checker.variables += 1;
  return paramType(`_var${checker.variables - 1}`);
}

function noOverload(checker: Checker, node: Call, args: readonly CelType[], member: boolean): CelType {
  const texts = args.map((type) => typeText(substitute(checker.substitution, type, true)));
  const signature = member ? `${texts[0] ?? ''}.(${texts.slice(1).join(', ')})` : `(${texts.join(', ')})`;
  const name = checker.names.get(node) ?? node.name;
  report(checker, node.at, `found no matching overload for '${name}' applied to '${signature}'`);
  return ERROR;
}

function assign(checker: Checker, from: CelType, to: CelType): boolean {
  const attempt = new Map(checker.substitution);
  if (!isAssignable(attempt, from, to)) return false;
  checker.substitution = attempt;
  return true;
}

function mismatch(checker: Checker, at: number, expected: CelType, actual: CelType): void {
  report(checker, at, `expected type '${typeText(expected)}' but found '${typeText(actual)}'`);
}

/** The type of an item written `?item`. */
function optionalItem(checker: Checker, at: number, type: CelType): CelType {
  if (!isOptionalType(type) && type.kind !== 'dyn') mismatch(checker, at, optionalType(type), type);
  return unwrapped(type);
}

/** Items of different types make a dynamic list, which `validators.ts` refuses in most places. */
function join(checker: Checker, before: CelType | undefined, type: CelType): CelType {
  if (before === undefined) return type;
  return assign(checker, before, type) ? mostGeneral(before, type) : DYN;
}

function inferList(checker: Checker, node: ListLiteral): CelType {
  let joined: CelType | undefined;
  for (const [index, item] of node.items.entries()) {
    const type = visit(checker, item);
    joined = join(checker, joined, node.optional.has(index) ? optionalItem(checker, item.at, type) : type);
  }
  return listType(joined ?? newVariable(checker));
}

function inferMap(checker: Checker, node: MapLiteral): CelType {
  let keys: CelType | undefined;
  let values: CelType | undefined;
  for (const { key, value, optional } of node.entries) {
    keys = join(checker, keys, visit(checker, key));
    const type = visit(checker, value);
    values = join(checker, values, optional ? optionalItem(checker, value.at, type) : type);
  }
  return mapType(keys ?? newVariable(checker), values ?? newVariable(checker));
}

function inferStruct(checker: Checker, node: StructLiteral): CelType {
  const name = node.type.replace(/^\./, '');
  const type = checker.environment.structType?.(name);
  if (type === undefined && lookup(checker, name) !== undefined) {
    report(checker, node.at, `'${typeText(lookup(checker, name) ?? DYN)}' is not a type`);
  } else if (type === undefined) undeclared(checker, node.at, node.type);
  for (const { at, key, value, optional } of node.entries) {
    const given = visit(checker, value);
    if (type === undefined) continue;
    const field = fieldType(checker, at, type, key);
    const held = optional ? optionalItem(checker, value.at, given) : given;
    if (assign(checker, field, held)) continue;
    report(checker, at, `expected type of field '${key}' is '${typeText(field)}' but provided type is '${typeText(held)}'`);
  }
  return type ?? ERROR;
}

function inferComprehension(checker: Checker, node: Comprehension): CelType {
  const range = substitute(checker.substitution, visit(checker, node.range), false);
  const accumulated = visit(checker, node.initial);
  const outer = new Map([[node.accumulator, substitute(checker.substitution, accumulated, false)]]);
  const [first, second] = variableTypes(checker, node, range);
  const inner = new Map([[node.variable, first]]);
  if (node.variable2 !== undefined) inner.set(node.variable2, second);
  checker.scopes.push(outer, inner);
  assertType(checker, node.condition, BOOL);
  assertType(checker, node.step, accumulated);
  checker.scopes.pop();
  const result = visit(checker, node.result);
  checker.scopes.pop();
  return substitute(checker.substitution, result, false);
}

/** Types of the variables: of items, of keys, or with two of indexes and items, of keys and values. */
function variableTypes(checker: Checker, node: Comprehension, range: CelType): readonly [CelType, CelType] {
  const [first = DYN, second = DYN] = range.params;
  if (range.kind === 'list') return node.variable2 === undefined ? [first, DYN] : [INT, first];
  if (range.kind === 'map') return [first, second];
  if (isDynOrError(range) || range.kind === 'param') {
    assign(checker, DYN, range);
    return [DYN, DYN];
  }
  const text = `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`;
  report(checker, node.range.at, text);
  return [ERROR, ERROR];
}

function assertType(checker: Checker, node: Expression, type: CelType): void {
  const own = visit(checker, node);
  if (!assign(checker, type, own)) mismatch(checker, node.at, type, own);
}
