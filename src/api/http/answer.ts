/** From a response as data to HTTP: its form, its headers, its bytes. */
import { ApiError, badRequestError } from '../errors.ts';
import type { KubeObject } from '../object.ts';
import type { ApiResource, ApiResponse, KubeList, LogText, Table, WatchEvent } from '../request.ts';
import type { Status } from '../types.gen.ts';
import { stringifyYaml } from '../yaml-write.ts';
import { type Form, PLAIN, notAcceptable } from './accept.ts';
import { columnDescription } from './column-descriptions.ts';
import type { Shape } from './to-request.ts';
import type { HttpAnswer, ObjectType } from './types.ts';

export function answerOf({ code, body, warnings }: ApiResponse, resource: ApiResource, shape: Shape): HttpAnswer {
  if (code === 204) return { code, contentType: '', warnings: [], headers: {}, body: '' };
  if ('kind' in body && body.kind === 'LogText') return { ...textAnswer(code, (body as LogText).text), contentType: LOG_TYPE };
  try {
    const shown = isStatus(body) ? withCode(body, code) : bodyOf(body as KubeObject | KubeList | Table, resource, shape);
    return answer(code, shape, shown, warnings);
  } catch (error) {
    if (error instanceof ApiError) return refusalOf(error.status, warnings, shape);
    throw error;
  }
}

/** As the kubelet sends it. */
export const LOG_TYPE = 'text/plain';

export function refusalOf(status: Status, warnings: readonly string[] = [], form: Form = PLAIN): HttpAnswer {
  return answer(status.code ?? 500, form, status, warnings);
}

/** A Status of success that answers a create tells its code. */
function withCode(status: Status, code: number): Status {
  return status.status === 'Success' && code === 201 ? { ...status, code } : status;
}

export function textAnswer(code: number, text: string): HttpAnswer {
  return { code, contentType: 'text/plain; charset=utf-8', warnings: [], headers: {}, body: text };
}

export function objectAnswer(body: object, form: Form = PLAIN): HttpAnswer {
  return answer(200, form, body, []);
}

function answer(code: number, form: Form, body: object, warnings: readonly string[]): HttpAnswer {
  const retry = isStatus(body) ? body.details?.retryAfterSeconds : undefined;
  return {
    code,
    contentType: form.mediaType,
    warnings: warningHeaders(warnings),
    headers: retry === undefined || retry === 0 ? {} : { 'Retry-After': String(retry) },
    body: contentOf(form, body),
  };
}

function contentOf({ mediaType, protobuf }: Form, body: object): HttpAnswer['body'] {
  if (protobuf !== undefined) return encoded(protobuf.write(body as ObjectType));
  return mediaType === 'application/yaml' ? stringifyYaml(body) : `${JSON.stringify(body)}\n`;
}

function encoded(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw notAcceptable('object does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message');
}

const MAX_WARNINGS = 4096;
const MAX_WARNING = 256;

/** Each text once; a text with control characters, which a header can't carry, is left out as by the real server. Together they are kept short: too long a list has all of its texts cut, and ends somewhere. */
export function warningHeaders(warnings: readonly string[]): readonly string[] {
  const texts = [...new Set(warnings)].filter((text) => !CONTROL.test(text)).map((text) => Array.from(text));
  const total = texts.reduce((sum, { length }) => sum + length, 0);
  if (total <= MAX_WARNINGS) return texts.map((text) => warningHeader(text.join('')));
  let written = 0;
  return texts.flatMap((text) => {
    if (written >= MAX_WARNINGS) return [];
    const cut = text.slice(0, MAX_WARNING);
    written += cut.length;
    return [warningHeader(cut.join(''))];
  });
}

const CONTROL = /\p{Cc}/u;

