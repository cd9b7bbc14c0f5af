/** Lists and maps with a most, as the rules of devices write them. */
import { duplicate, tooMany } from '../../field-error.ts';
import type { JsonValue } from '../../scalars.ts';
import type { Check, Findings } from '../checks.ts';

/** A list that is too long is not looked at any further. */
export function checkList<T>(items: readonly T[] | undefined, most: number, check: Check<T>, path: string, findings: Findings): void {
  if (items === undefined) return;
  if (items.length > most) return void findings.push(tooMany(path, items.length, most));
  for (const [index, item] of items.entries()) check(item, `${path}[${index}]`, findings);
}

/** The same, with a key that no two items share. */
export function checkKeyedList<T>(
  items: readonly T[] | undefined,
  most: number,
  check: Check<T>,
  keyOf: (item: T) => JsonValue,
  path: string,
  findings: Findings,
): void {
  if (items === undefined) return;
  checkList(items, most, check, path, findings);
  if (items.length > most) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(keyOf(item));
    if (seen.has(text)) findings.push(duplicate(`${path}[${index}]`, keyOf(item)));
    seen.add(text);
  }
}

/** Keys are blamed on the map, values on their entry. Upstream goes through the entries in no order, we by key. */
export function checkEntries<T>(
  map: { readonly [key: string]: T } | undefined,
  most: number,
  checkKey: Check<string>,
  check: Check<T>,
  path: string,
  findings: Findings,
): void {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length > most) return void findings.push(tooMany(path, entries.length, most));
  for (const [key, value] of entries) {
    checkKey(key, path, findings);
    check(value, `${path}[${key}]`, findings);
  }
}
