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
 * A generator, because a big cluster takes longer than a worker may be silent: the picture of the whole is taken before the
 * first `yield`, and the shared objects (which nobody changes) are written out batch by batch.
 */
export function* serializeShared(value: unknown, isShared: (item: object) => boolean, batch = 200): Generator<void, string> {
  const numbers = new Map<object, number>();
  const skeleton = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !isShared(item)) return tagged(item);
    const known = numbers.get(item);
    if (known === undefined) numbers.set(item, numbers.size);
    return { [TAG]: 'o', v: known ?? numbers.size - 1 };
  });
  const parts: string[] = [];
  for (const item of numbers.keys()) {
    parts.push(JSON.stringify(item));
    if (parts.length % batch === 0) yield;
  }
  return `[${skeleton},[${parts.join(',')}]]`;
}

export function deserializeShared(text: string): unknown {
  const [skeleton, shared] = JSON.parse(text) as [unknown, object[]];
  return reviveDeep(skeleton, shared);
}

function tagged(item: unknown): unknown {
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
  if (tag === 'o') return shared[v as number];
  if (tag === 'm') return new Map(v as [unknown, unknown][]);
  if (tag === 's') return new Set(v as unknown[]);
  const make = TYPED_ARRAYS[tag];
  if (make === undefined) throw new Error(`not plain data: ${tag}`);
  return make(v as number[]);
}
