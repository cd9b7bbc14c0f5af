import { compareText } from '../../base/compare.ts';
import { goSorted } from '../../base/go-sort.ts';
import { parseTime } from '../../api/time.ts';
import { compareQuantities, isQuantity } from '../../api/quantity.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import { relaxedPath, valuesAt } from '../../api/jsonpath/jsonpath.ts';

/** `--sort-by`: orders things by a field of their objects. What lacks the field comes first; equals end up as Go leaves them. */
export function sortBy<T>(items: readonly T[], field: string, objectOf: (item: T) => JsonValue): readonly T[] {
  const path = relaxedPath(field);
  const keyed = items.map((item) => ({ item, key: valuesAt(path, objectOf(item))[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) throw new CommandError(notFoundText(field));
  return goSorted(keyed, (a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
}

function notFoundText(field: string): string {
  return `couldn't find any field with path ${JSON.stringify(bracedPath(field))} in the list of objects`;
}

function bracedPath(field: string): string {
  const inner = field.replaceAll(/^\{|\}$/g, '');
  return `{${inner.startsWith('.') ? inner : `.${inner}`}}`;
}

function compareValues(a: JsonValue | undefined, b: JsonValue | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b) || 0;
  const times = [parseTime(a), parseTime(b)] as const;
  if (!Number.isNaN(times[0]) && !Number.isNaN(times[1])) return times[0] - times[1];
  return isQuantity(a) && isQuantity(b) ? compareQuantities(a, b) : naturalOrder(a, b);
}

/** Runs of digits compare as numbers: `web-2` before `web-10`. */
function naturalOrder(a: string, b: string): number {
  const parts = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  const [left = [], right = []] = parts;
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = comparePart(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(a: string, b: string): number {
  const numeric = /^\d/.test(a) && /^\d/.test(b);
  if (numeric && Number(a) !== Number(b)) return Number(a) - Number(b);
  return compareText(a, b);
}
