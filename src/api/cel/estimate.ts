/**
 * The most that an expression may cost, judged by how large values can get (cel-go's checker/cost.go, apiserver's
 * cel/library/cost.go). The API server refuses rules by it, so the numbers are those of the real one.
 */
import type { Call, Comprehension, Expression } from './ast.ts';
import type { Checked } from './checker.ts';
import type { Overload } from './functions.ts';
import { ACCUMULATOR } from './macros.ts';
import type { Shape } from './shapes.ts';
import { type CelType, DYN } from './types.ts';
import { sizeOf as valueSize } from './values.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

const MOST = 2 ** 64;
const TRAVERSAL = 0.1;
const REGEX = 0.25;
const LIST_COST = 10;
const MAP_COST = 30;
const STRUCT_COST = 40;
const CHECK_COST = 350_000;

const fixed = (size: number): Range => ({ min: size, max: size });
const UNKNOWN: Range = { min: 0, max: MOST };
const ZERO = fixed(0);
const ONE = fixed(1);
const capped = (value: number): number => Math.min(value, MOST);
const add = (a: Range, b: Range): Range => ({ min: capped(a.min + b.min), max: capped(a.max + b.max) });
const times = (a: Range, b: Range): Range => ({ min: capped(a.min * b.min), max: capped(a.max * b.max) });
const scaled = (a: Range, factor: number): Range => ({ min: capped(Math.ceil(a.min * factor)), max: capped(Math.ceil(a.max * factor)) });
const union = (a: Range, b: Range): Range => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });
const sum = (ranges: readonly Range[]): Range => ranges.reduce(add, ZERO);

/** `root` is what `self` and `oldSelf` are. */
export function estimateCost(checked: Checked, root: Shape): Range {
  return costOf({ checked, root, paths: new Map(), sizes: new Map(), entries: new Map(), locals: new Map() }, checked.expression);
}

type Path = readonly string[];

/** Sizes of what a list or a map holds. */
interface EntrySize {
  readonly isList: boolean;
  readonly key: Range;
  readonly value: Range;
}

interface Local {
  readonly path: Path;
  readonly size?: Range | undefined;
  readonly entry?: EntrySize | undefined;
}

interface Estimator {
  readonly checked: Checked;
  readonly root: Shape;
  /** From a variable on: fields, `@items`, `@keys`, `@values`. */
  readonly paths: Map<Expression, Path>;
  readonly sizes: Map<Expression, Range>;
  readonly entries: Map<Expression, EntrySize>;
  readonly locals: Map<string, Local[]>;
}

function typeOf(estimator: Estimator, node: Expression): CelType {
  return estimator.checked.types.get(node) ?? DYN;
}

function local(estimator: Estimator, node: Expression): Local | undefined {
  return node.kind === 'ident' ? estimator.locals.get(node.name)?.at(-1) : undefined;
}

function pathOf(estimator: Estimator, node: Expression): Path {
  return local(estimator, node)?.path ?? estimator.paths.get(node) ?? [];
}

