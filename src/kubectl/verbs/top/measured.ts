/** Use of cpu and memory in the units that `kubectl top` prints, and how its rows are sorted and laid out (metricsutil). */
import type { ResourceUse } from '../../../api/metrics.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';
import { goSorted } from '../../../base/go-sort.ts';
import { alignTabs } from '../../printer/table.ts';

/** Thousandths of a cpu, and bytes. Nothing here swaps. */
export interface Amounts {
  readonly cpuMilli: number;
  readonly bytes: number;
  readonly swapBytes: number;
}

export interface Line extends Amounts {
  readonly name: string;
  readonly namespace: string;
}

export function amountsOf(uses: readonly ResourceUse[]): Amounts {
  const sum = (what: keyof ResourceUse) => uses.map((use) => exact(use[what])).reduce((all, one) => all + one, 0);
  return { cpuMilli: Math.ceil(sum('cpu') * 1000 - ALMOST), bytes: Math.ceil(sum('memory') - ALMOST), swapBytes: 0 };
}

/** Sums of billionths in floating numbers are off by less. */
const ALMOST = 1e-7;

function exact(quantity: Quantity): number {
  const billionths = /^(\d+)n$/.exec(quantity);
  const millionths = /^(\d+)u$/.exec(quantity);
  if (billionths !== null) return Number(billionths[1]) / 1e9;
  if (millionths !== null) return Number(millionths[1]) / 1e6;
  return quantity.endsWith('m') ? quantityMilli(quantity) / 1000 : quantityValue(quantity);
}

export type SortBy = '' | 'cpu' | 'memory';

/** The largest first, or by name. */
export function sorted<T extends Line>(lines: readonly T[], by: string, withNamespace: boolean): readonly T[] {
  if (by === 'cpu') return goSorted(lines, (a, b) => b.cpuMilli - a.cpuMilli);
  if (by === 'memory') return goSorted(lines, (a, b) => b.bytes - a.bytes);
  const place = ({ namespace, name }: Line) => (withNamespace ? [namespace, name] : [name]);
  return goSorted(lines, (a, b) => compare(place(a), place(b)));
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}

export function cells({ cpuMilli, bytes, swapBytes }: Amounts, showSwap: boolean): readonly string[] {
  return [`${cpuMilli}m`, mebibytes(bytes), ...(showSwap ? [mebibytes(swapBytes)] : [])];
}

export function mebibytes(bytes: number): string {
  return `${Math.trunc(bytes / (1024 * 1024))}Mi`;
}

/** Every cell is followed by a tab, the last one too. */
export function laidOut(rows: readonly (readonly string[])[]): string {
  return alignTabs(rows.map((row) => `${row.map((cell) => `${cell}\t`).join('')}\n`).join(''), { minWidth: 6, padding: 3 });
}
