/**
 * Plain data as text, with Maps, Sets and typed arrays, in insertion order. Two states are the same exactly if their texts are:
 * the yardstick of replay, of slicing and of restored snapshots.
 */

/** A key that no Kubernetes object carries, so that what JSON lacks survives it. */
const TAG = '\u0000';

export function serializePlain(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => tagged(item));
}

/** The inverse of `serializePlain`. Objects that were shared come back as copies. */
export function deserializePlain(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => revive(item, [])) as unknown;
}

/**
 * The same with sharing kept: every object for which `isShared` holds is written once, however many places refer to it.
 * A generator of small pieces of text, so that a big value can be written in many short turns. The value may not change until
 * the last piece is out.
 */
export function* serializeShared(value: unknown, isShared: (item: object) => boolean): Generator<string, void> {
  const numbers = new Map<object, number>();
  const write = createWriter(isShared, numbers);
  yield '[';
  yield* writePieces(value, write, isShared, PIECEWISE_DEPTH);
  yield ',[';
  let separator = '';
  for (const item of numbers.keys()) {
    yield separator + JSON.stringify(item);
    separator = ',';
  }
  yield ']]';
}

/** Levels of nesting that are written piece by piece; what lies deeper is small and written at once. */
const PIECEWISE_DEPTH = 5;

type Write = (item: unknown) => string;

/** Maps and records entry by entry down to `depth`; everything else at once. */
function* writePieces(value: unknown, write: Write, isShared: (item: object) => boolean, depth: number): Generator<string, void> {
  const isMap = value instanceof Map;
  const isRecord = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isShared(value);
  if (depth === 0 || !(isMap || isRecord)) {
    yield write(value);
    return;
  }
  const entries: Iterable<[unknown, unknown]> = isMap
    ? (value as Map<unknown, unknown>)
    : Object.entries(value).filter(([, item]) => item !== undefined);
  yield isMap ? `{"\\u0000":"m","v":[` : '{';
  let separator = '';
  for (const [key, item] of entries) {
    yield `${separator}${isMap ? '[' : ''}${write(key)}${isMap ? ',' : ':'}`;
    yield* writePieces(item, write, isShared, depth - 1);
    if (isMap) yield ']';
    separator = ',';
  }
  yield isMap ? ']}' : '}';
}

/** By hand: JSON.stringify with a replacer takes several times as long on what is mostly Maps. */
function createWriter(isShared: (item: object) => boolean, numbers: Map<object, number>): Write {
  const reference = (item: object): string => {
    const number = numbers.get(item) ?? numbers.size;
    if (number === numbers.size) numbers.set(item, number);
    return `{"\\u0000":"o","v":${number}}`;
  };
  const write: Write = (item) => {
    if (typeof item === 'string') return JSON.stringify(item);
    if (typeof item === 'number') return Number.isFinite(item) ? String(item) : tagText('n', [JSON.stringify(String(item))]);
    if (typeof item !== 'object' || item === null) return item === undefined ? 'null' : JSON.stringify(item);
    if (Array.isArray(item)) return `[${item.map(write).join(',')}]`;
    if (item instanceof Map)
      return tagText(
        'm',
        [...(item as Map<unknown, unknown>)].map(([key, entry]) => `[${write(key)},${write(entry)}]`),
      );
    if (item instanceof Set) return tagText('s', [...(item as Set<unknown>)].map(write));
    if (ArrayBuffer.isView(item)) return tagText(item.constructor.name, [...(item as Float64Array)].map(write));
    return isShared(item) ? reference(item) : writeRecord(item as { readonly [key: string]: unknown }, write);
  };
  return write;
}

function writeRecord(record: { readonly [key: string]: unknown }, write: (item: unknown) => string): string {
  let text = '';
  for (const key in record) {
    const item = record[key];
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(item)}`;
  }
  return `{${text}}`;
}

function tagText(tag: string, items: readonly string[]): string {
  return `{"\\u0000":${JSON.stringify(tag)},"v":[${items.join(',')}]}`;
}

export function deserializeShared(text: string): unknown {
  const [skeleton, shared] = JSON.parse(text) as [unknown, object[]];
  return reviveDeep(skeleton, shared);
}

function tagged(item: unknown): unknown {
  if (typeof item === 'number' && !Number.isFinite(item)) return { [TAG]: 'n', v: [String(item)] };
  if (item instanceof Map) return { [TAG]: 'm', v: [...(item as Map<unknown, unknown>)] };
  if (item instanceof Set) return { [TAG]: 's', v: [...(item as Set<unknown>)] };
  if (ArrayBuffer.isView(item)) return { [TAG]: item.constructor.name, v: [...(item as Float64Array)] };
  return item;
}

const TYPED_ARRAYS: { readonly [name: string]: (values: number[]) => unknown } = {
  Float64Array: (values) => Float64Array.from(values),
  Int32Array: (values) => Int32Array.from(values),
  Uint32Array: (values) => Uint32Array.from(values),
  Uint16Array: (values) => Uint16Array.from(values),
  Uint8Array: (values) => Uint8Array.from(values),
};

function reviveDeep(item: unknown, shared: readonly object[]): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if (Array.isArray(item)) {
    for (let index = 0; index < item.length; index += 1) item[index] = reviveDeep(item[index], shared);
    return item;
  }
  const record = item as { [key: string]: unknown };
  for (const key of Object.keys(record)) record[key] = reviveDeep(record[key], shared);
  return revive(record, shared);
}

function revive(item: unknown, shared: readonly object[]): unknown {
  if (typeof item !== 'object' || item === null || !(TAG in item)) return item;
  const { [TAG]: tag, v } = item as { [TAG]: string; v: unknown };
  if (tag === 'n') return Number((v as string[])[0]);
  if (tag === 'o') return shared[v as number];
  if (tag === 'm') return new Map(v as [unknown, unknown][]);
  if (tag === 's') return new Set(v as unknown[]);
  const make = TYPED_ARRAYS[tag];
  if (make === undefined) throw new Error(`not plain data: ${tag}`);
  return make(v as number[]);
}
