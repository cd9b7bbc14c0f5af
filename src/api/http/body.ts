/** Bodies: their size, their media type, and what the API server's decoders say about a text that is no object. */
import { badRequestError, failure } from '../errors.ts';
import { KIND_STRUCT, typeName } from '../decode-context.ts';
import { isRecord } from '../patch/record.ts';
import type { PatchType, RepeatedFields } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import { parseDocuments } from '../yaml.ts';
import { utf8Length } from '../names.ts';
import { SUPPORTED } from './accept.ts';
import { scanJson } from '../go-json.ts';
import type { HttpRequest } from './types.ts';

export const BODY_LIMIT = 3 * 1024 * 1024;

export interface Body {
  readonly value: JsonValue;
  readonly repeated?: RepeatedFields;
}

export function assertSize(body: string): void {
  if (body.length * 3 > BODY_LIMIT && utf8Length(body) > BODY_LIMIT)
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`);
}

/** A manifest of `kind`. */
export function readObject(text: string, type: 'json' | 'yaml', kind: string): Body {
  const { body, error } = parse(text, type);
  const why = error ?? shapeError(body.value);
  if (why === undefined) return body;
  throw badRequestError(`the object provided is unrecognized (must be of type ${kind}): ${prefixed(why, type, error)} (${summary(text)})`);
}

/** DeleteOptions. */
export function readOptions(text: string, type: 'json' | 'yaml'): JsonValue {
  const { body, error } = parse(text, type);
  const why = error ?? shapeError(body.value);
  if (why === undefined) return body.value;
  throw badRequestError(prefixed(why, type, error));
}

/** YAML is turned into JSON before anything else looks at it. */
function prefixed(why: string, type: 'json' | 'yaml', syntax: string | undefined): string {
  return type === 'yaml' && syntax !== undefined ? `yaml: ${why}` : `couldn't get version/kind; json parse error: ${why}`;
}

export function readPatch(text: string, type: PatchType): Body {
  const { body, error } = parse(text, type === 'apply' ? 'yaml' : 'json');
  if (error === undefined) return type === 'merge' ? mapPatch(body) : body;
  throw badRequestError(
    type === 'strategic' ? error : type === 'apply' ? `error decoding YAML: yaml: ${error}` : `error decoding patch: ${error}`,
  );
}

function mapPatch(body: Body): Body {
  if (isRecord(body.value)) return body;
  if (body.value === null) throw badRequestError('Invalid JSON Patch');
  throw badRequestError(
    `error decoding patch: json: cannot unmarshal ${typeName(body.value)} into Go value of type map[string]interface {}`,
  );
}

interface Parsed {
  readonly body: Body;
  readonly error?: string;
}

function parse(text: string, type: 'json' | 'yaml'): Parsed {
  return type === 'json' ? parseJson(text) : parseYaml(text);
}

function parseJson(text: string): Parsed {
  const { error, fields } = scanJson(text);
  if (error !== undefined) return { body: { value: null }, error };
  return { body: { value: JSON.parse(text) as JsonValue, ...(fields === undefined ? {} : { repeated: { fields } }) } };
}

/** The first document; those after it are not looked at. */
function parseYaml(text: string): Parsed {
  const document = parseDocuments(text)[0];
  if (document === undefined) return { body: { value: null } };
  const error = document.errors.find(({ kind }) => kind !== 'duplicate');
  if (error !== undefined) return { body: { value: null }, error: error.line > 1 ? `line ${error.line}: ${error.message}` : error.message };
  const complaints = document.errors.map(({ line, message }) => `line ${line}: ${message}`);
  return { body: { value: document.value, ...(complaints.length === 0 ? {} : { repeated: { complaints } }) } };
}

function shapeError(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  if (!isRecord(value)) return `json: cannot unmarshal ${typeName(value)} into Go value of type ${KIND_STRUCT}`;
  const bad = ['apiVersion', 'kind'].find((field) => typeof (value[field] ?? '') !== 'string');
  if (bad === undefined) return undefined;
  return `json: cannot unmarshal ${typeName(value[bad] ?? null)} into Go struct field .${bad} of type string`;
}

const SHOWN_BYTES = 30;

/** Text that looks like JSON is shown as it is, everything else in hexadecimal. */
function summary(text: string): string {
  if (text === '') return '<empty>';
  const more = utf8Length(text) > SHOWN_BYTES ? ' ...' : '';
  return (text.startsWith('{') ? text.slice(0, SHOWN_BYTES) : hex(text)) + more;
}

function hex(text: string): string {
  const escaped = encodeURIComponent(text.slice(0, SHOWN_BYTES).replaceAll(/[\uD800-\uDFFF]/g, '\uFFFD'));
  const bytes = Array.from(
    escaped.matchAll(/%(..)|./g),
    ([char, code]) => code?.toLowerCase() ?? char.charCodeAt(0).toString(16).padStart(2, '0'),
  );
  return bytes.slice(0, SHOWN_BYTES).join('');
}

/** The serialiser of a body's Content-Type. */
export function mediaTypeOf({ headers }: HttpRequest): 'json' | 'yaml' {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === 'application/json') return 'json';
  if (type === 'application/yaml') return 'yaml';
  throw failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${SUPPORTED}`,
  );
}

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Custom resources know no strategic merge patch. */
export function patchTypeOf({ headers }: HttpRequest, isCustom: boolean): PatchType {
  const type = PATCH_TYPES[(headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''];
  if (type === undefined) throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  if (type !== 'strategic' || !isCustom) return type;
  const known = Object.keys(PATCH_TYPES).filter((name) => !name.includes('strategic'));
  throw failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`,
  );
}
