import * as fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import { decodeObject } from '../decode.ts';
import { ApiError } from '../errors.ts';
import type { JsonValue } from '../scalars.ts';
import { kindByGvk } from './registry.ts';

/**
 * Whatever is missing, empty or strangely named in an object of a known kind, it is defaulted, checked, warned about and printed without
 * a crash; defaulting is done with the first time, and an object may always be updated to itself.
 */
type Tree = { readonly [key: string]: JsonValue };

const DATA = new URL('../../testing/data/tables/', import.meta.url);

function objectsOf(file: string): readonly Tree[] {
  const { cases }: { cases: readonly { readonly in: { readonly object: Tree } }[] } = JSON.parse(readFileSync(new URL(file, DATA), 'utf8'));
  return cases.map((each) => each.in.object);
}

/** Every kind: of most, objects as they are printed; of many, also what is refused. */
const OBJECTS = readdirSync(DATA)
  .filter((file) => file === 'printing-rows.json' || file.startsWith('validation-create-'))
  .flatMap(objectsOf);

type Change = { readonly at: number; readonly how: 'remove' | 'empty' | '__proto__' | 'constructor' | 'toString' };

const changes = fc.array(
  fc.record<Change>({ at: fc.nat(400), how: fc.constantFrom('remove', 'empty', '__proto__', 'constructor', 'toString') }),
  { minLength: 1, maxLength: 4 },
);

/** Removes or empties the n-th value of the tree, counted in depth, or gives it a name that every JavaScript object knows. */
function changed(root: Tree, { at, how }: Change): Tree {
  let left = at % Math.max(1, countOf(root));
  const walk = (value: JsonValue): JsonValue | undefined => {
    if (left-- === 0) return how === 'remove' ? undefined : how === 'empty' ? emptied(value) : named(value, how);
    if (Array.isArray(value)) return value.map((item: JsonValue) => walk(item)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const next = key === 'apiVersion' || key === 'kind' ? item : walk(item);
      return next === undefined ? [] : [[key, next] as const];
    });
    return Object.fromEntries(entries);
  };
  return Object.fromEntries(
    Object.entries(root).flatMap(([key, value]) => {
      const next = key === 'apiVersion' || key === 'kind' ? value : walk(value);
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

function countOf(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 1);
}

function emptied(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object') return value === null ? null : {};
  if (typeof value === 'string') return '';
  return typeof value === 'number' ? 0 : false;
}

/** The name in place of a text, or as one more key. */
function named(value: JsonValue, name: string): JsonValue {
  if (typeof value === 'string') return name;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries([...Object.entries(value), [name, Object.values(value)[0] ?? name]]);
}

describe('objects with holes and strange names', () => {
  test('are judged, never crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OBJECTS), changes, (object, list) => judge(list.reduce(changed, object))),
      { numRuns: 3000, seed: 36 },
    );
    // What was judged is frozen through and through: nothing of JavaScript's own may have got into it.
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });
});

function judge(tree: Tree): void {
  const kind = kindByGvk(tree['apiVersion'] as string, tree['kind'] as string);
  if (kind === undefined) return;
  const decoded = decodedOrRefused(tree, kind);
  if (decoded === undefined) return;
  const object = deepFreeze(decoded);
  expect(kind.default(object)).toBe(object);
  const created = deepFreeze(kind.prepareForCreate(object));
  kind.validate(created);
  kind.warnings?.(created);
  for (const column of kind.columns) unlessRefused(() => column.cell(created, 0));
  for (const field of kind.selectableFields) kind.fieldValue?.(created, field);
  const updated = kind.prepareForUpdate(created, created);
  kind.validateUpdate({ ...updated }, created);
  expect(kind.generationChanged?.(updated, created) ?? false).toBe(false);
  kind.validateStatusUpdate?.(kind.prepareForStatusUpdate?.(object, created) ?? object, created);
}

function decodedOrRefused(
  tree: Tree,
  kind: NonNullable<ReturnType<typeof kindByGvk>>,
): ReturnType<typeof decodeObject>['object'] | undefined {
  return unlessRefused(() => {
    const decoded = decodeObject(tree, kind, 'Ignore').object;
    return kind.default({ ...decoded, metadata: decoded.metadata ?? {} });
  });
}

function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
