/**
 * Building changed copies of immutable objects. Whatever does not change keeps its identity, so that defaulting what is
 * defaulted already costs no allocation and identity can tell that nothing changed.
 */

/** `object` with `value` under `key`; itself when that value stands there. */
export function put<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): T {
  return object[key] === value ? object : { ...object, [key]: value };
}

/** `object` with the value under `key` replaced by `change` of it; itself when there is none or it stays the same. */
export function alter<T extends object, K extends keyof T>(object: T, key: K, change: (value: NonNullable<T[K]>) => T[K]): T {
  const value = object[key];
  return value === undefined || value === null ? object : put(object, key, change(value));
}

/** `object` with those of `defaults` that it lacks; an empty string counts as lacking, as it does in Go. */
export function fill<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined;
  for (const key in defaults) {
    const value = object[key];
    if (value === undefined || value === '') (filled ??= copyOf(object))[key] = defaults[key] as T[typeof key];
  }
  return filled ?? object;
}

/** As `fill` for fields that Go has by pointer: there an empty string is a value, and mostly a wrong one. */
export function fillAbsent<T extends object>(object: T, defaults: Partial<T>): T {
  let filled: T | undefined;
  for (const key in defaults) if (object[key] === undefined) (filled ??= copyOf(object))[key] = defaults[key] as T[typeof key];
  return filled ?? object;
}

/** One that gains fields quickly (`base/extend.ts`). */
function copyOf<T extends object>(object: T): T {
  return Object.assign({}, object);
}

export function drop<T extends object>(object: T, key: keyof T): T {
  if (!(key in object)) return object;
  const copy = { ...object };
  delete copy[key];
  return copy;
}

/** `items` with `change` applied to each; itself when no item changes. */
export function mapShared<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as T;
    const next = change(item);
    if (next === item) continue;
    changed ??= [...items];
    changed[index] = next;
  }
  return changed ?? items;
}

/**
 * Remembers what `make` gives for objects that it changes. Those that it gives back as they are are not remembered:
 * there would be one entry for every object in the cluster, and finding again that nothing changes is cheap.
 */
export function memoised<T extends object>(make: (value: T) => T): (value: T) => T {
  const made = new WeakMap<T, T>();
  return (value) => {
    const known = made.get(value);
    if (known !== undefined) return known;
    const result = make(value);
    if (result !== value) made.set(value, result);
    return result;
  };
}
