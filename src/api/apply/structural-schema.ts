/** Custom resources as server-side apply sees them: the structural schema of a version (k8s.io/kube-openapi/pkg/schemaconv). */
import type { StructuralSchema } from '../structural/schema.ts';
import { builtInSchema } from './built-in-schema.ts';
import { DEDUCED, type TypedList, type TypedMap, type TypedSchema, UNTYPED_ATOMIC, freeMap, objectSchema } from './typed-schema.ts';

const made = new WeakMap<StructuralSchema, TypedSchema>();

/** The schema of a whole object. */
export function structuralSchema(schema: StructuralSchema): TypedSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const { map = freeMap(false, () => DEDUCED) } = withObjectFields(typeOf(schema, false));
  const typed = objectSchema(map, builtInSchema('ObjectMeta'));
  made.set(schema, typed);
  return typed;
}

/** What every object has beside what its schema declares. */
function withObjectFields({ map = freeMap(false, () => DEDUCED) }: TypedSchema): TypedSchema {
  const field = (name: string) => OBJECT_FIELDS.get(name) ?? map.field(name);
  return { map: { ...map, field, zero: (name) => (name === 'metadata' ? {} : undefined) } };
}

const OBJECT_FIELDS: ReadonlyMap<string, TypedSchema> = new Map([
  ['apiVersion', { scalar: 'string' }],
  ['kind', { scalar: 'string' }],
  ['metadata', builtInSchema('ObjectMeta')],
]);

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

/** `above`: whatever stands below a schema that keeps unknown fields keeps them too. */
function typeOf(schema: StructuralSchema, above: boolean): TypedSchema {
  const open = above || schema[PRESERVE] === true;
  if (schema['x-kubernetes-int-or-string']) return { scalar: 'untyped' };
  if (schema['x-kubernetes-embedded-resource']) return withObjectFields({ map: mapOf(schema, open) });
  switch (schema.type ?? '') {
    case 'object':
      return { map: mapOf(schema, open) };
    case 'array':
      return { list: listOf(schema, open) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    case 'string':
      return { scalar: schema.format === undefined || schema.format === 'byte' ? 'string' : 'untyped' };
    default:
      return { scalar: 'untyped', list: listOf(schema, open), map: mapOf(schema, open) };
  }
}

function mapOf(schema: StructuralSchema, open: boolean): TypedMap {
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const types = new Map<string, TypedSchema>();
  const field = (name: string): TypedSchema | undefined => {
    const property = properties.get(name);
    if (property === undefined) return undefined;
    const type = types.get(name) ?? typeOf(property, open);
    types.set(name, type);
    return type;
  };
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    field,
    others: () => othersOf(schema, properties.size === 0, open),
    keyDefault: (name) => properties.get(name)?.default,
    zero: () => undefined,
  };
}

/** An object that declares nothing is free; one that does refuses the rest. */
function othersOf({ additionalProperties }: StructuralSchema, declaresNothing: boolean, open: boolean): TypedSchema | undefined {
  if (typeof additionalProperties === 'object') return typeOf(additionalProperties, open);
  return (additionalProperties ?? (open || declaresNothing)) ? DEDUCED : undefined;
}

function listOf(schema: StructuralSchema, open: boolean): TypedList {
  const { items } = schema;
  const type = schema['x-kubernetes-list-type'];
  const keys = type === 'map' ? [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort() : [];
  const relation = type === 'set' || type === 'map' ? 'associative' : 'atomic';
  const itemType = items === undefined ? UNTYPED_ATOMIC : typeOf(items, open);
  return { relation, keys, items: () => itemType };
}
