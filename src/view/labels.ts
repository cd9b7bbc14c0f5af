import type { FrameSource } from './source.ts';

const known = new WeakMap<Uint32Array, { readonly [key: string]: string }>();

/** A label set as the object that it was, its keys in their order. */
export function labelsOf(set: number, source: FrameSource): { readonly [key: string]: string } {
  const flat = source.labelSet(set);
  const before = known.get(flat);
  if (before !== undefined) return before;
  const labels = Object.fromEntries(
    Array.from({ length: flat.length / 2 }, (_, at) => [source.string(flat[2 * at] ?? 0), source.string(flat[2 * at + 1] ?? 0)]),
  );
  known.set(flat, labels);
  return labels;
}
