/**
 * Custom resources as definitions of the documents (apiextensions-apiserver/pkg/controller/openapi): the schema of their
 * CustomResourceDefinition, with what every object has.
 */
import { isRecord } from '../../patch/record.ts';
import type { ApiResource, CustomResourceFacts } from '../../request.ts';
import type { StructuralSchema } from '../../structural/schema.ts';
import { META, kindMark, withReferencesV3 } from './definitions.ts';
import { toSwagger } from './structural-v2.ts';
import type { JsonObject, JsonValue, OpenApiVersion } from './types.ts';

/** A version of a custom resource that is served, with what its definition says of it. */
export type CustomType = ApiResource & { readonly definition: CustomResourceFacts };

/** Undefined for a resource of the server's own. */
export function customTypeOf(resource: ApiResource): CustomType | undefined {
  const { definition } = resource;
  return definition === undefined ? undefined : { ...resource, definition };
}

/** `com.example.v1.Widget` */
export function customDefinitionName({ group, version }: CustomType, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

export function customDefinitions(type: CustomType, form: OpenApiVersion): JsonObject {
  const definitions = {
    [customDefinitionName(type, type.kind)]: objectDefinition(type, form),
    [customDefinitionName(type, type.definition.listKind)]: listDefinition(type),
  };
  return form === 2 ? definitions : (withReferencesV3(wrapped(definitions)) as JsonObject);
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
/** What the server says of the fields that it adds, of a published object and of one within another. */
const TEXTS = {
  apiVersion: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${CONVENTIONS}#resources`,
  kind: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
  metadata: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
  listMetadata: `Standard list metadata. More info: ${CONVENTIONS}#types-kinds`,
  embeddedApiVersion: `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
  embeddedKind: `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
} as const;

const TYPE_META = { apiVersion: text(TEXTS.apiVersion), kind: text(TEXTS.kind) };
const OBJECT_META = { description: TEXTS.metadata, $ref: `#/definitions/${META}.ObjectMeta` };

function text(description: string): JsonObject {
  return { description, type: 'string' };
}

function objectDefinition(type: CustomType, form: OpenApiVersion): JsonObject {
  const marks = { ...kindMark(type), ...selectable(type) };
  // With properties clients would take what is not declared for unknown.
  if (form === 2 && type.definition.schema['x-kubernetes-preserve-unknown-fields'] === true) return { type: 'object', ...marks };
  const published = withEmbedded(publishedSchema(form === 2 ? toSwagger(type.definition.schema) : unfolded(type.definition.schema)), form);
  const { properties, ...rest } = published;
  const own = isRecord(properties) ? properties : {};
  return { ...rest, properties: { ...own, ...TYPE_META, metadata: OBJECT_META }, ...marks };
}

function selectable({ definition: { selectableFields } }: CustomType): JsonObject {
  return selectableFields.length === 0 ? {} : { 'x-kubernetes-selectable-fields': selectableFields.map((fieldPath) => ({ fieldPath })) };
}

function listDefinition(type: CustomType): JsonObject {
  const item = { $ref: `#/definitions/${customDefinitionName(type, type.kind)}` };
  const items = { description: `List of ${type.resource}. More info: ${CONVENTIONS}`, type: 'array', items: item };
  return {
    description: `${type.definition.listKind} is a list of ${type.kind}`,
    type: 'object',
    required: ['items'],
    properties: { ...TYPE_META, items, metadata: { description: TEXTS.listMetadata, $ref: `#/definitions/${META}.ListMeta` } },
    ...kindMark({ ...type, kind: type.definition.listKind }),
    ...selectable(type),
  };
}

/** Words that are said only when they are true, and those that are not published at all. */
const FLAGS: ReadonlySet<string> = new Set(['nullable', 'exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems']);
const FORGOTTEN: ReadonlySet<string> = new Set(['example']);

function publishedSchema(schema: StructuralSchema): JsonObject {
  return publishedValue(schema as unknown as JsonObject);
}

function publishedValue(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).filter(
    ([name, value]) => !FORGOTTEN.has(name) && !(value === false && (FLAGS.has(name) || name.startsWith('x-'))),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, name === 'properties' ? eachValue(value) : nested(name, value)]));
}

function eachValue(properties: JsonValue): JsonValue {
  if (!isRecord(properties)) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, publishedValue(value as JsonObject)]));
}

function nested(name: string, value: JsonValue): JsonValue {
  if (['items', 'not', 'additionalProperties'].includes(name) && isRecord(value)) return publishedValue(value);
  const isJunction = ['allOf', 'anyOf', 'oneOf'].includes(name) && Array.isArray(value);
  return isJunction ? (value as readonly JsonObject[]).map(publishedValue) : value;
}

const EITHER: readonly StructuralSchema[] = [{ type: 'integer' }, { type: 'string' }];

/** Numbers or texts are said to be that in the words of OpenAPI too. */
function unfolded(schema: StructuralSchema): StructuralSchema {
  const { items, properties, additionalProperties } = schema;
  const inner: StructuralSchema = {
    ...schema,
    ...(items === undefined ? {} : { items: unfolded(items) }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, unfolded(field)])) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: unfolded(additionalProperties) } : {}),
  };
  if (schema['x-kubernetes-int-or-string'] !== true || isEither(schema.anyOf) || isEither(schema.allOf?.[0]?.anyOf)) return inner;
  return schema.anyOf === undefined ? { ...inner, anyOf: EITHER } : { ...inner, allOf: [{ anyOf: EITHER }, ...(schema.allOf ?? [])] };
}

function isEither(options: readonly StructuralSchema[] | undefined): boolean {
  return options?.length === 2 && options[0]?.type === 'integer' && options[1]?.type === 'string';
}

/** Objects within an object have what every object has. */
function withEmbedded(schema: JsonObject, form: OpenApiVersion): JsonObject {
  const { properties, items, additionalProperties } = schema;
  const within = (value: JsonValue | undefined) => (isRecord(value) ? withEmbedded(value, form) : value);
  const inner: JsonObject = {
    ...schema,
    ...(isRecord(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, within(field) ?? {}])) }
      : {}),
    ...(isRecord(items) ? { items: withEmbedded(items, form) } : {}),
    ...(isRecord(additionalProperties) ? { additionalProperties: withEmbedded(additionalProperties, form) } : {}),
  };
  const isOpen = form === 2 && schema['x-kubernetes-preserve-unknown-fields'] === true;
  return schema['x-kubernetes-embedded-resource'] === true && !isOpen ? embedded(inner) : inner;
}

function embedded(schema: JsonObject): JsonObject {
  const { properties, required = [] } = schema;
  const needed = required as readonly string[];
  return {
    ...schema,
    properties: {
      ...(isRecord(properties) ? properties : {}),
      apiVersion: text(TEXTS.embeddedApiVersion),
      kind: text(TEXTS.embeddedKind),
      metadata: OBJECT_META,
    },
    required: [...needed, ...['kind', 'apiVersion'].filter((name) => !needed.includes(name))],
  };
}

/** OpenAPI 3.0 says nothing beside a reference. */
function wrapped(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(wrapped);
  if (!isRecord(value)) return value;
  const { $ref, ...rest } = value;
  if (typeof $ref === 'string' && Object.keys(rest).length > 0) return { ...rest, allOf: [{ $ref }] };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, wrapped(inner)]));
}
