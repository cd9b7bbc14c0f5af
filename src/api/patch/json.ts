import { deepEqual } from '../../base/equal.ts';
import { badRequestError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { goText, rejectedOperation, undecodablePatch } from './error.ts';
import { isList, isRecord, withField, withoutField } from './record.ts';

/**
 * JSON patch (RFC 6902) with the habits of the library that the API server uses (evanphx/json-patch v4): negative
 * indices count from the end, and the empty path is the whole document.
 */
export function applyJsonPatch(document: JsonValue, operations: JsonValue): JsonValue {
  if (!isList(operations))
    throw undecodablePatch(`error decoding patch: json: cannot unmarshal ${goKind(operations)} into Go value of type jsonpatch.Patch`);
  if (operations.length > MAX_OPERATIONS) {
    throw badRequestError(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`);
  }
  return operations.reduce(applyOperation, document);
}

const MAX_OPERATIONS = 10_000;

function goKind(value: JsonValue): string {
  if (isRecord(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function applyOperation(document: JsonValue, operation: JsonValue): JsonValue {
  if (!isRecord(operation))
    throw undecodablePatch('error decoding patch: json: cannot unmarshal into Go value of type jsonpatch.Operation');
  const path = textOf(operation, 'path');
  const op = goText(operation['op'] ?? null);
  switch (op) {
    case 'add':
      return add(document, path, valueOf(operation), 'add');
    case 'remove':
      return remove(document, path, 'remove');
    case 'replace':
      return replace(document, path, valueOf(operation));
    case 'move':
      return add(remove(document, textOf(operation, 'from'), 'move'), path, get(document, textOf(operation, 'from'), 'move'), 'move');
    case 'copy':
      return add(document, path, get(document, textOf(operation, 'from'), 'copy'), 'copy');
    case 'test':
      return test(document, path, valueOf(operation));
    default:
      throw rejectedOperation(`Unexpected kind: ${op}`);
  }
}

function textOf(operation: JsonObject, field: string): string {
  const text = operation[field];
  if (typeof text === 'string') return text;
  throw rejectedOperation(`${goText(operation['op'] ?? null)} operation failed to decode ${field}: missing value`);
}

function valueOf(operation: JsonObject): JsonValue {
  return operation['value'] ?? null;
}

/** Segments of a JSON pointer; `undefined` for the whole document. */
function segments(path: string): readonly string[] | undefined {
  if (path === '') return undefined;
  return path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(operation: string, path: string): Error {
  return rejectedOperation(`${operation} operation does not apply: doc is missing path: ${JSON.stringify(path)}: missing value`);
}

function failed(operation: string, path: string, why: string): Error {
  return rejectedOperation(`error in ${operation} for path: '${path}': ${why}`);
}

/** Rebuilds the document along a path, with `edit` making the last container anew. */
function edit(document: JsonValue, path: string, operation: string, change: (container: JsonValue, key: string) => JsonValue): JsonValue {
  const keys = segments(path);
  if (keys === undefined || keys.length === 0) throw missing(operation, path);
  const walk = (container: JsonValue | undefined, depth: number): JsonValue => {
    const key = keys[depth] ?? '';
    if (!isRecord(container) && !isList(container)) throw missing(operation, path);
    if (depth === keys.length - 1) return change(container, key);
    const inner = walk(childOf(container, key), depth + 1);
    return isRecord(container) ? withField(container, key, inner) : container.with(indexOf(container, key) ?? 0, inner);
  };
  return walk(document, 0);
}

function childOf(container: JsonObject | readonly JsonValue[], key: string): JsonValue | undefined {
  if (isList(container)) return container[indexOf(container, key) ?? -1];
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** An index into what is there; negative ones count from the end. */
function indexOf(list: readonly JsonValue[], key: string): number | undefined {
  if (!/^-?\d+$/.test(key)) return undefined;
  const given = Number(key);
  const index = given < 0 ? given + list.length : given;
  return index >= 0 && index < list.length ? index : undefined;
}

function add(document: JsonValue, path: string, value: JsonValue, operation: string): JsonValue {
  if (path === '') return value;
  return edit(document, path, operation, (container, key) => {
    if (isRecord(container)) return { ...container, [key]: value };
    const list = container as readonly JsonValue[];
    return list.toSpliced(insertionIndex(list, key, path, operation), 0, value);
  });
}

/** `-` is the end; a negative index counts from behind the end. */
function insertionIndex(list: readonly JsonValue[], key: string, path: string, operation: string): number {
  if (key === '-') return list.length;
  const given = /^-?\d+$/.test(key) ? Number(key) : Number.NaN;
  const index = given < 0 ? given + list.length + 1 : given;
  if (index >= 0 && index <= list.length) return index;
  throw failed(operation, path, `Unable to access invalid index: ${key}: invalid index referenced`);
}

function remove(document: JsonValue, path: string, operation: string): JsonValue {
  return edit(document, path, operation, (container, key) => {
    if (isRecord(container)) {
      if (!Object.hasOwn(container, key)) throw failed(operation, path, `Unable to remove nonexistent key: ${key}: missing value`);
      return withoutField(container, key);
    }
    const list = container as readonly JsonValue[];
    const index = indexOf(list, key);
    if (index === undefined) throw failed(operation, path, `Unable to access invalid index: ${key}: invalid index referenced`);
    return list.toSpliced(index, 1);
  });
}

/** In an object it is no different from an add (evanphx/json-patch v4). */
function replace(document: JsonValue, path: string, value: JsonValue): JsonValue {
  if (path === '') return value;
  return edit(document, path, 'replace', (container, key) => {
    const present = childOf(container as JsonObject, key);
    if (present === undefined && !isRecord(container))
      throw rejectedOperation(`replace operation does not apply: doc is missing key: ${path}: missing value`);
    if (deepEqual(present, value)) return container;
    return isRecord(container) ? withField(container, key, value) : listWith(container as readonly JsonValue[], key, value);
  });
}

function listWith(list: readonly JsonValue[], key: string, value: JsonValue): JsonValue {
  const index = indexOf(list, key);
  return index === undefined ? list : list.with(index, value);
}

function get(document: JsonValue, path: string, operation: string): JsonValue {
  let value: JsonValue | undefined = document;
  for (const key of segments(path) ?? []) {
    value = isRecord(value) || isList(value) ? childOf(value, key) : undefined;
    if (value === undefined) throw failed(operation, path, `Unable to find nonexistent key: ${key}: missing value`);
  }
  return value;
}

/** A missing member is equal to null. */
function test(document: JsonValue, path: string, expected: JsonValue): JsonValue {
  let value: JsonValue | undefined = document;
  for (const key of segments(path) ?? []) value = isRecord(value) || isList(value) ? childOf(value, key) : undefined;
  if (deepEqual(value ?? null, expected)) return document;
  throw rejectedOperation(`testing value ${path} failed: test failed`);
}
