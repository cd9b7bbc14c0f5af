/**
 * Functions are declared by signatures: `size(list(A)): int`, `string.startsWith(string): bool`; a capital letter is a type variable.
 * A call is dispatched to the first declaration whose parameters its values fit.
 */
import {
  type CelType,
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  NULL,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  listType,
  mapType,
  objectType,
  optionalType,
  paramType,
  typeText,
  typeType,
} from './types.ts';
import { type Value, isList, isTagged, typeOf, isOptional } from './values.ts';

/** What a call may ask for beside its arguments. */
export interface CallContext {
  /** Counts what a call costs beyond its base of 1, and stops the evaluation at its limit. */
  spend(cost: number): void;
}

/** Throws an EvaluationError when it cannot answer. */
export type Implementation = (args: readonly Value[], context: CallContext) => Value;

export interface Overload {
  readonly name: string;
  /** Called on its first parameter. */
  readonly member: boolean;
  readonly params: readonly CelType[];
  readonly result: CelType;
  readonly call: Implementation;
  /** Run time cost; 1 when there is none (cel-go's runtimecost.go, apiserver's cel/library/cost.go). */
  readonly cost?: Cost;
}

export type Cost = (args: readonly Value[], result: Value) => number;

/** Overloads by the name of the function. */
export type Library = ReadonlyMap<string, readonly Overload[]>;

export type Declarations = Readonly<Record<string, Implementation | readonly [Implementation, Cost]>>;

/** One object type per name, so that libraries and bindings mean the same. */
const OPAQUE: Readonly<Record<string, CelType>> = {
  url: objectType('kubernetes.URL'),
  ip: objectType('net.IP'),
  cidr: objectType('net.CIDR'),
  quantity: objectType('kubernetes.Quantity'),
  format: objectType('kubernetes.NamedFormat'),
  semver: objectType('kubernetes.Semver'),
  authorizer: objectType('kubernetes.authorization.Authorizer'),
  pathCheck: objectType('kubernetes.authorization.PathCheck'),
  groupCheck: objectType('kubernetes.authorization.GroupCheck'),
  resourceCheck: objectType('kubernetes.authorization.ResourceCheck'),
  decision: objectType('kubernetes.authorization.Decision'),
};

const NAMED: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  null_type: NULL,
  dyn: DYN,
  duration: DURATION,
  timestamp: TIMESTAMP,
  type: TYPE,
  ...OPAQUE,
};

/** By the names that expressions call them: `net.IP`. */
export const OPAQUE_TYPES: ReadonlyMap<string, CelType> = new Map(Object.values(OPAQUE).map((type) => [type.name, type]));

export function opaqueType(name: string): CelType {
  return OPAQUE[name] ?? DYN;
}

export function libraryOf(...groups: readonly Declarations[]): Library {
  const library = new Map<string, Overload[]>();
  for (const group of groups) {
    for (const [signature, entry] of Object.entries(group)) {
      const overload = overloadOf(signature, entry);
      const known = library.get(overload.name);
      if (known === undefined) library.set(overload.name, [overload]);
      else known.push(overload);
    }
  }
  return library;
}

function overloadOf(signature: string, entry: Implementation | readonly [Implementation, Cost]): Overload {
  const [call, cost] = typeof entry === 'function' ? [entry] : entry;
  const open = openOf(signature);
  const close = signature.lastIndexOf('):');
  const before = signature.slice(0, open);
  const { receiver, name } = receiverOf(before);
  const params = split(signature.slice(open + 1, close)).map(parseType);
  const result = parseType(signature.slice(close + 2).trim());
  const all = receiver === undefined ? params : [parseType(receiver), ...params];
  return { name, member: receiver !== undefined, params: all, result, call, ...(cost === undefined ? {} : { cost }) };
}

/** The parenthesis of the arguments: that which closes before the result. */
function openOf(signature: string): number {
  let depth = 0;
  for (let index = signature.lastIndexOf('):'); index >= 0; index -= 1) {
    if (signature[index] === ')') depth += 1;
    if (signature[index] === '(') depth -= 1;
    if (depth === 0) return index;
  }
  return 0;
}

/** `list(A).size` has a receiver, `math.max` written `math::max` is a name with a dot. */
function receiverOf(text: string): { readonly receiver?: string; readonly name: string } {
  const dot = text.lastIndexOf('.');
  if (dot < 0) return { name: text.replace('::', '.') };
  return { receiver: text.slice(0, dot), name: text.slice(dot + 1) };
}

function parseType(text: string): CelType {
  const open = text.indexOf('(');
  if (open < 0) return /^[A-Z]$/.test(text) ? paramType(text) : (NAMED[text] ?? DYN);
  const [first = DYN, second = DYN] = split(text.slice(open + 1, -1)).map(parseType);
  switch (text.slice(0, open)) {
    case 'list':
      return listType(first);
    case 'map':
      return mapType(first, second);
    case 'optional':
      return optionalType(first);
    default:
      return typeType(first);
  }
}

/** At the commas outside parentheses. */
function split(text: string): readonly string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (text[index] !== ',' || depth > 0) continue;
    parts.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, text.slice(start).trim()];
}

/** Whether the values are of the kinds that the parameters name. Of what lists hold the first item tells. */
export function accepts(overload: Overload, args: readonly Value[]): boolean {
  return overload.params.length === args.length && overload.params.every((param, index) => fits(param, args[index] ?? null));
}

function fits(param: CelType, value: Value): boolean {
  if (param.kind === 'dyn' || param.kind === 'param') return true;
  if (param.kind === 'opaque') return isOptional(value);
  if (param.kind === 'object') return isTagged(value) && value.kind === 'opaque' && value.type.name === param.name;
  if (param.kind !== 'list') return typeOf(value).kind === param.kind;
  const [item = DYN] = param.params;
  return isList(value) && (value.size === 0 || item.params.length > 0 || fits(item, value.at(0)));
}

export function noSuchOverloadText(name: string, args: readonly Value[]): string {
  return `no such overload: ${name}(${args.map((arg) => typeText(typeOf(arg)).replace(/\(.*/, '')).join(', ')})`;
}
