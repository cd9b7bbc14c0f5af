/** What calls of functions cost at most, and how large their results get (cel-go's checker/cost.go, apiserver's cel/library/cost.go). */
import type { Call, Expression } from './ast.ts';
import type { Overload } from './functions.ts';
import {
  type Estimator,
  type Range,
  CHECK_COST,
  LIST_COST,
  MOST,
  ONE,
  REGEX,
  STRUCT_COST,
  TRAVERSAL,
  UNKNOWN,
  ZERO,
  add,
  capped,
  declaredSize,
  entrySize,
  fixed,
  joined,
  pathOf,
  scaled,
  setEntries,
  sizeOf,
  times,
  typeOf,
} from './sizes.ts';
import { DYN } from './types.ts';

/** A call's own cost without its arguments, and the size of its result. */
export interface Estimate {
  readonly cost: Range;
  readonly size?: Range | undefined;
}

type Estimating = (estimator: Estimator, node: Call, overload: Overload) => Estimate | undefined;

const target: (estimator: Estimator, node: Call) => Range = (estimator, node) => sizeOf(estimator, node.target);
const argument = (estimator: Estimator, node: Call, index = 0): Range => sizeOf(estimator, node.args[index]);
/** A walk over the first argument. */
const parses =
  (factor: number): Estimating =>
  (estimator, node) => ({ cost: scaled(argument(estimator, node), factor * TRAVERSAL) });
/** A walk over the target, whose size the result has. */
const walks: Estimating = (estimator, node) => ({ cost: scaled(target(estimator, node), TRAVERSAL), size: target(estimator, node) });

const comparison: Estimating = (estimator, node, overload) => {
  const kind = overload.params[0]?.kind;
  if (node.name !== '_==_' && node.name !== '_!=_' && kind !== 'string' && kind !== 'bytes') return undefined;
  const type = node.args[0] === undefined ? DYN : typeOf(estimator, node.args[0]);
  if (node.name === '_==_' && type.kind === 'object' && OPAQUE.test(type.name)) return { cost: ONE };
  const least = Math.min(argument(estimator, node, 0).max, argument(estimator, node, 1).max);
  return { cost: scaled({ min: least > 0 ? 1 : 0, max: least }, TRAVERSAL) };
};
const OPAQUE = /^(?:net\.(?:IP|CIDR)|kubernetes\.(?:Quantity|Semver|authorization\.\w+))$/;

const addition: Estimating = (estimator, node, overload) => {
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

const overItems: Estimating = (estimator, node) => {
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
  (list: (node: Call) => Expression | undefined): Estimating =>
  (estimator, node, overload) => {
    const size = sizeOf(estimator, list(node));
    const kind = overload.params.at(-1)?.params[0]?.kind;
    return allocated(times(size, size), kind === 'string' || kind === 'bytes' ? 2 + TRAVERSAL : 2);
  };

const sets =
  (factor: number): Estimating =>
  (estimator, node) => ({ cost: add(scaled(times(argument(estimator, node, 0), argument(estimator, node, 1)), factor), ONE) });

const replacing: Estimating = (estimator, node) => {
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

const joining: Estimating = (estimator, node) => {
  const list = target(estimator, node);
  const separators = { min: Math.max(0, list.min - 1), max: Math.max(0, list.max - 1) };
  const between = node.args.length === 0 ? ZERO : times(argument(estimator, node), separators);
  const size = add(times(list, itemSize(estimator, node.target) ?? ZERO), between);
  return { cost: scaled(size, TRAVERSAL), size };
};

const ADDRESS: Range = { min: 4, max: 16 };

const containing =
  (base: Range): Estimating =>
  (estimator, node, overload) => {
    const parsed = overload.params[1]?.kind === 'string' ? scaled(argument(estimator, node), TRAVERSAL) : ZERO;
    return { cost: add(add(scaled(add(ADDRESS, ADDRESS), TRAVERSAL), base), parsed) };
  };

const selector: Estimating = (estimator, node) => {
  const length = argument(estimator, node);
  return { cost: add(add(fixed(LIST_COST), scaled(length, TRAVERSAL)), scaled(scaled(length, 0.5), LIST_COST + STRUCT_COST)) };
};

const split: Estimating = (estimator, node) => ({
  cost: scaled(target(estimator, node), 2 * TRAVERSAL),
  size: { min: 0, max: literalInt(node.args[1], target(estimator, node).max) },
});

const find: Estimating = (estimator, node) => ({
  cost: patternCost(target(estimator, node), argument(estimator, node)),
  size: { min: 0, max: target(estimator, node).max },
});

export const FUNCTIONS: Readonly<Record<string, Estimating | undefined>> = {
  ...Object.fromEntries(['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_'].map((name) => [name, comparison])),
  ...Object.fromEntries(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf'].map((name) => [name, overItems])),
  ...Object.fromEntries(['lowerAscii', 'upperAscii', 'substring', 'trim'].map((name) => [name, walks])),
  ...Object.fromEntries(['cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver'].map((name) => [name, parses(1)])),
  '_+_': addition,
  '@in': (estimator, node, overload) => (overload.params[1]?.kind === 'list' ? { cost: argument(estimator, node, 1) } : undefined),
  format: (estimator, node) => ({ cost: scaled(target(estimator, node), TRAVERSAL) }),
  bytes: (estimator, node, overload) => {
    const size = argument(estimator, node);
    return overload.params[0]?.kind === 'string'
      ? { cost: scaled(size, TRAVERSAL), size: { min: size.min, max: capped(size.max * 4) } }
      : undefined;
  },
  string: (estimator, node, overload) => {
    const size = argument(estimator, node);
    return overload.params[0]?.kind === 'bytes'
      ? { cost: scaled(size, TRAVERSAL), size: { min: Math.floor(size.min / 4), max: size.max } }
      : undefined;
  },
  'strings.quote': (estimator, node) => {
    const size = argument(estimator, node);
    return { cost: scaled(size, TRAVERSAL), size: { min: size.min + 2, max: capped(size.max * 2 + 2) } };
  },
  startsWith: (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL) }),
  endsWith: (estimator, node) => ({ cost: scaled(argument(estimator, node), TRAVERSAL) }),
  matches: (estimator, node) =>
    node.target === undefined ? undefined : { cost: patternCost(target(estimator, node), argument(estimator, node)) },
  contains: (estimator, node) => ({
    cost: times(scaled(target(estimator, node), TRAVERSAL), scaled(argument(estimator, node), TRAVERSAL)),
  }),
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
