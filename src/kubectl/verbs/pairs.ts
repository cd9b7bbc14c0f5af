import type { JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import type { Found } from '../parse/select.ts';
import { type Session, out } from '../session.ts';

/** `k=v k2-`: what `label` and `annotate` set and take away. */
export interface PairChange {
  readonly set: { readonly [key: string]: string };
  readonly removed: readonly string[];
}

export function readPairs(pairs: readonly string[], what: 'label' | 'annotation'): PairChange {
  const set: Record<string, string> = {};
  const removed: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) set[pair.slice(0, equals)] = pair.slice(equals + 1);
    else if (equals < 0 && pair.endsWith('-') && pair.length > 1) removed.push(pair.slice(0, -1));
    else throw new CommandError(`unknown ${what} spec: ${pair}`);
  }
  const both = removed.find((key) => Object.hasOwn(set, key));
  if (both !== undefined)
    throw new CommandError(`can not both modify and remove ${what === 'label' ? 'a label' : 'an annotation'} in the same command`);
  return { set, removed };
}

export function isUnchanged(now: { readonly [key: string]: string }, { set, removed }: PairChange): boolean {
  return removed.every((key) => !Object.hasOwn(now, key)) && Object.entries(set).every(([key, value]) => now[key] === value);
}

/** A merge patch of metadata.labels or metadata.annotations. */
export function mergeBody(field: 'labels' | 'annotations', { set, removed }: PairChange): JsonValue {
  return { metadata: { [field]: { ...set, ...Object.fromEntries(removed.map((key) => [key, null])) } } };
}

/** `--list`: bare pairs of one object; several are headed by their names. */
export function listPairs(session: Session, field: 'labels' | 'annotations', found: readonly Found[]): void {
  const several = found.length > 1;
  for (const { resource, name, object } of found) {
    if (several) out(session, `Listing ${field} for ${resource.kind}.${resource.group}/${name}:`);
    const pairs = Object.entries(object.metadata[field] ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, value] of pairs) out(session, `${several ? ' ' : ''}${key}=${value}`);
  }
}
