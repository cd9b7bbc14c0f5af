/**
 * Kubernetes' own types as definitions of the documents. What schema.gen.json knows is put in their words by rule; how the recorded
 * documents differ from that stands as merge patches in definitions.gen.json (see src/testing/openapi/record.ts).
 */
import { inDeclarationOrder } from '../../go-text.ts';
import { applyMergePatch } from '../../patch/merge.ts';
import { isRecord } from '../../patch/record.ts';
import { type FieldType, type SchemaField, fieldsOf } from '../../schema.ts';
import facts from './definitions.gen.json' with { type: 'json' };
import type { GroupVersionKind, JsonObject, JsonValue } from './types.ts';

export interface DefinitionFacts {
  /** By package: the group and the types, `name` or `name=schema` where schema.gen.json calls it otherwise. */
  readonly packages: { readonly [name: string]: { readonly group: string; readonly types: string } };
  readonly v2: { readonly [definition: string]: JsonObject };
  readonly v3: { readonly [definition: string]: JsonObject };
  /** `key: type` of parameters, those of a path with `path:` before the type. */
  readonly parameters: { readonly [key: string]: string };
  /** Keys of the parameters that subresources have of their own: `pods/exec`. */
  readonly connections: { readonly [subresource: string]: readonly string[] };
  /** Groups and versions of the scheme, in which the common options are registered: `apps/v1`. */
  readonly schemes: readonly string[];
}

export const FACTS: DefinitionFacts = facts;
export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const REF = '#/definitions/';
const REF_V3 = '#/components/schemas/';

interface Known {
  readonly schema: string;
  readonly group: string;
  readonly version: string;
  readonly name: string;
}

const KNOWN: ReadonlyMap<string, Known> = new Map(Object.keys(FACTS.packages).flatMap(knownOf));
const BY_SCHEMA: ReadonlyMap<string, string> = new Map([...KNOWN].map(([id, { schema }]) => [schema, id]));

function knownOf(packageName: string): [string, Known][] {
  const { group = '', types = '' } = FACTS.packages[packageName] ?? {};
  const version = packageName.slice(packageName.lastIndexOf('.') + 1);
  return types.split(' ').map((text) => {
    const [name = '', schema = name] = text.split('=');
    return [`${packageName}.${name}`, { schema, group, version, name }];
  });
}

/** All there are, in the order of their names. */
export function definitionNames(): readonly string[] {
  return [...KNOWN.keys()];
}

/** What schema.gen.json calls it. */
export function schemaOfDefinition(id: string): string {
  return KNOWN.get(id)?.schema ?? '';
}

export function isDefinition(id: string): boolean {
  return KNOWN.has(id);
}

const BY_KIND: ReadonlyMap<string, string> = new Map(
  [...KNOWN].filter(([id]) => !id.startsWith('io.k8s.apimachinery')).map(([id, known]) => [kindKey({ ...known, kind: known.name }), id]),
);

/** The definition of a served kind. */
export function definitionOfKind(kind: GroupVersionKind): string {
  return BY_KIND.get(kindKey(kind)) ?? '';
}

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}

const done = new Map<string, JsonObject>();

/** As Swagger 2.0 has it, without descriptions. */
export function definitionV2(id: string): JsonObject {
  return remembered(`2 ${id}`, () => patched(ruledV2(id), FACTS.v2[id]));
}

/** As OpenAPI 3.0 has it, without descriptions. */
export function definitionV3(id: string): JsonObject {
  return remembered(`3 ${id}`, () => patched(ruledV3(definitionV2(id)), FACTS.v3[id]));
}

function remembered(key: string, make: () => JsonObject): JsonObject {
  const known = done.get(key);
  if (known !== undefined) return known;
  const made = make();
  done.set(key, made);
  return made;
}

function patched(definition: JsonObject, patch: JsonObject | undefined): JsonObject {
  return patch === undefined ? definition : (applyMergePatch(definition, patch) as JsonObject);
}

/** What the rules alone make of it. */
export function ruledV2(id: string): JsonObject {
  const known = KNOWN.get(id);
  if (known === undefined) return {};
  const item = id.endsWith('List') ? id.slice(0, -'List'.length) : '';
  if (KNOWN.has(item)) return listDefinition(known, item);
  const fields = [...fieldsOf(known.schema).values()];
  if (fields.length === 0) return { type: 'object' };
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)])),
    ...(required.length === 0 ? {} : { required: inDeclarationOrder(required.sort(), known.schema) }),
    ...(isObject(known.schema) ? kindMark({ ...known, kind: known.name }) : {}),
  };
}