/** Whatever the variable, paths are looked up in the schema of `self`. */
function declaredSize({ root }: Estimator, path: Path): Range | undefined {
  if (path.length === 0) return undefined;
  let shape: Shape | undefined = root;
  for (const step of path.slice(1)) {
    if (step === '@keys') return shape?.element !== undefined && shape.type.kind === 'map' ? { min: 0, max: 2 ** 63 } : undefined;
    shape = step === '@items' || step === '@values' ? shape?.element : shape?.fields?.get(step);
    if (shape === undefined) return undefined;
  }
  return { min: 0, max: shape.maxElements };
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

function computedSize(estimator: Estimator, node: Expression): Range | undefined {
  const known = estimator.sizes.get(node) ?? literalSize(node) ?? declaredSize(estimator, pathOf(estimator, node));
  if (known !== undefined) return known;
  return SCALARS.has(typeOf(estimator, node).kind) ? ONE : local(estimator, node)?.size;
}

function sizeOf(estimator: Estimator, node: Expression | undefined): Range {
  return (node && computedSize(estimator, node)) ?? UNKNOWN;
}

function literalSize(node: Expression): Range | undefined {
  if (node.kind === 'literal') return fixed(valueSize(node.value) ?? 1);
  if (node.kind === 'list') return fixed(node.items.length);
  return node.kind === 'map' ? fixed(node.entries.length) : undefined;
}

function entrySize(estimator: Estimator, node: Expression): EntrySize | undefined {
  return estimator.entries.get(node) ?? local(estimator, node)?.entry;
}

function setEntries(estimator: Estimator, node: Expression, entry: EntrySize | undefined): void {
  if (entry !== undefined) estimator.entries.set(node, entry);
}

function joined(a: EntrySize | undefined, b: EntrySize | undefined): EntrySize | undefined {
  return a && b && { isList: a.isList, key: union(a.key, b.key), value: union(a.value, b.value) };
}

function costOf(estimator: Estimator, node: Expression): Range {
  switch (node.kind) {
    case 'literal':
      return ZERO;
    case 'ident':
      estimator.paths.set(node, local(estimator, node)?.path ?? [node.name]);
      return ONE;
    case 'select':
      return costOfSelect(estimator, node);
    case 'call':
      return costOfCall(estimator, node);
    case 'list': {
      const costs = node.items.map((item) => costOf(estimator, item));
      setEntries(estimator, node, { isList: true, key: ONE, value: unionOf(estimator, node.items) });
      return add(sum(costs), fixed(LIST_COST));
    }
    case 'map': {
      const costs = node.entries.flatMap(({ key, value }) => [costOf(estimator, key), costOf(estimator, value)]);
      const keys = unionOf(estimator, node.entries.map(({ key }) => key));
      const values = unionOf(estimator, node.entries.map(({ value }) => value));
      setEntries(estimator, node, { isList: false, key: keys, value: values });
      return add(sum(costs), fixed(MAP_COST));
    }
    case 'struct':
      return add(sum(node.entries.map(({ value }) => costOf(estimator, value))), fixed(STRUCT_COST));
    case 'comprehension':
      return isBinding(node) ? costOfBinding(estimator, node) : costOfComprehension(estimator, node);
  }
}

function unionOf(estimator: Estimator, nodes: readonly Expression[]): Range {
  return nodes.map((node) => sizeOf(estimator, node)).reduce(union, { min: nodes.length === 0 ? 0 : MOST, max: 0 });
}

function costOfSelect(estimator: Estimator, node: Extract<Expression, { kind: 'select' }>): Range {
  const name = estimator.checked.names.get(node);
  if (name !== undefined) {
    estimator.paths.set(node, [name]);
    return ONE;
  }
  const operand = costOf(estimator, node.operand);
  if (node.test) return operand;
  estimator.paths.set(node, [...pathOf(estimator, node.operand), node.field]);
  const { kind } = typeOf(estimator, node.operand);
  return kind === 'map' || kind === 'object' || kind === 'param' ? add(operand, ONE) : operand;
}

/** `cel.bind` and what is built on it. */
function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  const never = condition.kind === 'literal' && condition.value === false;
  return range.kind === 'list' && range.items.length === 0 && never && accumulator !== ACCUMULATOR;
}

function within<T>(estimator: Estimator, name: string, variable: Local, run: () => T): T {
  const stack = estimator.locals.get(name) ?? [];
  estimator.locals.set(name, [...stack, variable]);
  const result = run();
  estimator.locals.set(name, stack);
  return result;
}

function boundTo(estimator: Estimator, node: Expression): Local {
  return { path: pathOf(estimator, node), size: computedSize(estimator, node), entry: entrySize(estimator, node) };
}

function costOfBinding(estimator: Estimator, node: Comprehension): Range {
  const before = add(costOf(estimator, node.range), costOf(estimator, node.initial));
  const result = within(estimator, node.accumulator, boundTo(estimator, node.initial), () => {
    const cost = costOf(estimator, node.result);
    copySizes(estimator, node, node.result);
    return cost;
  });
  return add(before, result);
}

function copySizes(estimator: Estimator, to: Expression, from: Expression): void {
  const size = computedSize(estimator, from);
  if (size !== undefined) estimator.sizes.set(to, size);
  setEntries(estimator, to, entrySize(estimator, from));
}

function costOfComprehension(estimator: Estimator, node: Comprehension): Range {
  const before = add(costOf(estimator, node.range), costOf(estimator, node.initial));
  const [loop, result] = within(estimator, node.accumulator, boundTo(estimator, node.initial), () => {
    const each = withVariables(estimator, node, () => add(costOf(estimator, node.step), costOf(estimator, node.condition)));
    return [each, costOf(estimator, node.result)] as const;
  });
  const count = sizeOf(estimator, node.range);
  if (node.initial.kind === 'literal') copySizes(estimator, node, node.initial);
  else if (node.initial.kind === 'list' || node.initial.kind === 'map') {
    estimator.sizes.set(node, count);
    setEntries(estimator, node, estimator.entries.get(node.step));
  }
  return add(add(before, result), times(count, loop));
}

