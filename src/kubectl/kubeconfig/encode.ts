/** A kubeconfig as Go writes it: as JSON in the order of its structs, in files as YAML by name. */
import { sortKeys } from '../../api/sorted-json.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { isRecord } from '../../api/patch/record.ts';
import { stringifyYaml } from '../../api/yaml-write.ts';
import { CLUSTER_FIELDS, CONTEXT_FIELDS, type Field, USER_FIELDS } from './fields.ts';
import type { Kubeconfig, Stanzas } from './kubeconfig.ts';

export function kubeconfigJson({ clusters, users, contexts, currentContext, preferences, extensions }: Kubeconfig): JsonObject {
  return {
    kind: 'Config',
    apiVersion: 'v1',
    ...(Object.keys(preferences).length === 0 ? {} : { preferences }),
    clusters: named(clusters, 'cluster', CLUSTER_FIELDS),
    users: named(users, 'user', USER_FIELDS),
    contexts: named(contexts, 'context', CONTEXT_FIELDS),
    'current-context': currentContext,
    ...(extensions.length === 0 ? {} : { extensions: extensions.map(orderedExtension) }),
  };
}

export function kubeconfigText(config: Kubeconfig): string {
  return stringifyYaml(sortKeys(kubeconfigJson(config)));
}

/** By name; Go writes an empty list as null. */
function named(stanzas: Stanzas, item: string, fields: readonly Field[]): JsonValue {
  const names = [...stanzas.keys()].sort();
  if (names.length === 0) return null;
  return names.map((name) => ({ name, [item]: ordered(stanzas.get(name)?.fields ?? {}, fields) }));
}

function ordered(values: JsonObject, fields: readonly Field[]): JsonObject {
  const present = fields.filter(({ name }) => values[name] !== undefined);
  return Object.fromEntries(present.map(({ name, type }) => [name, orderedValue(values[name] ?? null, type)]));
}

function orderedExtension(value: JsonValue): JsonValue {
  return isRecord(value) ? { name: value['name'] ?? '', extension: value['extension'] ?? null } : value;
}

function orderedValue(value: JsonValue, type: Field['type']): JsonValue {
  if (type === 'extensions' && Array.isArray(value)) return value.map(orderedExtension);
  return typeof type === 'object' && !('items' in type) && isRecord(value) ? ordered(value, type) : value;
}