function listDefinition(known: Known, item: string): JsonObject {
  return {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      items: { type: 'array', items: { $ref: REF + item } },
      kind: { type: 'string' },
      metadata: { $ref: `${REF}${META}.ListMeta` },
    },
    required: ['items'],
    ...kindMark({ ...known, kind: known.name }),
  };
}

function isObject(schema: string): boolean {
  const fields = fieldsOf(schema);
  const metadata = fields.get('metadata')?.type;
  return fields.has('apiVersion') && fields.has('kind') && metadata?.form === 'object' && metadata.schema === 'ObjectMeta';
}

export function kindMark({ group, version, kind }: GroupVersionKind): JsonObject {
  return { 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
}

function propertyOf(field: SchemaField): JsonObject {
  const strategy = (['merge', 'replace', 'retainKeys'] as const).filter((name) => field[name]).join(',');
  return {
    ...typeOf(field.type),
    ...(field.enum === undefined ? {} : { enum: field.enum }),
    ...(field.listKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': field.listKeys }),
    ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
    ...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
    ...(field.mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.mergeKey }),
    ...(strategy === '' ? {} : { 'x-kubernetes-patch-strategy': strategy }),
  };
}

const SCALARS: Readonly<Record<string, JsonObject>> = {
  string: { type: 'string' },
  bytes: { type: 'string', format: 'byte' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  quantity: { $ref: `${REF}io.k8s.apimachinery.pkg.api.resource.Quantity` },
  intstr: { $ref: `${REF}io.k8s.apimachinery.pkg.util.intstr.IntOrString` },
  time: { $ref: `${REF}${META}.Time` },
  microtime: { $ref: `${REF}${META}.MicroTime` },
  any: { $ref: `${REF}io.k8s.apimachinery.pkg.runtime.RawExtension` },
};

function typeOf(type: FieldType): JsonObject {
  switch (type.form) {
    case 'scalar':
      return SCALARS[type.scalar] ?? {};
    case 'object':
      return { $ref: REF + (BY_SCHEMA.get(type.schema) ?? '') };
    case 'list':
      return { type: 'array', items: typeOf(type.items) };
    case 'map':
      return { type: 'object', additionalProperties: typeOf(type.values) };
    default:
      return type satisfies never;
  }
}

/** What the rules make of a Swagger definition in OpenAPI 3.0: zero values are defaults of what Go always writes. */
export function ruledV3(definition: JsonObject): JsonObject {
  const { properties, ...rest } = definition;
  if (!isRecord(properties)) return rest;
  const required = (definition['required'] ?? []) as readonly string[];
  const fields = Object.entries(properties).map(([name, property]) => [
    name,
    v3Property(property as JsonObject, required.includes(name) ? 'required' : name),
  ]);
  return { ...(withReferencesV3(rest) as JsonObject), properties: Object.fromEntries(fields) };
}

const ZEROES: Readonly<Record<string, JsonValue>> = { string: '', boolean: false, integer: 0, number: 0 };
/** Parts that every object has as a value of their own. */
const PARTS: ReadonlySet<string> = new Set(['required', 'metadata', 'spec', 'status']);

function v3Property(property: JsonObject, place: string): JsonObject {
  const { $ref, type, ...rest } = withReferencesV3(property) as JsonObject;
  if (typeof $ref === 'string') {
    const isStruct = !Object.values(SCALARS).some((scalar) => scalar['$ref'] === property['$ref']);
    return { allOf: [{ $ref }], ...(isStruct && PARTS.has(place) ? { default: {} } : {}), ...rest };
  }
  const zero = place === 'required' && typeof type === 'string' ? ZEROES[type] : undefined;
  return { ...(type === undefined ? {} : { type }), ...(zero === undefined ? {} : { default: zero }), ...rest };
}

/** With `#/components/schemas/` for `#/definitions/` at any depth. */
export function withReferencesV3(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.startsWith(REF) ? REF_V3 + value.slice(REF.length) : value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withReferencesV3);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withReferencesV3(inner)]));
}