function withVariables<T>(estimator: Estimator, { range, variable, variable2 }: Comprehension, run: () => T): T {
  const entry = entrySize(estimator, range);
  const path = pathOf(estimator, range);
  const isList = entry?.isList ?? typeOf(estimator, range).kind === 'list';
  const key: Local = { path: [...path, isList ? '@indices' : '@keys'], size: entry?.key };
  const value: Local = { path: [...path, isList ? '@items' : '@values'], size: entry?.value };
  if (variable2 === undefined) return within(estimator, variable, isList ? value : key, run);
  return within(estimator, variable, key, () => within(estimator, variable2, value, run));
}

/** A call's own cost without its arguments, and the size of its result. */
interface Estimate {
  readonly cost: Range;
  readonly size?: Range | undefined;
}

function costOfCall(estimator: Estimator, node: Call): Range {
  if (node.name === 'dyn' && node.args[0] !== undefined) {
    const cost = costOf(estimator, node.args[0]);
    copySizes(estimator, node, node.args[0]);
    return add(ONE, cost);
  }
  const costs = node.args.map((arg) => costOf(estimator, arg));
  const isMember = node.target !== undefined && !estimator.checked.names.has(node);
  const target = isMember && node.target !== undefined ? costOf(estimator, node.target) : ZERO;
  const overloads = estimator.checked.overloads.get(node) ?? [];
  if (overloads.length === 0) return node.name === '_?._' ? add(ONE, sum(costs)) : ZERO;
  const estimates = overloads.map((overload) => callEstimate(estimator, node, overload, costs));
  const own = estimates.map(({ cost }) => cost).reduce(union, { min: MOST, max: 0 });
  const sizes = estimates.flatMap(({ size }) => size ?? []);
  setResult(estimator, node, sizes.length === 0 ? undefined : sizes.reduce(union));
  return add(target, own);
}

function setResult(estimator: Estimator, node: Call, size: Range | undefined): void {
  const [container] = node.args;
  let result = size;
  if (node.name === '_[_]' && container !== undefined) {
    const isList = typeOf(estimator, container).kind !== 'map';
    result = entrySize(estimator, container)?.value;
    estimator.paths.set(node, [...pathOf(estimator, container), isList ? '@items' : '@values']);
  }
  result ??= computedSize(estimator, node);
  if (result !== undefined) estimator.sizes.set(node, result);
}

function callEstimate(estimator: Estimator, node: Call, overload: Overload, costs: readonly Range[]): Estimate {
  switch (node.name) {
    case '_&&_':
    case '_||_': {
      const [left = ZERO, right = ZERO] = costs;
      return { cost: { min: left.min, max: add(left, right).max } };
    }
    case '_?_:_': {
      const [condition = ZERO, yes = ZERO, no = ZERO] = costs;
      const [, first, second] = node.args;
      setEntries(estimator, node, first && second && joined(entrySize(estimator, first), entrySize(estimator, second)));
      return { cost: add(condition, union(yes, no)), size: union(sizeOf(estimator, first), sizeOf(estimator, second)) };
    }
    default: {
      const name = estimator.checked.names.get(node) ?? node.name;
      const estimate = FUNCTIONS[name]?.(estimator, node, overload) ?? { cost: ONE };
      return { ...estimate, cost: add(estimate.cost, sum(costs)) };
    }
  }
}

type Estimate1 = (estimator: Estimator, node: Call, overload: Overload) => Estimate | undefined;

const target: (estimator: Estimator, node: Call) => Range = (estimator, node) => sizeOf(estimator, node.target);
const argument = (estimator: Estimator, node: Call, index = 0): Range => sizeOf(estimator, node.args[index]);
/** A walk over the first argument. */
const parses =
  (factor: number): Estimate1 =>
  (estimator, node) => ({ cost: scaled(argument(estimator, node), factor * TRAVERSAL) });
/** A walk over the target, whose size the result has. */
const walks: Estimate1 = (estimator, node) => ({ cost: scaled(target(estimator, node), TRAVERSAL), size: target(estimator, node) });

