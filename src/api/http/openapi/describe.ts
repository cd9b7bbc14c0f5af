/** Definitions of the server's own types with the texts that belong to them. */
import { isRecord } from '../../patch/record.ts';
import { FACTS, META, definitionV2, definitionV3, isDefinition } from './definitions.ts';
import type { JsonObject, JsonValue, OpenApiVersion, Prose } from './types.ts';

/** Definitions by name, with those that they refer to. `scheme`: the one group and version whose names the common options keep. */
export function definitionsFor(
  names: readonly string[],
  form: OpenApiVersion,
  prose: Prose | undefined,
  scheme?: { readonly group: string; readonly version: string },
): JsonObject {
  const found = new Map<string, JsonObject>();
  const visit = (name: string) => {
    if (found.has(name) || !isDefinition(name)) return;
    const definition = form === 2 ? definitionV2(name) : definitionV3(name);
    found.set(name, { ...described(definition, prose?.definitions[name]), ...registered(name, form, scheme) });
    referencesIn(definition).forEach(visit);
  };
  names.forEach(visit);
  return Object.fromEntries(found);
}

const REFERENCE = /^#\/(?:definitions|components\/schemas)\/(.*)$/;

function referencesIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') {
    const name = REFERENCE.exec(value)?.[1];
    return name === undefined ? [] : [name];
  }
  return typeof value === 'object' && value !== null ? Object.values(value as JsonObject).flatMap(referencesIn) : [];
}

function described(definition: JsonObject, texts: { readonly [field: string]: string } | undefined): JsonObject {
  if (texts === undefined) return definition;
  const { properties, ...rest } = definition;
  const own = texts[''];
  return {
    ...(own === undefined ? {} : { description: own }),
    ...rest,
    ...(isRecord(properties) ? { properties: describedProperties(properties, texts) } : {}),
  };
}

function describedProperties(properties: JsonObject, texts: { readonly [field: string]: string }): JsonObject {
  const entries = Object.entries(properties).map(([name, property]) => {
    const text = texts[name];
    return [name, text === undefined || !isRecord(property) ? property : { description: text, ...property }];
  });
  return Object.fromEntries(entries) as JsonObject;
}

const COMMON: ReadonlyMap<string, string> = new Map([
  [`${META}.DeleteOptions`, 'DeleteOptions'],
  [`${META}.WatchEvent`, 'WatchEvent'],
]);

/** What is registered in every group says so. */
function registered(
  name: string,
  form: OpenApiVersion,
  scheme: { readonly group: string; readonly version: string } | undefined,
): JsonObject {
  const kind = COMMON.get(name);
  if (kind === undefined) return {};
  const own = scheme === undefined ? undefined : scheme.group === '' ? scheme.version : `${scheme.group}/${scheme.version}`;
  const kept = form === 2 || own === undefined ? FACTS.schemes : FACTS.schemes.filter((entry) => entry === 'v1' || entry === own);
  return {
    'x-kubernetes-group-version-kind': kept.map((entry) => {
      const [version = '', group = ''] = entry.split('/').reverse();
      return { group, kind, version };
    }),
  };
}
