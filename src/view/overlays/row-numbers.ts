import type { Frame } from '../frame.ts';

/** A small number per pod, by row, kept from frame to frame: only the rows that changed are judged anew. */
export interface RowNumbers {
  of: Uint8Array;
  sequence: number;
  /** What the numbers follow from, besides the frame: when it is another, all are judged anew. */
  basis: unknown;
}

export function createRowNumbers(): RowNumbers {
  return { of: new Uint8Array(0), sequence: -1, basis: undefined };
}

/** Whether any number may have changed. */
export function updateRows(held: RowNumbers, frame: Frame, basis: unknown, judge: (row: number) => number): boolean {
  const { changes, sequence, podCount } = frame;
  const same = held.basis === basis;
  if (same && held.sequence === sequence) return false;
  const follows = same && changes !== undefined && held.sequence === sequence - 1;
  if (held.of.length < podCount) {
    const larger = new Uint8Array(Math.ceil(podCount * 1.25));
    larger.set(held.of);
    held.of = larger;
  }
  held.sequence = sequence;
  held.basis = basis;
  if (follows) for (const row of changes.rows) held.of[row] = judge(row);
  else for (let row = 0; row < podCount; row++) held.of[row] = judge(row);
  return true;
}

/** How many pods of each node have each number below `kinds`, at `node * kinds + number`. */
export function countByNode({ of }: RowNumbers, frame: Frame, kinds: number): Uint16Array {
  const counts = new Uint16Array(frame.nodeCount * kinds);
  for (let row = 0; row < frame.podCount; row++) {
    const node = frame.podNode[row] as number;
    const number = of[row] as number;
    if (node >= 0 && number < kinds) {
      const at = node * kinds + number;
      counts[at] = (counts[at] as number) + 1;
    }
  }
  return counts;
}

/** How many pods have each number below `kinds`. */
export function countAll({ of }: RowNumbers, frame: Frame, kinds: number): readonly number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (let row = 0; row < frame.podCount; row++) {
    const number = of[row] as number;
    if (number < kinds) counts[number] = (counts[number] ?? 0) + 1;
  }
  return counts;
}