const comparison: Estimate1 = (estimator, node, overload) => {
  const kind = overload.params[0]?.kind;
  if (node.name !== '_==_' && node.name !== '_!=_' && kind !== 'string' && kind !== 'bytes') return undefined;
  const type = node.args[0] === undefined ? DYN : typeOf(estimator, node.args[0]);
  if (node.name === '_==_' && type.kind === 'object' && OPAQUE.test(type.name)) return { cost: ONE };
  const least = Math.min(argument(estimator, node, 0).max, argument(estimator, node, 1).max);
  return { cost: scaled({ min: least > 0 ? 1 : 0, max: least }, TRAVERSAL) };
};
const OPAQUE = /^(?:net\.(?:IP|CIDR)|kubernetes\.(?:Quantity|Semver|authorization\.\w+))$/;

const addition: Estimate1 = (estimator, node, overload) => {
  const kind = overload.params[0]?.kind;
  if (kind !== 'string' && kind !== 'bytes' && kind !== 'list') return undefined;
  const [left, right] = node.args;
  const size = add(argument(estimator, node, 0), argument(estimator, node, 1));
  setEntries(estimator, node, left && right && joined(entrySize(estimator, left), entrySize(estimator, right)));
  return { cost: kind === 'list' ? ONE : scaled(size, TRAVERSAL), size };
};

const patternCost = (text: Range, pattern: Range): Range => times(scaled(add(text, ONE), TRAVERSAL), scaled(pattern, REGEX));

/** A list has what it holds; a text has no items. */
function itemSize(estimator: Estimator, node: Expression | undefined): Range | undefined {
  const [type] = node === undefined ? [] : typeOf(estimator, node).params;
  if (node === undefined || type === undefined) return undefined;
  const path = pathOf(estimator, node);
  return (path.length === 0 ? undefined : declaredSize(estimator, [...path, '@items'])) ?? UNKNOWN;
}

const overItems: Estimate1 = (estimator, node) => {
  const size = target(estimator, node);
  const item = itemSize(estimator, node.target);
  if (item === undefined || node.target === undefined) return { cost: scaled(size, TRAVERSAL) };
  const kind = typeOf(estimator, node.target).params[0]?.kind;
  return { cost: times(size, kind === 'string' || kind === 'bytes' ? add(ONE, scaled(item, TRAVERSAL)) : ONE) };
};

const allocated = (size: Range, factor: number): Estimate => ({ cost: add(add(scaled(size, factor), ONE), fixed(LIST_COST)), size });

function literalInt(node: Expression | undefined, otherwise: number): number {
  return node?.kind === 'literal' && typeof node.value === 'bigint' ? Math.max(0, Number(node.value)) : otherwise;
}

const sorting =
  (list: (node: Call) => Expression | undefined): Estimate1 =>
  (estimator, node, overload) => {
    const size = sizeOf(estimator, list(node));
    const kind = overload.params.at(-1)?.params[0]?.kind;
    return allocated(times(size, size), kind === 'string' || kind === 'bytes' ? 2 + TRAVERSAL : 2);
  };

const sets =
  (factor: number): Estimate1 =>
  (estimator, node) => ({ cost: add(scaled(times(argument(estimator, node, 0), argument(estimator, node, 1)), factor), ONE) });

const replacing: Estimate1 = (estimator, node) => {
  const text = target(estimator, node);
  const [from, to] = [argument(estimator, node, 0), argument(estimator, node, 1)];
  const longest = replacement(text.max, from.min, to.max <= from.min, 0);
  const shortest = replacement(text.min, from.max, from.max <= to.min, 0);
  const size = add(times({ min: shortest.count, max: longest.count }, to), { min: shortest.kept, max: longest.kept });
  return { cost: scaled(text, 2 * TRAVERSAL), size };
};

function replacement(length: number, part: number, isNoChange: boolean, none: number): { readonly count: number; readonly kept: number } {
  if (part === 0) return { count: capped(length + 1), kept: length };
  return isNoChange ? { count: none, kept: length } : { count: Math.ceil(length / part), kept: 0 };
}

const joining: Estimate1 = (estimator, node) => {
  const list = target(estimator, node);
  const separators = { min: Math.max(0, list.min - 1), max: Math.max(0, list.max - 1) };
  const between = node.args.length === 0 ? ZERO : times(argument(estimator, node), separators);
  const size = add(times(list, itemSize(estimator, node.target) ?? ZERO), between);
  return { cost: scaled(size, TRAVERSAL), size };
};

const ADDRESS: Range = { min: 4, max: 16 };

