/** A tag that no Kubernetes object carries, so that Maps and Sets survive JSON. */
const TAG = '\u0000';

/**
 * Plain data as text: JSON with Maps and Sets, in insertion order. Two states are the same exactly if their texts are:
 * the yardstick of replay, of slicing and of restored snapshots.
 */
export function serializePlain(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (item instanceof Map) return { [TAG]: 'm', v: [...(item as Map<unknown, unknown>)] };
    if (item instanceof Set) return { [TAG]: 's', v: [...(item as Set<unknown>)] };
    if (ArrayBuffer.isView(item)) return { [TAG]: item.constructor.name, v: [...(item as Float64Array)] };
    return item;
  });
}

/** The inverse of `serializePlain`. Objects that were shared come back as copies. */
export function deserializePlain<T>(text: string): T {
  return JSON.parse(text, (_key, item: unknown) => revive(item)) as T;
}

const TYPED_ARRAYS: { readonly [name: string]: (values: number[]) => unknown } = {
  Float64Array: (values) => Float64Array.from(values),
  Int32Array: (values) => Int32Array.from(values),
  Uint32Array: (values) => Uint32Array.from(values),
  Uint16Array: (values) => Uint16Array.from(values),
  Uint8Array: (values) => Uint8Array.from(values),
};

function revive(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !(TAG in item)) return item;
  const { [TAG]: tag, v } = item as { [TAG]: string; v: unknown[] };
  if (tag === 'm') return new Map(v as [unknown, unknown][]);
  if (tag === 's') return new Set(v);
  const make = TYPED_ARRAYS[tag];
  if (make === undefined) throw new Error(`not plain data: ${tag}`);
  return make(v as number[]);
}
