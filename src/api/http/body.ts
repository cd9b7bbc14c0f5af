/** Bodies: their size, their media type, and what the API server's decoders say about a text that is no object. */
import { groupVersionOf } from '../object.ts';
import { badRequestError, failure, noStrategicPatchError } from '../errors.ts';
import { KIND_STRUCT, typeName } from '../decode-context.ts';
import { isRecord } from '../patch/record.ts';
import type { PatchType, RepeatedFields } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import { parseDocuments } from '../yaml.ts';
import { utf8Length } from '../names.ts';
import { PROTOBUF, SUPPORTED } from './accept.ts';
import { scanJson } from '../go-json.ts';
import { bytesOfText, textOfBytes } from '../../base/utf8.ts';
import type { HttpRequest, ObjectType, Protobuf } from './types.ts';

export const BODY_LIMIT = 3 * 1024 * 1024;

export interface Body {
  readonly value: JsonValue;
  readonly repeated?: RepeatedFields;
}

export function assertSize(body: HttpRequest['body']): void {
  const fits = body.length <= BODY_LIMIT && (typeof body !== 'string' || body.length * 3 <= BODY_LIMIT || utf8Length(body) <= BODY_LIMIT);
  if (!fits) throw failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`);
}

/** How a body is written. */
export type Written = { readonly type: 'json' | 'yaml' } | { readonly type: 'protobuf'; readonly protobuf: Protobuf };

/** A manifest of a type. `isCustom`: of a custom resource, which no message describes. */
export function readObject(given: HttpRequest['body'], written: Written, expected: ObjectType, isCustom: boolean): Body {
  if (written.type === 'protobuf') return readMessage(bytesOf(given), written.protobuf, expected, isCustom);
  const text = textOf(given);
  const { body, error } = parse(text, written.type);
  const why = error ?? shapeError(body.value);
  if (why === undefined) return body;
  throw unrecognized(expected.kind, prefixed(why, written.type, error), summary(text));
}

function unrecognized(kind: string, why: string, shown: string) {
  return badRequestError(`the object provided is unrecognized (must be of type ${kind}): ${why} (${shown})`);
}

function readMessage(bytes: Uint8Array, protobuf: Protobuf, expected: ObjectType, isCustom: boolean): Body {
  const read = protobuf.read(bytes, expected);
  if ('fault' in read && read.type === undefined) throw unrecognized(expected.kind, read.fault, shownBytes(bytes));
  if ('value' in read && !isCustom) return { value: read.value };
  const fault = 'value' in read || isCustom ? NO_MESSAGE : read.fault;
  const { apiVersion, kind } = read.type ?? expected;
  const { version } = groupVersionOf(apiVersion);
  throw badRequestError(`${kind} in version "${version}" cannot be handled as a ${expected.kind}: ${fault}`);
}

const NO_MESSAGE =
  'object *unstructured.Unstructured does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message';

const DELETE_OPTIONS: ObjectType = { apiVersion: 'v1', kind: 'DeleteOptions' };

/** DeleteOptions. */
export function readOptions(given: HttpRequest['body'], written: Written): JsonValue {
  if (written.type === 'protobuf') {
    const read = written.protobuf.read(bytesOf(given), DELETE_OPTIONS);
    if ('value' in read) return read.value;
    throw badRequestError(read.fault);
  }
  const { body, error } = parse(textOf(given), written.type);
  const why = error ?? shapeError(body.value);
  if (why === undefined) return body.value;
  throw badRequestError(prefixed(why, written.type, error));
}

function textOf(body: HttpRequest['body']): string {
  return typeof body === 'string' ? body : textOfBytes(body);
}

function bytesOf(body: HttpRequest['body']): Uint8Array {
  return typeof body === 'string' ? bytesOfText(body) : body;
}

/** YAML is turned into JSON before anything else looks at it. */
function prefixed(why: string, type: 'json' | 'yaml', syntax: string | undefined): string {
  return type === 'yaml' && syntax !== undefined ? `yaml: ${why}` : `couldn't get version/kind; json parse error: ${why}`;
}

export function readPatch(given: HttpRequest['body'], type: PatchType): Body {
  const { body, error } = parse(textOf(given), type === 'apply' ? 'yaml' : 'json');
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

function shownBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<empty>';
  const more = bytes.length > SHOWN_BYTES ? ' ...' : '';
  const shown = bytes.subarray(0, SHOWN_BYTES);
  return (bytes[0] === 0x7b ? textOfBytes(shown) : Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join('')) + more;
}

/** The serialiser of a body's Content-Type. */
export function mediaTypeOf({ headers }: HttpRequest, protobuf: Protobuf | undefined): Written {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === 'application/json') return { type: 'json' };
  if (type === 'application/yaml') return { type: 'yaml' };
  if (type === PROTOBUF && protobuf !== undefined) return { type: 'protobuf', protobuf };
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
  throw noStrategicPatchError();
}
