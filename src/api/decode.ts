import { badRequestError } from './errors.ts';
import { decodeStruct } from './decode-value.ts';
import { type DecodeContext, goNameOf, newContext, typeName } from './decode-context.ts';
import type { KindDefinition } from './kind.ts';
import { type KubeObject, type ResourceType, apiVersionOf } from './object.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { fieldsOf } from './schema.ts';

/**
 * From JSON to an object of a kind, as the API server's decoder does it: wrong types are refused in the words of Go's
 * JSON decoder, unknown fields are dropped (and reported), nulls and empty optional values count as absent, quantities
 * and times get their canonical form. What is unchanged keeps its identity.
 */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface Decoded {
  readonly object: KubeObject;
  /** Texts for Warning headers. */
  readonly warnings: readonly string[];
}

export function decodeObject(body: JsonValue, kind: Pick<KindDefinition, 'type' | 'schema'>, mode: FieldValidation): Decoded {
  const record = recordOf(body, kind.type.kind);
  checkKind(record, kind.type);
  const { value, context } = decodeAs(record, kind.schema);
  const refusal = context.failure ?? (mode === 'Strict' ? strictText(context) : undefined);
  if (refusal !== undefined) throw badRequestError(cannotHandle(kind.type.kind, kind.type.version, kind.type.kind, refusal));
  return {
    object: withKind(value, kind.type),
    warnings: mode === 'Warn' ? context.unknown.map((field) => `unknown field "${field}"`) : [],
  };
}

/** What is wrong with a value of a type, in the words that stand behind `patch: Invalid value: …: ` when a patch spoils an object. */
export function decodeFinding(value: JsonObject, schemaName: string, mode: FieldValidation): string | undefined {
  const { context } = decodeAs(value, schemaName);
  return context.failure ?? (mode === 'Strict' ? strictText(context) : undefined);
}

function decodeAs(record: JsonObject, schemaName: string): { value: JsonObject; context: DecodeContext } {
  const context = newContext();
  return { value: decodeStruct(record, schemaName, context), context };
}

function strictText(context: DecodeContext): string | undefined {
  if (context.unknown.length === 0) return undefined;
  return `strict decoding error: ${context.unknown.map((field) => `unknown field "${field}"`).join(', ')}`;
}

function cannotHandle(given: string, version: string, expected: string, why: string): string {
  return `${given} in version "${version}" cannot be handled as a ${expected}: ${why}`;
}

/** `null` decodes like an empty object; other values have no kind that could be read. */
function recordOf(body: JsonValue, kind: string): JsonObject {
  if (body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) {
    const record = body as JsonObject;
    const bad = ['apiVersion', 'kind'].find((field) => !isText(record[field]));
    if (bad === undefined) return record;
    throw unrecognized(kind, `json: cannot unmarshal ${typeName(record[bad] ?? null)} into Go struct field .${bad} of type string`, body);
  }
  throw unrecognized(kind, `json: cannot unmarshal ${typeName(body)} into Go value of type ${KIND_STRUCT}`, body);
}

const KIND_STRUCT = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

function isText(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

const SHOWN_BYTES = 30;

function unrecognized(kind: string, why: string, body: JsonValue) {
  const text = JSON.stringify(body);
  const shown = text.startsWith('{') ? text.slice(0, SHOWN_BYTES) : hex(text.slice(0, SHOWN_BYTES));
  const more = text.length > SHOWN_BYTES ? ' ...' : '';
  return badRequestError(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${shown}${more})`,
  );
}

function hex(text: string): string {
  return Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** A body may leave out apiVersion and kind; if it names them they must be those of the URL. */
function checkKind(record: JsonObject, type: ResourceType): void {
  const apiVersion = (record['apiVersion'] ?? '') as string;
  const kind = (record['kind'] ?? '') as string;
  if (kind !== '' && kind !== type.kind) throw wrongKind(kind, apiVersion === '' ? apiVersionOf(type) : apiVersion, type);
  if (apiVersion === '' || apiVersion === apiVersionOf(type)) return;
  throw badRequestError(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`);
}

const KIND_SUFFIX = /List$/;

function wrongKind(kind: string, apiVersion: string, type: ResourceType) {
  const slash = apiVersion.indexOf('/');
  const version = apiVersion.slice(slash + 1);
  const known = kind === 'List' || fieldsOf(kind.replace(KIND_SUFFIX, '')).has('apiVersion');
  if (!known)
    return badRequestError(`no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`);
  const internal = `${type.group === '' ? 'core' : (type.group.split('.')[0] ?? '')}.${goNameOf(type.kind)}`;
  const why = `converting (${version}.${kind}) to (${internal}): unknown conversion`;
  return badRequestError(cannotHandle(kind, apiVersion, type.kind, why));
}

function withKind(value: JsonObject, type: ResourceType): KubeObject {
  const object = value as unknown as KubeObject;
  if (object.apiVersion && object.kind && object.metadata) return object;
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind, metadata: object.metadata ?? {} };
}
