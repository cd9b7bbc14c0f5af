import merges from '../merge.gen.json' with { type: 'json' };
import type { JsonObject } from '../scalars.ts';
import { mergeRecords } from './combine.ts';
import { PLAIN, type PatchField, type PatchSchema, UNTYPED } from './patch-schema.ts';

/** A strategic merge patch whose fields the compiler has checked: it needs to know only which lists are merged by which key. */
export function applyTrustedPatch(document: JsonObject, patch: JsonObject, schemaName: string): JsonObject {
  return mergeRecords(document, patch, mergeSchemaOf(schemaName), 'apply');
}

/** `strategy:key:type` by type and field; fields that are not named have no strategy, nor has anything below them. */
const FACTS: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(Object.entries(merges));

const known = new Map<string, PatchSchema>();

function mergeSchemaOf(name: string): PatchSchema {
  const before = known.get(name);
  if (before !== undefined) return before;
  const facts = FACTS.get(name);
  const fields = new Map(Object.entries(facts ?? {}).map(([key, fact]) => [key, fieldOf(fact)]));
  const schema = facts === undefined ? UNTYPED : { name, field: (key: string) => fields.get(key) ?? PLAIN };
  known.set(name, schema);
  return schema;
}

function fieldOf(fact: string): PatchField {
  const [strategies = '', mergeKey = '', type = ''] = fact.split(':');
  return {
    strategy: strategies.startsWith('merge') ? 'merge' : undefined,
    mergeKey,
    retainKeys: strategies.endsWith('retainKeys'),
    schema: mergeSchemaOf(type),
  };
}
