/** What is known of the sizes of values while the cost of an expression is estimated. */
import type { Expression } from './ast.ts';
import type { Checked } from './checker.ts';
import { type CelType, DYN } from './types.ts';
import type { Shape } from './shapes.ts';
import { sizeOf as valueSize } from './values.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export const MOST = 2 ** 64;
export const TRAVERSAL = 0.1;
export const REGEX = 0.25;
export const LIST_COST = 10;
export const MAP_COST = 30;
export const STRUCT_COST = 40;
export const CHECK_COST = 350_000;

export const fixed = (size: number): Range => ({ min: size, max: size });
export const UNKNOWN: Range = { min: 0, max: MOST };
export const ZERO = fixed(0);
export const ONE = fixed(1);
export const capped = (value: number): number => Math.min(value, MOST);
export const add = (a: Range, b: Range): Range => ({ min: capped(a.min + b.min), max: capped(a.max + b.max) });
export const times = (a: Range, b: Range): Range => ({ min: capped(a.min * b.min), max: capped(a.max * b.max) });
export const scaled = (a: Range, factor: number): Range => ({
  min: capped(Math.ceil(a.min * factor)),
  max: capped(Math.ceil(a.max * factor)),
});
export const union = (a: Range, b: Range): Range => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });
export const sum = (ranges: readonly Range[]): Range => ranges.reduce(add, ZERO);

export type Path = readonly string[];

/** Sizes of what a list or a map holds. */
export interface EntrySize {
  readonly isList: boolean;
  readonly key: Range;
  readonly value: Range;
}

export interface Local {
  readonly path: Path;
  readonly size?: Range | undefined;
  readonly entry?: EntrySize | undefined;
}

export interface Estimator {
  readonly checked: Checked;
  readonly root: Shape;
  /** From a variable on: fields, `@items`, `@keys`, `@values`. */
  readonly paths: Map<Expression, Path>;
  readonly sizes: Map<Expression, Range>;
  readonly entries: Map<Expression, EntrySize>;
  readonly locals: Map<string, Local[]>;
}

export function typeOf(estimator: Estimator, node: Expression): CelType {
  return estimator.checked.types.get(node) ?? DYN;
}

export function local(estimator: Estimator, node: Expression): Local | undefined {
  return node.kind === 'ident' ? estimator.locals.get(node.name)?.at(-1) : undefined;
}

export function pathOf(estimator: Estimator, node: Expression): Path {
  return local(estimator, node)?.path ?? estimator.paths.get(node) ?? [];
}

/** Whatever the variable, paths are looked up in the schema of `self`. */
export function declaredSize({ root }: Estimator, path: Path): Range | undefined {
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

export function computedSize(estimator: Estimator, node: Expression): Range | undefined {
  const known = estimator.sizes.get(node) ?? literalSize(node) ?? declaredSize(estimator, pathOf(estimator, node));
  if (known !== undefined) return known;
  return SCALARS.has(typeOf(estimator, node).kind) ? ONE : local(estimator, node)?.size;
}

export function sizeOf(estimator: Estimator, node: Expression | undefined): Range {
  return (node && computedSize(estimator, node)) ?? UNKNOWN;
}

function literalSize(node: Expression): Range | undefined {
  if (node.kind === 'literal') return fixed(valueSize(node.value) ?? 1);
  if (node.kind === 'list') return fixed(node.items.length);
  return node.kind === 'map' ? fixed(node.entries.length) : undefined;
}

export function entrySize(estimator: Estimator, node: Expression): EntrySize | undefined {
  return estimator.entries.get(node) ?? local(estimator, node)?.entry;
}

export function setEntries(estimator: Estimator, node: Expression, entry: EntrySize | undefined): void {
  if (entry !== undefined) estimator.entries.set(node, entry);
}

export function joined(a: EntrySize | undefined, b: EntrySize | undefined): EntrySize | undefined {
  return a && b && { isList: a.isList, key: union(a.key, b.key), value: union(a.value, b.value) };
}
