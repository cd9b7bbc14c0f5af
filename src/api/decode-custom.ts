import { type DecodeContext, fail, newContext, typeName } from './decode-context.ts';
import { decodeStruct } from './decode-value.ts';
import { fieldErrorText, invalid } from './field-error.ts';
import type { CustomKind } from './kind.ts';
import { isList, isRecord } from './patch/record.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type StructuralSchema, childPath, hasEmbedded, mapItems, mapMembers, propertySchema } from './structural/schema.ts';

/** A custom resource: metadata is that of every object, the rest is pruned by its schema and otherwise left as it is. */
export function decodeCustom(record: JsonObject, custom: CustomKind, context: DecodeContext): JsonObject {
  const metadata = isRecord(record['metadata']) ? decodeMetadata(record['metadata'], '', context) : undefined;
  const { object, unknown } = custom.prune(record);
  context.unknown.push(...unknown);
  const coerced = hasEmbedded(custom.schema) ? (coerce(object, custom.schema, '', context) as JsonObject) : object;
  return metadata === undefined || metadata === coerced['metadata'] ? coerced : { ...coerced, metadata };
}

/** Metadata is decoded for itself, so complaints about its fields don't say where it stands. */
function decodeMetadata(metadata: JsonObject, path: string, context: DecodeContext): JsonObject | undefined {
  const own = newContext();
  const decoded = decodeStruct(metadata, 'ObjectMeta', own);
  const at = childPath(path, 'metadata');
  context.unknown.push(...own.unknown.map((field) => `${at}.${field}`).sort());
  if (own.failure !== undefined) refuseMetadata(metadata, path, own.failure, context);
  return decoded;
}

function refuseMetadata(metadata: JsonValue, path: string, why: string, context: DecodeContext): void {
  fail(context, path === '' ? why : fieldErrorText(invalid(childPath(path, 'metadata'), metadata, why)));
}

/** The same for the metadata of embedded objects (apiextensions-apiserver/pkg/apiserver/schema/objectmeta, Coerce). */
function coerce(value: JsonValue, schema: StructuralSchema | undefined, path: string, context: DecodeContext): JsonValue {
  if (schema === undefined) return value;
  if (isList(value)) return mapItems(value, (item, index) => coerce(item, schema.items, `${path}[${index}]`, context));
  if (!isRecord(value)) return value;
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  return mapMembers(value, (member, name) => {
    const isDeclared = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    const at = isDeclared ? childPath(path, name) : `${path}[${name}]`;
    return coerce(isResource ? coerceMeta(member, name, path, context) : member, propertySchema(schema, name), at, context);
  });
}

function coerceMeta(member: JsonValue, name: string, path: string, context: DecodeContext): JsonValue {
  if (name === 'apiVersion' || name === 'kind') {
    if (typeof member !== 'string') fail(context, fieldErrorText(invalid(childPath(path, name), member, 'must be a string')));
    return member;
  }
  if (name !== 'metadata' || member === null) return member;
  if (isRecord(member)) return decodeMetadata(member, path, context) ?? member;
  refuseMetadata(member, path, `json: cannot unmarshal ${typeName(member)} into Go value of type v1.ObjectMeta`, context);
  return member;
}
