import { deepEqual } from '../../base/equal.ts';
import { failure } from '../errors.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { rejectedOperation, undecodablePatch } from './error.ts';
import { isList, isRecord, withField, withoutField } from './record.ts';

/**
 * JSON patch (RFC 6902) with the habits of the library that the API server uses (evanphx/json-patch v4): negative
 * indices count from the end, `replace` makes a missing key, and only `replace` and `test` take the whole document.
 */
export function applyJsonPatch(document: JsonValue, operations: JsonValue): JsonValue {
  if (operations === null) return document;
  if (!isList(operations)) throw undecodable(operations, '[]handlers.jsonPatchOp');
  for (const operation of operations) checkOperation(operation);
  if (operations.length > MAX_OPERATIONS) {
    const why = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`;
    throw failure(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
  }
  const budget: Budget = { copied: 0 };
  return operations.reduce((result, operation) => applyOperation(result, operation, budget), document);
}

/** Copies of copies grow without bounds, in characters of their JSON. */
interface Budget {
  copied: number;
}

const MAX_COPIED = 3 * 1024 * 1024;

function spend(budget: Budget, value: JsonValue): void {
  budget.copied += JSON.stringify(value).length;
  if (budget.copied <= MAX_COPIED) return;
  const size = `the accumulated size increase of copy is ${budget.copied}, exceeding the limit ${MAX_COPIED}`;
  throw rejectedOperation(`Unable to complete the copy, ${size}`);
}

const MAX_OPERATIONS = 10_000;

function checkOperation(operation: JsonValue): void {
  if (operation === null) return;
  if (!isRecord(operation)) throw undecodable(operation, 'handlers.jsonPatchOp');
  for (const field of ['op', 'path', 'from']) {
    const text = operation[field] ?? '';
    if (typeof text !== 'string') throw undecodable(text, 'string', `Go struct field jsonPatchOp.${field}`);
  }
}

function undecodable(value: JsonValue, type: string, into = 'Go value'): Error {
  const kind = isList(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return undecodablePatch(`error decoding patch: json: cannot unmarshal ${kind} into ${into} of type ${type}`);
}

/** Its fields are texts, if they are there. */
function applyOperation(document: JsonValue, operation: JsonValue, budget: Budget): JsonValue {
  const fields = operation as JsonObject | null;
  const op = (fields?.['op'] ?? 'unknown') as string;
  const value = fields?.['value'] ?? null;
  const pathOf = (field: 'path' | 'from', missing: string): string => {
    const path = fields?.[field] ?? undefined;
    if (path === undefined) throw rejectedOperation(`${op} operation failed to decode ${field}: ${missing}missing value`);
    return path as string;
  };
  switch (op) {
    case 'add': {
      const path = pathOf('path', '');
      const place = placeAt(document, path) ?? absent('add', `path: "${path}"`);
      return add(place, value, `error in add for path: '${path}'`);
    }
    case 'remove': {
      const path = pathOf('path', '');
      const place = placeAt(document, path) ?? absent('remove', `path: "${path}"`);
      return remove(place, `error in remove for path: '${path}'`);
    }
    case 'replace':
      return replace(document, pathOf('path', 'operation missing path field: '), value);
    case 'move':
    case 'copy': {
      const from = pathOf('from', 'operation, missing from field: ');
      const source = placeAt(document, from) ?? absent(op, `from path: ${from}`);
      const failed = op === 'move' ? `error in move for path: '${source.key}'` : `error in copy for from: '${from}'`;
      const moved = get(source, failed) ?? null;
      if (op === 'copy') spend(budget, moved);
      const rest = op === 'move' ? remove(source, failed) : document;
      const path = pathOf('path', op === 'move' ? 'operation missing path field: ' : '');
      const place = placeAt(rest, path) ?? absent(op, `destination path: ${path}`);
      return add(place, moved, op === 'move' ? `error in move for path: '${path}'` : 'error while adding value during copy');
    }
    case 'test':
      return test(document, pathOf('path', 'operation missing path field: '), value);
    default:
      throw rejectedOperation(`Unexpected kind: ${op}`);
  }
}

function absent(operation: string, what: string): never {
  throw rejectedOperation(`${operation} operation does not apply: doc is missing ${what}: missing value`);
}

type Container = JsonObject | readonly JsonValue[];

/** Where a path leads: a key of an object or list of the document, whether or not something is there. */
interface Place {
  readonly container: Container;
  readonly key: string;
  /** The document with another container at this place. */
  readonly withContainer: (container: Container) => JsonValue;
}

/** Nothing if the way there is missing, as it is for a path without a slash. */
function placeAt(document: JsonValue, path: string): Place | undefined {
  const keys = path.split('/').slice(1).map(unescaped);
  const last = keys.pop();
  if (last === undefined || !isContainer(document)) return undefined;
  let place: Place = { container: document, key: last, withContainer: (container) => container };
  for (const key of keys) {
    const outer = place;
    const inner = childOf(outer.container, key);
    if (!isContainer(inner)) return undefined;
    const withContainer = (container: Container): JsonValue => outer.withContainer(withChild(outer.container, key, container));
    place = { container: inner, key: last, withContainer };
  }
  return place;
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isContainer(value: JsonValue | undefined): value is Container {
  return isRecord(value) || isList(value);
}

function childOf(container: Container, key: string): JsonValue | undefined {
  if (!isList(container)) return Object.hasOwn(container, key) ? container[key] : undefined;
  const index = indexIn(key, container.length);
  return typeof index === 'string' ? undefined : container[index];
}

/** The key is one that is there, or one of an object. */
function withChild(container: Container, key: string, value: JsonValue): Container {
  return isList(container) ? container.with(Number(key), value) : withField(container, key, value);
}

/** A place among so many; negative ones count from the end. A text says why there is none. */
function indexIn(key: string, length: number): number | string {
  if (!/^[+-]?[0-9]+$/.test(key)) return `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
  const index = Number(key);
  if (index >= length || index < -length) return `Unable to access invalid index: ${index}: invalid index referenced`;
  return index < 0 ? index + length : index;
}

/** What is there; nothing for a key that an object does not have. */
function get({ container, key }: Place, failed: string): JsonValue | undefined {
  const index = isList(container) ? indexIn(key, container.length) : key;
  if (isList(container) && typeof index === 'string') throw rejectedOperation(`${failed}: ${index}`);
  return childOf(container, key);
}

function add({ container, key, withContainer }: Place, value: JsonValue, failed: string): JsonValue {
  if (!isList(container)) return withContainer({ ...container, [key]: value });
  const index = key === '-' ? container.length : indexIn(key, container.length + 1);
  if (typeof index === 'number') return withContainer(container.toSpliced(index, 0, value));
  const why = index.startsWith('strconv') ? `value was not a proper array index: '${key}': ${index}` : index;
  throw rejectedOperation(`${failed}: ${why}`);
}

function remove({ container, key, withContainer }: Place, failed: string): JsonValue {
  if (!isList(container)) {
    if (Object.hasOwn(container, key)) return withContainer(withoutField(container, key));
    throw rejectedOperation(`${failed}: Unable to remove nonexistent key: ${key}: missing value`);
  }
  const index = indexIn(key, container.length);
  if (typeof index === 'number') return withContainer(container.toSpliced(index, 1));
  throw rejectedOperation(`${failed}: ${index}`);
}

/** In an object it is no different from an add. */
function replace(document: JsonValue, path: string, value: JsonValue): JsonValue {
  if (path === '') {
    if (isContainer(value)) return value;
    throw rejectedOperation('replace operation value must be object or array: %!w(<nil>)');
  }
  const place = placeAt(document, path) ?? absent('replace', `path: ${path}`);
  const { container, key } = place;
  const index = isList(container) ? indexIn(key, container.length) : key;
  if (isList(container) && typeof index === 'string') absent('replace', `key: ${path}`);
  return deepEqual(childOf(container, key), value) ? document : place.withContainer(withChild(container, String(index), value));
}

/** A missing key is equal to null. */
function test(document: JsonValue, path: string, expected: JsonValue): JsonValue {
  const place = path === '' ? undefined : placeAt(document, path);
  if (place === undefined && path !== '') {
    throw rejectedOperation(`test operation does not apply: is missing path: ${path}: missing value`);
  }
  const value = place === undefined ? document : (get(place, `error in test for path: '${path}'`) ?? null);
  if (deepEqual(value, expected)) return document;
  throw rejectedOperation(`testing value ${path} failed: test failed`);
}
