/** What the machinery of server-side apply is told about a request. */
import { builtInSchema } from '../../../api/apply/built-in-schema.ts';
import { structuralSchema } from '../../../api/apply/structural-schema.ts';
import type { TypedSchema } from '../../../api/apply/typed-schema.ts';
import type { OtherVersion, Tracking } from '../../../api/apply/updater.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf, groupVersionOf } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { findKind } from '../kinds.ts';
import { type Server, tableName, viewOf } from '../server.ts';
import { resetFields } from './reset-fields.ts';

export function schemaOf(kind: Pick<KindDefinition, 'schema' | 'custom'>): TypedSchema {
  return kind.custom === undefined ? builtInSchema(kind.schema) : structuralSchema(kind.custom.schema);
}

export function trackingOf(server: Server, kind: KindDefinition, subresource: string, now: string): Tracking {
  return {
    apiVersion: apiVersionOf(kind.type),
    schema: schemaOf(kind),
    ignored: resetFields(kind, subresource),
    fixed: kind.custom === undefined,
    now,
    version: (apiVersion) => otherVersion(server, kind, apiVersion),
  };
}

/** Only what is kept in the same table is the same object. */
export function kindAt(server: Server, kind: KindDefinition, apiVersion: string): KindDefinition | undefined {
  if (apiVersion === apiVersionOf(kind.type)) return kind;
  const other = findKind(server, { ...groupVersionOf(apiVersion), resource: kind.type.resource });
  return other !== undefined && tableName(other) === tableName(kind) ? other : undefined;
}

function otherVersion(server: Server, kind: KindDefinition, apiVersion: string): OtherVersion | undefined {
  const other = kindAt(server, kind, apiVersion);
  if (other === undefined) return undefined;
  const convert = (from: KindDefinition, to: KindDefinition, value: JsonValue) =>
    converted(from, to, value as unknown as KubeObject) as unknown as JsonValue;
  return { schema: schemaOf(other), from: (value) => convert(kind, other, value), back: (value) => convert(other, kind, value) };
}

/** An object as another version shows it. */
export function converted(from: KindDefinition, to: KindDefinition, object: KubeObject): KubeObject {
  if (from === to) return object;
  return viewOf(to, from.view === undefined ? object : from.view.toStored(object));
}