const containing =
  (base: Range): Estimate1 =>
  (estimator, node, overload) => {
    const parsed = overload.params[1]?.kind === 'string' ? scaled(argument(estimator, node), TRAVERSAL) : ZERO;
    return { cost: add(add(scaled(add(ADDRESS, ADDRESS), TRAVERSAL), base), parsed) };
  };

const selector: Estimate1 = (estimator, node) => {
  const length = argument(estimator, node);
  return { cost: add(add(fixed(LIST_COST), scaled(length, TRAVERSAL)), scaled(scaled(length, 0.5), LIST_COST + STRUCT_COST)) };
};

const split: Estimate1 = (estimator, node) => ({
  cost: scaled(target(estimator, node), 2 * TRAVERSAL),
  size: { min: 0, max: literalInt(node.args[1], target(estimator, node).max) },
});

const find: Estimate1 = (estimator, node) => ({
  cost: patternCost(target(estimator, node), argument(estimator, node)),
  size: { min: 0, max: target(estimator, node).max },
});

const FUNCTIONS: Readonly<Record<string, Estimate1 | undefined>> = {
  ...Object.fromEntries(['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_'].map((name) => [name, comparison])),
  ...Object.fromEntries(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf'].map((name) => [name, overItems])),
  ...Object.fromEntries(['lowerAscii', 'upperAscii', 'substring', 'trim'].map((name) => [name, walks])),
  ...Object.fromEntries(['cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver'].map((name) => [name, parses(1)])),
  '_+_': addition,
  '@in': (estimator, node, overload) =>
    overload.params[1]?.kind === 'list' ? { cost: argument(estimator, node, 1) } : undefined,
  format: (estimator, node) => ({ cost: scaled(target(estimator, node), TRAVERSAL) }),
  bytes: (estimator, node, overload) => {
    const size = argument(estimator, node);
    return overload.params[0]?.kind === 'string' ? { cost: scaled(size, TRAVERSAL), size: { min: size.min, max: capped(size.max * 4) } } : undefined;
  },
  string: (estimator, node, overload) => {
    const size = argument(estimator, node);
    return overload.params[0]?.kind === 'bytes' ? { cost: scaled(size, TRAVERSAL), size: { min: Math.floor(size.min / 4), max: size.max } } : undefined;
  },
  'strings.quote': (estimator, node) => {
    const size = argument(estimator, node);
    return { cost: scaled(size, TRAVERSAL), size: { min: size.min + 2, max: capped(size.max * 2 + 2) } };
  },
  startsWith: (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL) }),
  endsWith: (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL) }),
  matches: (estimator, node) => (node.target === undefined ? undefined : { cost: patternCost(target(estimator, node), argument(estimator, node)) }),
  contains: (estimator, node) => ({ cost: times(scaled(target(estimator, node), TRAVERSAL), scaled(argument(estimator, node), TRAVERSAL)) }),
  check: () => ({ cost: fixed(CHECK_COST) }),
  fieldSelector: selector,
  labelSelector: selector,
  url: (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL), size: argument(estimator, node) }),
  'jsonpatch.escapeKey': (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL), size: argument(estimator, node) }),
  replace: replacing,
  split,
  join: joining,
  find,
  findAll: find,
  ip: (estimator, node, overload) => (overload.member ? { cost: ONE } : parses(1)(estimator, node, overload)),
  'ip.isCanonical': parses(2),
  containsIP: containing(ZERO),
  containsCIDR: containing(add(scaled(ADDRESS, TRAVERSAL), ONE)),
  validate: (estimator, node) => ({ cost: scaled(scaled(argument(estimator, node), TRAVERSAL), 128 * REGEX) }),
  slice: (estimator, node) =>
    allocated(fixed(Math.max(0, literalInt(node.args[1], target(estimator, node).max) - literalInt(node.args[0], 0))), 1),
  'lists.range': (_estimator, node) => allocated(fixed(literalInt(node.args[0], MOST)), 1),
  reverse: (estimator, node) => allocated(target(estimator, node), 1),
  flatten: (estimator, node) => allocated(target(estimator, node), node.args.length === 0 ? 1 : literalInt(node.args[0], MOST)),
  distinct: (estimator, node) => allocated(times(target(estimator, node), target(estimator, node)), 2),
  sort: sorting((node) => node.target),
  '@sortByAssociatedKeys': sorting((node) => node.args[0]),
  'sets.contains': sets(1),
  'sets.intersects': sets(1),
  'sets.equivalent': sets(2),
};
