import { type FieldError, invalid, required } from '../field-error.ts';
import { dns1035Label, nameIsPathSegment } from '../names.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import type { ObjectMeta } from '../types.gen.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { isList, isRecord } from '../patch/record.ts';
import { type StructuralSchema, childPath, hasEmbedded, propertySchema } from './schema.ts';

/** The type and metadata of objects embedded in a custom resource, and of itself (apiextensions-apiserver/pkg/apiserver/schema/objectmeta). */
export function checkEmbedded(value: JsonValue, schema: StructuralSchema | undefined, path = ''): readonly FieldError[] {
  if (schema === undefined || !hasEmbedded(schema)) return [];
  if (isList(value)) return value.flatMap((item, index) => checkEmbedded(item, schema.items, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  const own = schema['x-kubernetes-embedded-resource'] === true ? checkResource(value, path) : [];
  return [
    ...own,
    ...Object.keys(value).flatMap((name) => checkEmbedded(value[name] ?? null, propertySchema(schema, name), pathOf(schema, path, name))),
  ];
}

function pathOf({ properties }: StructuralSchema, path: string, name: string): string {
  return properties !== undefined && Object.hasOwn(properties, name) ? childPath(path, name) : `${path}[${name}]`;
}

function checkResource(value: JsonObject, path: string): readonly FieldError[] {
  const missing = ['apiVersion', 'kind'].filter((name) => !Object.hasOwn(value, name)).map((name) => required(childPath(path, name)));
  return [...missing, ...apiVersionProblems(value, path), ...kindProblems(value, path), ...metadataProblems(value, path)];
}

function apiVersionProblems({ apiVersion }: JsonObject, path: string): readonly FieldError[] {
  if (apiVersion === undefined) return [];
  const at = childPath(path, 'apiVersion');
  if (typeof apiVersion !== 'string') return [invalid(at, apiVersion, 'must be a string')];
  if (apiVersion === '') return [invalid(at, apiVersion, 'must not be empty')];
  return apiVersion.split('/').length > 2 ? [invalid(at, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)] : [];
}

function kindProblems({ kind }: JsonObject, path: string): readonly FieldError[] {
  if (kind === undefined) return [];
  const at = childPath(path, 'kind');
  if (typeof kind !== 'string') return [invalid(at, kind, 'must be a string')];
  if (kind === '') return [invalid(at, kind, 'must not be empty')];
  const why = dns1035Label(kind.toLowerCase());
  return why.length === 0 ? [] : [invalid(at, kind, `may have mixed case, but should otherwise match: ${why.join(',')}`)];
}

/** A name is not required; one that stands there must be a path segment. */
function metadataProblems({ metadata }: JsonObject, path: string): readonly FieldError[] {
  if (metadata === undefined) return [];
  const at = childPath(path, 'metadata');
  if (!isRecord(metadata)) return [invalid(at, metadata, 'json: cannot unmarshal into Go value of type v1.ObjectMeta')];
  const { name, namespace, ...rest } = metadata as unknown as ObjectMeta;
  const named: ObjectMeta = { ...rest, name: name || 'fakename', ...(namespace ? { namespace } : {}) };
  return validateMetadata(named, namespace !== undefined && namespace !== '', nameIsPathSegment).map((error) => ({
    ...error,
    field: error.field.replace(/^metadata/, at),
  }));
}
