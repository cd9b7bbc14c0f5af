/** Objects as the outside sees them: what is recorded of their managers is worked out. Nothing of it is kept in the state. */
import { type FieldSet, NO_FIELDS, union } from '../../../api/apply/field-set.ts';
import { type Manager, type Managers, NO_MANAGERS, identifierOf, storedManagers, writeManagers } from '../../../api/apply/managers.ts';
import type { TypedSchema } from '../../../api/apply/typed-schema.ts';
import { type Tracking, trackUpdate } from '../../../api/apply/updater.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { ManagedFieldsEntry } from '../../../api/types.gen.ts';
import type { Server } from '../server.ts';
import { type Version, type WriteRecord, isRecord } from './record.ts';
import { converted, kindAt, trackingOf } from './tracking.ts';

const SHOWN = new WeakMap<KubeObject, KubeObject>();

/** The same answer for the same stored object. */
export function shown<T extends KubeObject>(server: Server, kind: KindDefinition, object: T): T {
  const { managedFields } = object.metadata;
  if (managedFields === undefined || !managedFields.some(isRecord)) return object;
  const known = SHOWN.get(object);
  if (known !== undefined) return known as T;
  const result = withManagers(object, managersOf(server, kind, object));
  SHOWN.set(object, result);
  return result;
}

export function withManagers<T extends KubeObject>(object: T, managers: Managers): T {
  return withEntries(object, writeManagers(managers));
}

export function withEntries<T extends KubeObject>(object: T, entries: readonly ManagedFieldsEntry[] | undefined): T {
  const { managedFields: _recorded, ...metadata } = object.metadata;
  return { ...object, metadata: entries === undefined ? metadata : { ...metadata, managedFields: entries } };
}

/** Who manages what in an object as it is stored. */
export function managersOf(server: Server, kind: KindDefinition, object: KubeObject): Managers {
  const entries = object.metadata.managedFields ?? [];
  const shownBefore = SHOWN.get(object)?.metadata.managedFields;
  if (shownBefore !== undefined) return storedManagers(shownBefore);
  const settled = storedManagers(entries.filter((entry) => !isRecord(entry)));
  return entries.filter(isRecord).reduce((managers, record) => withWrite(server, kind, object, managers, record), settled);
}

function withWrite(server: Server, kind: KindDefinition, object: KubeObject, managers: Managers, record: WriteRecord): Managers {
  const { manager = '', apiVersion = '', subresource = '', time = '', before, after } = record;
  const written = kindAt(server, kind, apiVersion);
  if (written === undefined) return managers;
  const writer: Manager = { manager, operation: 'Update', apiVersion, subresource };
  const tracking = trackingOf(server, written, subresource, time);
  const now = converted(kind, written, object);
  if (subresource === 'status' && before?.metadata === undefined) {
    const from = { ...now, status: before?.status };
    return trackUpdate(tracking, json(from), json(after === undefined ? now : { ...now, status: after.status }), managers, writer);
  }
  const end = after ?? now;
  if (before !== undefined) return trackUpdate(tracking, json(before), json(end), managers, writer);
  return new Map([[identifierOf(writer), { ...writer, time, set: created(tracking, end, writer) }]]);
}

const OF_SPECS = new WeakMap<TypedSchema, WeakMap<object, FieldSet>>();

/** Objects that are made of one template share their spec, and so the fields that are in it. */
function created(tracking: Tracking, { spec, ...rest }: Version, writer: Manager): FieldSet {
  const fieldsIn = (version: Version) =>
    trackUpdate(tracking, {}, json(version), NO_MANAGERS, writer).values().next().value?.set ?? NO_FIELDS;
  if (typeof spec !== 'object' || spec === null) return fieldsIn(rest);
  const known = OF_SPECS.get(tracking.schema) ?? new WeakMap<object, FieldSet>();
  OF_SPECS.set(tracking.schema, known);
  const ofSpec = known.get(spec) ?? fieldsIn({ spec });
  known.set(spec, ofSpec);
  return union(fieldsIn(rest), ofSpec);
}

function json(version: Version): JsonValue {
  return version as JsonValue;
}
