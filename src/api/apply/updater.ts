/**
 * How writes move fields between managers (sigs.k8s.io/structured-merge-diff/merge/update.go, and the chain of managers in
 * k8s.io/apimachinery/pkg/util/managedfields/internal). Pure: objects and managers in, objects and managers out.
 */
import { deepEqual } from '../../base/equal.ts';
import type { JsonValue } from '../scalars.ts';
import { type Comparison, compare, ignoring, isSame } from './compare.ts';
import { type Conflict, conflictError } from './conflicts.ts';
import { withNamedFields } from './ensure-named.ts';
import { type FieldSet, NO_FIELDS, difference, intersection, isEmpty, pathsOf, setOf, union, without } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import { compareText } from '../../base/compare.ts';
import { type Managed, type Manager, type Managers, identifierOf } from './managers.ts';
import { mergeOver } from './merge.ts';
import { fieldElement } from './path-element.ts';
import { reconciled } from './reconcile.ts';
import { removeFields } from './remove.ts';
import { type TypedSchema, recordOf } from './typed-schema.ts';

/** What a write is made under. */
export interface Tracking {
  /** The version of the request, and so of every object that is handed in. */
  readonly apiVersion: string;
  readonly schema: TypedSchema;
  /** Fields that this kind of write can't touch, by whoever. */
  readonly ignored: FieldSet;
  readonly now: string;
  /** No field of the type has ever been merged in another way than now. */
  readonly fixed?: boolean;
  /** Other versions of the same objects, for managers who wrote in them; undefined for one that is no longer there. */
  version?(apiVersion: string): OtherVersion | undefined;
}

export interface OtherVersion {
  readonly schema: TypedSchema;
  /** From the version of the request to this one, and back. */
  from(value: JsonValue): JsonValue;
  back(value: JsonValue): JsonValue;
}

/** Whoever made `next` out of `live` now manages what is different, and nobody else does. */
export function trackUpdate(tracking: Tracking, live: JsonValue, next: JsonValue, managers: Managers, manager: Manager): Managers {
  const comparison = ignoring(compare(tracking.schema, live, next), tracking.ignored);
  if (isSame(comparison)) return managers;
  const kept = managers.size === 0 ? managers : taken(tracking, live, next, reconciledWith(tracking, managers), comparison);
  const own = comparison.changed;
  if (isEmpty(own)) return kept;
  const id = identifierOf(manager);
  const result = new Map(kept);
  result.set(id, { ...manager, set: union(own, kept.get(id)?.set ?? NO_FIELDS), time: tracking.now });
  return result.size > MAX_UPDATE_MANAGERS ? capped(result) : result;
}

/** The managers without what changed. Those of versions that no longer exist are forgotten. */
function taken(tracking: Tracking, live: JsonValue, next: JsonValue, managers: Managers, own: Comparison): Managers {
  const result = new Map<string, Managed>();
  const comparisons = new Map<string, Comparison | undefined>([[tracking.apiVersion, own]]);
  for (const [id, managed] of managers) {
    const change = changeIn(tracking, comparisons, managed.apiVersion, live, next);
    if (change === undefined) continue;
    const set = difference(difference(managed.set, change.changed), change.removed);
    if (!isEmpty(set)) result.set(id, set === managed.set ? managed : { ...managed, set });
  }
  return result;
}

function changeIn(
  tracking: Tracking,
  known: Map<string, Comparison | undefined>,
  apiVersion: string,
  live: JsonValue,
  next: JsonValue,
): Comparison | undefined {
  if (known.has(apiVersion)) return known.get(apiVersion);
  const other = tracking.version?.(apiVersion);
  const change = other && ignoring(compare(other.schema, other.from(live), other.from(next)), tracking.ignored);
  known.set(apiVersion, change);
  return change;
}

export interface Applied {
  /** The merged object; undefined when it is the live one. */
  readonly object: JsonValue | undefined;
  readonly managers: Managers;
}

/** Lays a configuration over the live object. Throws the conflict with other managers unless forced. */
export function applyConfiguration(
  tracking: Tracking,
  live: JsonValue,
  configuration: JsonValue,
  managers: Managers,
  manager: Manager,
  force: boolean,
): Applied {
  const outcome = tryApply(tracking, live, configuration, managers, manager);
  if (!force && outcome.conflicts.length > 0) throw conflictError(outcome.conflicts);
  return outcome;
}

/** The same, with the conflicts for somebody else to judge. */
export function tryApply(
  tracking: Tracking,
  live: JsonValue,
  configuration: JsonValue,
  before: Managers,
  manager: Manager,
): Applied & { readonly conflicts: readonly Conflict[] } {
  const id = identifierOf(manager);
  const managers = new Map(reconciledWith(tracking, before));
  const last = managers.get(id);
  const set = without(fieldSetOf(tracking.schema, configuration), tracking.ignored);
  managers.set(id, { ...manager, set, time: last?.time });
  const laidOver = mergeOver(tracking.schema, live, configuration);
  const merged = last === undefined || isEmpty(last.set) ? laidOver : pruned(tracking, laidOver, managers, last, set);
  const unchanged = isSameValue(live, merged);
  const own = ignoring(compare(tracking.schema, live, merged), tracking.ignored);
  const others = new Map([...managers].filter(([other]) => other !== id));
  const kept = new Map(taken(tracking, live, merged, others, own));
  const tracked = difference(set, METADATA);
  if (!isEmpty(tracked)) kept.set(id, { ...manager, set: tracked, time: unchanged ? last?.time : tracking.now });
  return { object: unchanged ? undefined : merged, managers: kept, conflicts: conflictsOf(tracking, live, merged, others, own) };
}

