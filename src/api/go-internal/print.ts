/**
 * What error texts show of Kubernetes' internal types: their JSON has the names of Go's fields, in the order of their
 * declaration, and every field, set or not.
 */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { STRUCTS } from './structs.gen.ts';

/** `value`, an object of the served version, as its internal type (`core.PodSpec`) prints. */
export function goInternal(type: string, value: object | undefined): JsonValue {
  return value === undefined ? null : structOf(type, value as JsonObject);
}

interface Field {
  /** Empty for an embedded struct, whose fields count as those of the outer one. */
  readonly name: string;
  readonly type: string;
}

const parsed = new Map<string, readonly Field[]>();

function fieldsOf(type: string): readonly Field[] {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const fields = (STRUCTS[type] ?? '').split(',').map((text) => {
    const [name = '', of] = text.split(' ');
    return of === undefined ? { name: '', type: name } : { name, type: of };
  });
  parsed.set(type, fields);
  return fields;
}

function structOf(type: string, given: JsonObject): JsonObject {
  const value = type === 'core.PodSpec' ? withHostFields(given) : given;
  const keys = new Map(Object.keys(value).map((key) => [key.toLowerCase(), key]));
  return Object.fromEntries(
    fieldsOf(type).flatMap(({ name, type: of }): [string, JsonValue][] => {
      if (name === '') return Object.entries(of === 'o' ? metadataOf(value['metadata']) : structOf(of, value));
      return [[name, fieldOf(of, value[RENAMED[name] ?? keys.get(name.toLowerCase()) ?? name])]];
    }),
  );
}

/** Fields of volumes that are served under another name, which no other type uses. */
const RENAMED: Readonly<Record<string, string>> = {
  CephMonitors: 'monitors',
  DataDiskURI: 'diskURI',
  DiscoveryCHAPAuth: 'chapAuthDiscovery',
  EndpointsName: 'endpoints',
  RBDImage: 'image',
  RBDPool: 'pool',
  RadosUser: 'user',
  SessionCHAPAuth: 'chapAuthSession',
};

const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'] as const;

/** The internal type keeps what a pod shares with its node in its security context. */
function withHostFields(spec: JsonObject): JsonObject {
  const context = spec['securityContext'] as JsonObject | undefined;
  const moved = HOST_FIELDS.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]] as const]));
  return { ...spec, securityContext: { ...context, ...Object.fromEntries(moved) } };
}

const METADATA_ORDER = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'creationTimestamp',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
];

/** Metadata keeps its served form. */
function metadataOf(metadata: JsonValue | undefined): JsonObject {
  const given = (metadata ?? {}) as JsonObject;
  return Object.fromEntries(METADATA_ORDER.flatMap((key) => (given[key] === undefined ? [] : [[key, sorted(given[key])]])));
}

const ZEROS: Readonly<Record<string, JsonValue>> = { s: '', n: 0, b: false, i: 0, q: '0', x: {} };

function fieldOf(type: string, value: JsonValue | undefined): JsonValue {
  if (type.startsWith('*')) return isSet(value) ? structOf(type.slice(1), value as JsonObject) : null;
  if (type.startsWith('[]')) return isSet(value) ? (value as readonly JsonObject[]).map((item) => structOf(type.slice(2), item)) : null;
  if (type.startsWith('{}'))
    return isSet(value) ? mapValues(value as JsonObject, (item) => structOf(type.slice(2), item as JsonObject)) : null;
  if (STRUCTS[type] !== undefined) return structOf(type, isSet(value) ? (value as JsonObject) : {});
  return isSet(value) ? sorted(value) : (ZEROS[type] ?? null);
}

function isSet(value: JsonValue | undefined): value is NonNullable<JsonValue> {
  return value !== undefined && value !== null;
}

/** Go prints maps by key; a selector's two parts in their own order. */
function sorted(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { matchLabels, matchExpressions, ...rest } = value as JsonObject;
  const selector = {
    ...(matchLabels === undefined ? {} : { matchLabels: sorted(matchLabels) }),
    ...(matchExpressions === undefined ? {} : { matchExpressions }),
  };
  return { ...selector, ...mapValues(rest, (item) => item) };
}

function mapValues(map: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  const entries = Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)]));
}
