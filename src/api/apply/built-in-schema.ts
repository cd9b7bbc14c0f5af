/** Built-in types as server-side apply sees them. */
import { BY_VALUE } from '../go-facts.ts';
import type { JsonValue } from '../scalars.ts';
import { type FieldType, type Fields, type ScalarType, type SchemaField, fieldsOf } from '../schema.ts';
import { DEDUCED, NOTHING_YET, type TypedMap, type TypedSchema, freeMap, objectSchema } from './typed-schema.ts';

const made = new Map<string, TypedSchema>();

/** The type with this name in `schema.gen.json`. */
export function builtInSchema(name: string): TypedSchema {
  const known = made.get(name);
  if (known !== undefined) return known;
  const fields = fieldsOf(name);
  const struct = structOf(name, fields, ATOMIC.has(name));
  const isObject = fields.has('apiVersion') && fields.has('metadata');
  const schema = isObject ? objectSchema(struct, builtInSchema('ObjectMeta')) : { map: struct };
  made.set(name, schema);
  return schema;
}

/** Structs that OpenAPI marks as atomic themselves, whatever field they stand in. */
const ATOMIC: ReadonlySet<string> = new Set(
  'ConfigMapKeySelector CrossVersionObjectReferenceV1 DiscoveryEndpointPort EndpointAddress EndpointPort FileKeySelector LabelSelector LocalObjectReference MatchResources NamedRuleWithOperations NodeSelector NodeSelectorTerm ObjectFieldSelector ObjectReference OwnerReference ParamKind ParamRef ResourceFieldSelector RoleRef ScopeSelector SecretKeySelector SecretReference ServiceBackendPort Subject TopologySelectorTerm TypedLocalObjectReference Variable'.split(
    ' ',
  ),
);

function structOf(name: string, fields: Fields, atomic: boolean): TypedMap {
  const types = new Map<string, TypedSchema>();
  const byValue = new Set(BY_VALUE[name]?.split(' '));
  const field = (key: string): TypedSchema | undefined => {
    const known = types.get(key);
    if (known !== undefined) return known;
    const fact = fields.get(key);
    if (fact === undefined) return undefined;
    const type = typeOf(fact.type, fact);
    types.set(key, type);
    return type;
  };
  const zero = (key: string): JsonValue | undefined => {
    const fact = fields.get(key);
    return fact !== undefined && (fact.written || byValue.has(key) || key === 'metadata') ? zeroOf(fact.type) : undefined;
  };
  const others = fields.size === 0 ? () => DEDUCED : () => undefined;
  return { atomic, field, others, keyDefault: (key) => keyDefault(fields, key), zero };
}

/** Keys have the defaults that OpenAPI tells of them: the zero value of what is required, and the one protocol. */
function keyDefault(fields: Fields, key: string): JsonValue | undefined {
  if (key === 'protocol') return 'TCP';
  const fact = fields.get(key);
  if (fact?.type.form !== 'scalar') return undefined;
  const isReference = key === 'name' && fields.size === 1;
  return fact.required || isReference ? zeroOf(fact.type) : undefined;
}

function zeroOf(type: FieldType): JsonValue {
  if (type.form === 'object') return NOTHING_YET;
  if (type.form !== 'scalar') return null;
  switch (SCALARS[type.scalar]) {
    case 'string':
      return '';
    case 'numeric':
      return 0;
    case 'boolean':
      return false;
    case 'untyped':
      return null;
  }
}

const SCALARS: Readonly<Record<ScalarType, NonNullable<TypedSchema['scalar']>>> = {
  string: 'string',
  bytes: 'string',
  quantity: 'untyped',
  time: 'untyped',
  microtime: 'untyped',
  intstr: 'untyped',
  bool: 'boolean',
  int32: 'numeric',
  int64: 'numeric',
  double: 'numeric',
  any: 'untyped',
};

function typeOf(type: FieldType, fact?: SchemaField): TypedSchema {
  switch (type.form) {
    case 'scalar':
      return type.scalar === 'any' ? DEDUCED : { scalar: SCALARS[type.scalar] };
    case 'object':
      return relatedAs(builtInSchema(type.schema), fact?.mapType);
    case 'map':
      return { map: freeMap(fact?.mapType === 'atomic', () => typeOf(type.values)) };
    case 'list':
      return { list: { ...relationOf(fact), items: () => typeOf(type.items) } };
  }
}

/** A field may say otherwise than its type whether it is replaced as a whole. */
function relatedAs(schema: TypedSchema, mapType: SchemaField['mapType']): TypedSchema {
  const atomic = mapType === 'atomic';
  if (mapType === undefined || schema.map === undefined || schema.map.atomic === atomic) return schema;
  const map: TypedMap = { ...schema.map, atomic };
  return { map };
}

/** Lists that OpenAPI gives no type have that of strategic merge. */
function relationOf(fact: SchemaField | undefined): { relation: 'atomic' | 'associative'; keys: readonly string[] } {
  if (fact?.listType === 'map') return { relation: 'associative', keys: [...(fact.listKeys ?? [])].sort() };
  if (fact?.listType === 'set') return { relation: 'associative', keys: [] };
  if (fact?.listType === undefined && fact?.merge) {
    return { relation: 'associative', keys: fact.mergeKey === undefined ? [] : [fact.mergeKey] };
  }
  return { relation: 'atomic', keys: [] };
}
