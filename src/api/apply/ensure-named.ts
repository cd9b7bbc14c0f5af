/** A set with the structs that its fields stand in, which have no entry of their own (structured-merge-diff/fieldpath/set.go). */
import { type FieldSet, LEAF, childrenOf, isMember, withSelf } from './field-set.ts';
import type { PathElement } from './path-element.ts';
import { type TypedSchema, fieldType } from './typed-schema.ts';

export function withNamedFields(schema: TypedSchema | undefined, set: FieldSet): FieldSet {
  const result: { [element: PathElement]: FieldSet } = {};
  for (const element in set) {
    const node = set[element] ?? LEAF;
    const children = withNamedFields(typeBelow(schema, element), childrenOf(node));
    const kept = withSelf(children, isMember(node) || isNamed(schema, element));
    if (kept !== undefined) result[element] = kept;
  }
  return result;
}

function isNamed(schema: TypedSchema | undefined, element: PathElement): boolean {
  return element.startsWith('f:') && schema?.map?.field(element.slice(2)) !== undefined;
}

function typeBelow(schema: TypedSchema | undefined, element: PathElement): TypedSchema | undefined {
  if (element.startsWith('f:')) return schema?.map && fieldType(schema.map, element.slice(2));
  return element.startsWith('k:') ? schema?.list?.items() : undefined;
}