function conflictsOf(tracking: Tracking, live: JsonValue, next: JsonValue, managers: Managers, own: Comparison): readonly Conflict[] {
  const comparisons = new Map<string, Comparison | undefined>([[tracking.apiVersion, own]]);
  const conflicts: Conflict[] = [];
  for (const [id, managed] of [...managers].sort(([a], [b]) => compareText(a, b))) {
    const change = changeIn(tracking, comparisons, managed.apiVersion, live, next);
    if (change === undefined) continue;
    for (const path of pathsOf(intersection(managed.set, change.changed))) conflicts.push({ id, manager: managed, path });
  }
  return conflicts;
}

/** Takes out what the manager applied the last time, does no longer, and nobody else manages. */
function pruned(tracking: Tracking, merged: JsonValue, managers: Managers, last: Managed, set: FieldSet): JsonValue {
  if (last.apiVersion === tracking.apiVersion && isEmpty(difference(last.set, set))) return merged;
  const then = versionOf(tracking, last.apiVersion);
  if (then === undefined) return merged;
  const object = then.from(merged);
  const gone = removeFields(then.schema, object, withNamedFields(then.schema, last.set));
  const owned = withOwned(tracking, merged, then.back(gone), managers, last.apiVersion);
  return then.back(withDangling(then.schema, object, then.from(owned), last.set)) ?? {};
}

/** The version of a manager's set. That of the request itself needs no conversion. */
function versionOf(tracking: Tracking, apiVersion: string): OtherVersion | undefined {
  return apiVersion === tracking.apiVersion ? { schema: tracking.schema, from: same, back: same } : tracking.version?.(apiVersion);
}

function same(value: JsonValue): JsonValue {
  return value;
}

/** Adds back what other managers, or the new configuration, have; in the version of the last configuration first. */
function withOwned(tracking: Tracking, merged: JsonValue, gone: JsonValue, managers: Managers, first: string): JsonValue {
  const sets = new Map<string, FieldSet>([[first, NO_FIELDS]]);
  for (const { apiVersion, set } of managers.values()) sets.set(apiVersion, union(sets.get(apiVersion) ?? NO_FIELDS, set));
  let result = gone;
  for (const [apiVersion, set] of sets) {
    const version = versionOf(tracking, apiVersion);
    if (version === undefined) continue;
    const { schema, from, back } = version;
    const all = from(merged);
    const kept = union(namedFieldsOf(schema, from(result)), withNamedFields(schema, set));
    result = back(removeFields(schema, all, difference(namedFieldsOf(schema, all), kept)));
  }
  return result;
}

/** Adds back what went along with its neighbours though the manager had not applied it. */
function withDangling(schema: TypedSchema, merged: JsonValue, gone: JsonValue, last: FieldSet): JsonValue {
  const lost = difference(namedFieldsOf(schema, merged), namedFieldsOf(schema, gone));
  return removeFields(schema, merged, intersection(lost, withNamedFields(schema, last)));
}

function namedFieldsOf(schema: TypedSchema, value: JsonValue): FieldSet {
  return withNamedFields(schema, fieldSetOf(schema, value));
}

function reconciledWith(tracking: Tracking, managers: Managers): Managers {
  if (tracking.fixed) return managers;
  const result = new Map<string, Managed>();
  for (const [id, managed] of managers) {
    const version = versionOf(tracking, managed.apiVersion);
    if (version === undefined) continue;
    const set = reconciled(version.schema, managed.set);
    result.set(id, set === managed.set ? managed : { ...managed, set });
  }
  return result;
}

/** Most managers who updated; beyond, the oldest become one. */
const MAX_UPDATE_MANAGERS = 10;
const OLDEST = 'ancient-changes';

function capped(managers: ReadonlyMap<string, Managed>): Managers {
  const updates = [...managers].filter(([, { operation }]) => operation === 'Update');
  if (updates.length <= MAX_UPDATE_MANAGERS) return managers;
  updates.sort(([a, first], [b, second]) => compareText(first.time, second.time) || compareText(a, b));
  const result = new Map(managers);
  const firsts = new Map<string, string>();
  let count = updates.length;
  for (const [id, managed] of updates) {
    if (count <= MAX_UPDATE_MANAGERS) break;
    const { apiVersion } = managed;
    const first = firsts.get(apiVersion);
    if (first === undefined) {
      firsts.set(apiVersion, id);
      continue;
    }
    const bucket: Manager = { manager: OLDEST, operation: 'Update', apiVersion, subresource: '' };
    const bucketId = identifierOf(bucket);
    const before = result.get(bucketId) ?? result.get(first);
    if (!result.has(bucketId)) result.delete(first);
    result.delete(id);
    result.set(bucketId, { ...bucket, set: union(managed.set, before?.set ?? NO_FIELDS), time: managed.time });
    count -= 1;
  }
  return result;
}

/** Metadata that is applied empty has no manager. */
const METADATA: FieldSet = setOf([fieldElement('metadata')]);

/** A null is as good as nothing. */
function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  const left = recordOf(a);
  const right = recordOf(b);
  if (left === undefined || right === undefined) return deepEqual(a, b);
  for (const name in left) if (!isSameValue(left[name], right[name])) return false;
  for (const name in right) if (left[name] === undefined && right[name] !== null) return false;
  return true;
}
