import type { Frame } from './frame.ts';
import type { FrameSource } from './source.ts';

export interface Labels {
  readonly [key: string]: string;
}

const known = new WeakMap<Uint32Array, Labels>();

/** A label set as the object that it was, its keys in their order. */
export function labelsOf(set: number, source: FrameSource): Labels {
  const flat = source.labelSet(set);
  const before = known.get(flat);
  if (before !== undefined) return before;
  const labels = Object.fromEntries(
    Array.from({ length: flat.length / 2 }, (_, at) => [source.string(flat[2 * at] ?? 0), source.string(flat[2 * at + 1] ?? 0)]),
  );
  known.set(flat, labels);
  return labels;
}

/** What follows of a pod's namespace and labels alone, by row: worked out once for all pods that are alike in both. */
export function byLabels<Found extends {}>(
  frame: Frame,
  source: FrameSource,
  judge: (namespace: string, labels: Labels) => Found,
): (row: number) => Found {
  const found = new Map<number, Found>();
  return (row) => {
    const [namespace, set] = [frame.podNamespace[row] ?? 0, frame.podLabels[row] ?? 0];
    const key = namespace * 2 ** 24 + set;
    const before = found.get(key) ?? judge(source.string(namespace), labelsOf(set, source));
    found.set(key, before);
    return before;
  };
}
