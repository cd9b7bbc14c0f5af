/**
 * Sets that were written under another schema: what has become a whole since is managed as a whole
 * (sigs.k8s.io/structured-merge-diff/typed/reconcile_schema.go).
 */
import { type FieldSet, LEAF, childrenOf, isEmpty, isMember, withSelf } from './field-set.ts';
import type { PathElement } from './path-element.ts';
import { DEDUCED, type TypedSchema, fieldType, formOf } from './typed-schema.ts';

/** The set itself where nothing changed. */
export function reconciled(schema: TypedSchema, set: FieldSet): FieldSet {
  const form = formOf(schema, undefined);
  const below = form === 'map' ? fieldsBelow(schema) : form === 'list' ? () => schema.list?.items() : undefined;
  if (below === undefined) return set;
  let result: { [element: PathElement]: FieldSet } | undefined;
  for (const element in set) {
    const node = set[element] ?? LEAF;
    const type = below(element);
    const next = type === undefined ? node : reconciledNode(type, node);
    if (next !== node) (result ??= { ...set })[element] = next;
  }
  return result ?? set;
}

function reconciledNode(schema: TypedSchema, node: FieldSet): FieldSet {
  const children = childrenOf(node);
  if (isEmpty(children)) return node;
  if (isAtomic(schema)) return LEAF;
  const next = reconciled(schema, children);
  return next === children ? node : (withSelf(next, isMember(node)) ?? LEAF);
}

function isAtomic(schema: TypedSchema): boolean {
  const form = formOf(schema, undefined);
  return form === 'map' ? (schema.map?.atomic ?? false) : form === 'list' && schema.list?.relation === 'atomic';
}

/** What has no type of its own can't have changed it. */
function fieldsBelow(schema: TypedSchema): ((element: PathElement) => TypedSchema | undefined) | undefined {
  const { map } = schema;
  if (map === undefined || schema === DEDUCED) return undefined;
  return (element) => (element.startsWith('f:') ? fieldType(map, element.slice(2)) : undefined);
}
