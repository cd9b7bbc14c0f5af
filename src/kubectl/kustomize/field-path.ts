import { type KubeObject, groupVersionOf } from '../../api/object.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';

/** A field of some kinds; lists on the way stand for each of their items. `*` is every kind. */
export interface FieldSpec {
  readonly kind: string;
  readonly group?: string;
  readonly path: string;
  /** Maps that are not there are made. */
  readonly create?: boolean;
}

type Change = (value: JsonValue | undefined) => JsonValue | undefined;

/** The object with the field changed wherever its path leads; undefined takes the field away. */
export function changeField(object: KubeObject, path: string, change: Change, create = false): KubeObject {
  return changeAt(object as unknown as JsonValue, splitPath(path), change, create) as unknown as KubeObject;
}

/** Everything that the specs say about objects of this one's kind. */
export function changeFields(object: KubeObject, specs: readonly FieldSpec[], change: Change): KubeObject {
  return specs
    .filter((spec) => appliesTo(spec, object))
    .reduce((changed, { path, create = false }) => changeField(changed, path, change, create), object);
}

function appliesTo({ kind, group }: FieldSpec, object: KubeObject): boolean {
  const ownGroup = groupVersionOf(object.apiVersion).group;
  return (kind === '*' || kind === object.kind) && (group === undefined || group === ownGroup);
}

function splitPath(path: string): readonly string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll('\\/', '/').replace(/\[\]$/, ''));
}

function changeAt(value: JsonValue | undefined, [key, ...rest]: readonly string[], change: Change, create: boolean): JsonValue | undefined {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => changeAt(item, [key, ...rest], change, create) ?? null);
  if (value === undefined || value === null) return create ? changeAt({}, [key, ...rest], change, create) : value;
  if (typeof value !== 'object') return value;
  const record = value as JsonObject;
  const found = Object.hasOwn(record, key) ? record[key] : undefined;
  if (found === undefined && !create) return value;
  // What a path ends in is changed as a whole; only what lies on the way is walked item by item.
  const changed = rest.length === 0 ? change(found) : changeAt(found, rest, change, create);
  if (changed === found) return value;
  if (changed !== undefined) return { ...record, [key]: changed };
  const { [key]: _removed, ...kept } = record;
  return kept;
}