/** `299 - "text"`, code 299 being a persistent warning of nobody in particular. */
function warningHeader(text: string): string {
  return `299 - "${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function isStatus(body: unknown): body is Status {
  return typeof body === 'object' && body !== null && (body as { kind?: unknown }).kind === 'Status';
}

function bodyOf(body: KubeObject | KubeList | Table, resource: ApiResource, shape: Shape): object {
  if (isTable(body)) return tableBody(body, shape);
  const isList = 'items' in body;
  if (shape.as === 'PartialObjectMetadata' && isList)
    throw notAcceptable(`you requested PartialObjectMetadata, but the requested object is a list (*${goType(resource)}List)`);
  if (shape.as === 'PartialObjectMetadataList' && !isList)
    throw notAcceptable(`you requested PartialObjectMetadataList, but the requested object is not a list (*${goType(resource)})`);
  if (!isList) return shape.as === undefined ? ordered(body) : partial(body, shape.version);
  if (shape.as === undefined)
    return {
      kind: body.kind,
      apiVersion: body.apiVersion,
      metadata: body.metadata,
      items: body.items.map((item) => listItem(item, resource)),
    };
  const items = body.items.map((item) => partial(item, shape.version));
  return { kind: shape.as, apiVersion: metaVersion(shape.version), metadata: body.metadata, items };
}

/** The type that Go keeps it in. */
function goType({ group, kind, custom }: ApiResource): string {
  return custom === true ? 'unstructured.Unstructured' : `${group === '' ? 'core' : (group.split('.')[0] ?? '')}.${kind}`;
}

/** Items of a list leave out what the list says of all of them; those of custom resources say it again. */
function listItem(item: KubeObject, { custom }: ApiResource): unknown {
  if (custom === true) return item;
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = item;
  return rest;
}

function ordered({ kind, apiVersion, ...rest }: KubeObject): object {
  return { kind, apiVersion, ...rest };
}

function metaVersion(version: Shape['version']): string {
  return `meta.k8s.io/${version ?? 'v1'}`;
}

function partial({ metadata }: KubeObject, version: Shape['version']): object {
  return { kind: 'PartialObjectMetadata', apiVersion: metaVersion(version), metadata };
}

const INCLUDES: readonly string[] = ['', 'Metadata', 'Object', 'None'];

function tableBody(table: Table, { includeObject, version, kind }: Shape): object {
  if (!INCLUDES.includes(includeObject)) {
    const why = `includeObject: Invalid value: ${JSON.stringify(includeObject)}: must be 'Metadata', 'Object', 'None', or empty`;
    throw badRequestError(`Unable to convert to Table as requested: ${why}`);
  }
  const objectOf = (object: KubeObject) =>
    includeObject === 'None' ? null : includeObject === 'Object' ? ordered(object) : partial(object, version);
  return {
    ...table,
    apiVersion: metaVersion(version),
    columnDefinitions: table.columnDefinitions.map((column) => {
      const description = column.description ?? columnDescription(kind, column.name);
      return { name: column.name, type: column.type, format: column.format, description, priority: column.priority };
    }),
    rows: table.rows.map(({ cells, object }) => ({ cells, object: objectOf(object) })),
  };
}

/** One event of a watch's stream: a line, or a message with its length before it. */
export function watchFrame(event: WatchEvent, shape: Shape, isFirst: boolean): HttpAnswer['body'] {
  const { protobuf } = shape;
  if (protobuf === undefined) return watchLine(event, shape, isFirst);
  return encoded(protobuf.frame(event.type, eventObject(event, shape, isFirst) as ObjectType));
}

/** One line. Of a Table the columns are told once. */
export function watchLine(event: WatchEvent, shape: Shape, isFirst: boolean): string {
  return `${JSON.stringify({ type: event.type, object: eventObject(event, shape, isFirst) })}\n`;
}

function eventObject(event: WatchEvent, shape: Shape, isFirst: boolean): object {
  if (event.type === 'ERROR') return event.object;
  const { object } = event;
  if (isTable(object)) {
    const table = tableBody(object, shape);
    return isFirst ? table : { ...table, columnDefinitions: null };
  }
  return shape.as?.startsWith('Partial') ? partial(object, shape.version) : ordered(object);
}

function isTable(body: object): body is Table {
  return 'rows' in body;
}
