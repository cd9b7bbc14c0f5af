/**
 * Who manages which fields of an object, read from and written to metadata.managedFields
 * (k8s.io/apimachinery/pkg/util/managedfields/internal/managedfields.go).
 */
import { compareText } from '../../base/compare.ts';
import type { ManagedFieldsEntry } from '../types.gen.ts';
import { type FieldSet, readFieldSet } from './field-set.ts';
import type { JsonValue } from '../scalars.ts';

export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
}

export interface Managed extends Manager {
  readonly set: FieldSet;
  readonly time: string | undefined;
}

/** By identifier. */
export type Managers = ReadonlyMap<string, Managed>;

export const NO_MANAGERS: Managers = new Map();

/** Whoever applies is the same in every version; whoever updates is one in each. Sorts as Kubernetes' own identifiers do. */
export function identifierOf({ manager, operation, apiVersion, subresource }: Manager): string {
  return `${manager}"${operation}"${operation === 'Apply' ? '' : apiVersion}"${subresource}`;
}

/** What a client sent; undefined when an entry can't be read. */
export function readManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  return collected(entries, readFieldSet);
}

/** What was written here. */
export function storedManagers(entries: readonly ManagedFieldsEntry[]): Managers {
  return collected(entries, (fields) => fields as FieldSet) ?? NO_MANAGERS;
}

function collected(entries: readonly ManagedFieldsEntry[], readSet: (fields: JsonValue) => FieldSet): Managers | undefined {
  const managers = new Map<string, Managed>();
  for (const entry of entries) {
    const managed = readEntry(entry, readSet);
    if (managed === undefined) return undefined;
    managers.set(identifierOf(managed), managed);
  }
  return managers;
}

function readEntry(entry: ManagedFieldsEntry, readSet: (fields: JsonValue) => FieldSet): Managed | undefined {
  const { manager = '', operation, apiVersion, subresource = '', time, fieldsType, fieldsV1 } = entry;
  if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion || fieldsType !== 'FieldsV1') return undefined;
  try {
    return { manager, operation, apiVersion, subresource, set: readSet(fieldsV1 ?? {}), time };
  } catch {
    return undefined;
  }
}

/** Undefined when nobody manages anything. */
export function writeManagers(managers: Managers): readonly ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  const entries = [...managers.values()];
  return (entries.length === 1 ? entries : entries.sort(compareManaged)).map(writeEntry);
}

function writeEntry({ manager, operation, apiVersion, subresource, set, time }: Managed): ManagedFieldsEntry {
  const entry: { -readonly [K in keyof ManagedFieldsEntry]: ManagedFieldsEntry[K] } = {};
  if (manager !== '') entry.manager = manager;
  entry.operation = operation;
  entry.apiVersion = apiVersion;
  if (time !== undefined) entry.time = time;
  entry.fieldsType = 'FieldsV1';
  entry.fieldsV1 = set;
  if (subresource !== '') entry.subresource = subresource;
  return entry;
}

/** Who applied comes first, then the older, which is all that a time in whole seconds tells. */
function compareManaged(a: Managed, b: Managed): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time, b.time) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

/** Whether the list asks for all managers to be forgotten. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (entries === undefined) return false;
  return entries.length === 0 || (entries.length === 1 && Object.values(entries[0] ?? {}).every((value) => value === undefined));
}
