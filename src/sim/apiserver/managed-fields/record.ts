/**
 * Writes of the cluster's own components, as they are kept until somebody from outside looks: a record of who turned which version
 * into which, in the place of an entry of metadata.managedFields. Versions share what they have in common, so a record costs next to
 * nothing; `show.ts` turns records into entries and leaves no trace of it in the state.
 */
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../../../api/types.gen.ts';
import { extend } from '../../../base/extend.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { RequestScope } from '../server.ts';
import { field, restores } from './restores.ts';
import type { FieldTracker, ManagedFields } from './tracker.ts';

export interface WriteRecord extends ManagedFieldsEntry {
  /** What was there before; nothing for a create. */
  readonly before?: Version;
  /** What the writer made of it. Without one the record is open: all that has happened to its part of the object since was its doing. */
  readonly after?: Version;
}

/** An object, or as much of one as a write can have changed. */
export interface Version {
  readonly metadata?: ObjectMeta;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** Most records that wait at one object. */
const MAX_RECORDS = 8;

/** Entries have a `fieldsType`, records have none. */
export function isRecord(entry: ManagedFieldsEntry): entry is WriteRecord {
  return entry.fieldsType === undefined;
}

/** Keeps the writes of a component whose process has this name. All of one name share what their records have in common. */
export function recorder(manager: string): FieldTracker {
  const known = RECORDERS.get(manager);
  if (known !== undefined) return known;
  const fresh = newRecorder(manager);
  RECORDERS.set(manager, fresh);
  return fresh;
}

/** Names of processes: there are few. */
const RECORDERS = new Map<string, FieldTracker>();

function newRecorder(manager: string): FieldTracker {
  const headerOf = headersOf(manager);
  const lasts = new WeakMap<WriteRecord, { readonly draft: KubeObject; readonly list: readonly WriteRecord[] }>();
  return {
    manager,
    created: (scope, draft) => {
      const header = headerOf(scope, '');
      if (AS_SENT.has(scope.kind.type.kind)) return aloneOf(header);
      // All pods of one template are made of the same parts.
      const last = lasts.get(header);
      if (last !== undefined && hasSameParts(last.draft, draft)) return last.list;
      const list = [extend(header, { after: versionOf(draft) })];
      lasts.set(header, { draft, list });
      return list;
    },
    updated: (scope, stored, next, subresource, changed) => {
      const { managedFields } = stored.metadata;
      if (!changed || managedFields === undefined) return managedFields;
      const header = headerOf(scope, subresource);
      return subresource === 'status' && hasSameMetadata(stored.metadata, next.metadata)
        ? withStatusWrite(managedFields, header, statusOf(stored), statusOf(next))
        : withWrite(closed(managedFields, stored) ?? managedFields, header, stored, next);
    },
  };
}

function hasSameParts(a: KubeObject, b: KubeObject): boolean {
  for (const key in a) if (field(a, key) !== field(b, key)) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}

/** Kinds that are stored as they are sent, so that their objects themselves tell what was written. */
const AS_SENT: ReadonlySet<string> = new Set(['Event', 'Lease']);

/** Writes of one second share what is the same about them. */
function headersOf(manager: string): (scope: RequestScope, subresource: string) => WriteRecord {
  const known = { '': new Map<KindDefinition, WriteRecord>(), status: new Map<KindDefinition, WriteRecord>() };
  return ({ server, kind }, subresource) => {
    const time = formatTime(server.now());
    if (subresource !== '' && subresource !== 'status') return newHeader(manager, apiVersionOf(kind.type), time, subresource);
    const last = known[subresource].get(kind);
    if (last?.time === time) return last;
    const header = newHeader(manager, apiVersionOf(kind.type), time, subresource);
    known[subresource].set(kind, header);
    return header;
  };
}

function newHeader(manager: string, apiVersion: string, time: string, subresource: string): WriteRecord {
  return { manager, operation: 'Update', apiVersion, time, ...(subresource === '' ? {} : { subresource }) };
}

/** For a write that belongs to nobody: what it does to the status is not put down to the last manager. */
export function closed(managedFields: ManagedFields, stored: KubeObject): ManagedFields {
  const open = managedFields?.findIndex(isOpen) ?? -1;
  return managedFields === undefined || open < 0 ? managedFields : ended(managedFields, open, { status: statusOf(stored) });
}

function statusOf(version: Version): unknown {
  return version.status;
}

/** What clients write of it. */
const MANAGED_METADATA = ['annotations', 'labels', 'finalizers', 'ownerReferences'] as const;

function hasSameMetadata(a: ObjectMeta, b: ObjectMeta): boolean {
  return a === b || MANAGED_METADATA.every((key) => a[key] === b[key]);
}

/** An object without the list in which it is going to be kept. */
function versionOf(object: KubeObject): Version {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _list, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function isOpen(entry: ManagedFieldsEntry): boolean {
  return entry.subresource === 'status' && isRecord(entry) && entry.after === undefined;
}

/** A manager who writes the status again goes on with its record, unless it puts back what it had changed. */
function withStatusWrite(
  list: readonly ManagedFieldsEntry[],
  header: WriteRecord,
  from: unknown,
  to: unknown,
): readonly ManagedFieldsEntry[] {
  const newest = list.at(-1);
  const index = newest !== undefined && isOpen(newest) ? list.length - 1 : list.findIndex(isOpen);
  const open: WriteRecord | undefined = list[index];
  const record: WriteRecord = extend(header, { before: { status: from } });
  if (open === undefined) return withRecord(list, record);
  if (!isSameWriter(open, header) || restores(open.before?.status, from, to))
    return withRecord(ended(list, index, { status: from }), record);
  return withTime(list, index, header);
}

/** The same for a write to the object itself, if nobody has written to it in between. */
function withWrite(
  list: readonly ManagedFieldsEntry[],
  header: WriteRecord,
  from: KubeObject,
  to: KubeObject,
): readonly ManagedFieldsEntry[] {
  const index = list.findLastIndex(isOfObject);
  const last = list[index];
  if (last === undefined || !isRecord(last)) return withRecord(list, newRecord(header, from, to));
  const goesOn = isSameWriter(last, header) && isSameVersion(last.after, from) && !restores(last.before, from, to);
  if (!goesOn) return withRecord(last.after === undefined ? ended(list, index, versionOf(from)) : list, newRecord(header, from, to));
  if (last.after === undefined) return withTime(list, index, header);
  const joint: WriteRecord = { ...last, ...header, after: versionOf(to) };
  return list.with(index, joint);
}

function isOfObject({ subresource }: ManagedFieldsEntry): boolean {
  return subresource !== 'status';
}

function newRecord(header: WriteRecord, from: KubeObject, to: KubeObject): WriteRecord {
  return extend(header, { before: versionOf(from), after: versionOf(to) });
}

function withTime(list: readonly ManagedFieldsEntry[], index: number, header: WriteRecord): readonly ManagedFieldsEntry[] {
  const { time } = header;
  const last = list[index];
  if (last?.time === time) return list;
  if (list.length === 1 && isMereHeader(last)) return aloneOf(header);
  const record: WriteRecord = { ...last, ...(time === undefined ? {} : { time }) };
  return list.with(index, record);
}

/** What the leases of all machines are renewed with in one second. */
function aloneOf(header: WriteRecord): readonly WriteRecord[] {
  const known = ALONE.get(header);
  if (known !== undefined) return known;
  const list = [header];
  ALONE.set(header, list);
  return list;
}

const ALONE = new WeakMap<WriteRecord, readonly WriteRecord[]>();

function isMereHeader(record: WriteRecord | undefined): boolean {
  return record !== undefined && record.before === undefined && record.after === undefined;
}

function ended(list: readonly ManagedFieldsEntry[], index: number, after: Version): readonly ManagedFieldsEntry[] {
  const record: WriteRecord = { ...list[index], after };
  return list.with(index, record);
}

function isSameVersion(a: Version | undefined, b: KubeObject): boolean {
  if (a === undefined) return true;
  for (const key in a) {
    if (key !== 'metadata' && key !== 'status' && !deepEqual(field(a, key), field(b, key))) return false;
  }
  return a.metadata !== undefined && MANAGED_METADATA.every((key) => deepEqual(a.metadata?.[key], b.metadata[key]));
}

function isSameWriter(a: WriteRecord, b: WriteRecord): boolean {
  return a.manager === b.manager && a.apiVersion === b.apiVersion && a.subresource === b.subresource;
}

/** Beyond the limit the two oldest records of one writer become one: what it had put back in between is then no longer told. */
function withRecord(list: readonly ManagedFieldsEntry[], record: WriteRecord): readonly ManagedFieldsEntry[] {
  // A list that is spread into another has room for more, which every version of every object would keep.
  const longer = list.concat(record);
  if (longer.length <= MAX_RECORDS) return longer;
  const records = longer.filter(isRecord);
  return records.length > MAX_RECORDS ? joined(longer, records) : longer;
}

function joined(list: readonly ManagedFieldsEntry[], records: readonly WriteRecord[]): readonly ManagedFieldsEntry[] {
  for (const [index, older] of records.entries()) {
    const newer = records.find((other, position) => position > index && isSameWriter(older, other));
    if (newer === undefined) continue;
    const { before: _before, ...later } = newer;
    const both: WriteRecord = older.before === undefined ? later : { ...later, before: older.before };
    return list.flatMap((entry) => (entry === older ? [both] : entry === newer ? [] : [entry]));
  }
  return list;
}
