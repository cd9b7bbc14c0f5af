import type { Frame } from '../frame.ts';

/** A small number per pod, by row, kept from frame to frame: only the rows that changed are judged anew. */
export interface RowNumbers {
  of: Uint8Array;
  sequence: number;
  /** What the numbers follow from, besides the frame: when it is another, all are judged anew. */
  basis: unknown;
  tally: Tally | undefined;
}

/** What was counted by node, and where each row was counted; -1 for nowhere. */
interface Tally {
  readonly kinds: number;
  readonly nodeCount: number;
  readonly basis: unknown;
  readonly counts: Uint16Array;
  podCount: number;
  sequence: number;
  at: Int32Array;
}

export function createRowNumbers(): RowNumbers {
  return { of: new Uint8Array(0), sequence: -1, basis: undefined, tally: undefined };
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

/** How many pods of each node have each number below `kinds`, at `node * kinds + number`. Written into from frame to frame. */
export function countByNode(held: RowNumbers, frame: Frame, kinds: number): Uint16Array {
  const { basis, tally } = held;
  const { changes, sequence, nodeCount, podCount } = frame;
  const follows = tally?.kinds === kinds && tally.nodeCount === nodeCount && tally.basis === basis && tally.sequence === sequence - 1;
  if (!follows || changes === undefined) {
    const counts = new Uint16Array(nodeCount * kinds);
    const at = new Int32Array(Math.ceil(podCount * 1.25)).fill(-1);
    held.tally = { kinds, nodeCount, podCount, basis, sequence, counts, at };
    for (let row = 0; row < podCount; row++) count(held.tally, row, placeOf(held, frame, kinds, row));
    return counts;
  }
  if (tally.at.length < podCount) {
    const larger = new Int32Array(Math.ceil(podCount * 1.25)).fill(-1);
    larger.set(tally.at);
    tally.at = larger;
  }
  for (let row = podCount; row < tally.podCount; row++) count(tally, row, -1);
  for (const row of changes.rows) count(tally, row, placeOf(held, frame, kinds, row));
  tally.podCount = podCount;
  tally.sequence = sequence;
  return tally.counts;
}

function placeOf({ of }: RowNumbers, frame: Frame, kinds: number, row: number): number {
  const node = frame.podNode[row] as number;
  const number = of[row] as number;
  return node >= 0 && number < kinds ? node * kinds + number : -1;
}

/** Takes a row from where it was counted, and counts it where it belongs now. */
function count({ counts, at }: Tally, row: number, place: number): void {
  const before = at[row] as number;
  if (before === place) return;
  if (before >= 0) counts[before] = (counts[before] as number) - 1;
  if (place >= 0) counts[place] = (counts[place] as number) + 1;
  at[row] = place;
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
