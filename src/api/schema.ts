import { ALWAYS_WRITTEN, LEFT_OUT, POINTERS } from './go-facts.ts';
import type { JsonValue } from './scalars.ts';
import encoded from './schema.gen.json' with { type: 'json' };

/**
 * Typed access to schema.gen.json, the facts that Kubernetes' OpenAPI document states about its types.
 * A field's fact there is its type, or an object with the type in `t`; see scripts/generate-api.mjs.
 */
export type ScalarType = 'string' | 'bytes' | 'quantity' | 'time' | 'microtime' | 'intstr' | 'bool' | 'int32' | 'int64' | 'double' | 'any';

export type FieldType =
  | { readonly form: 'scalar'; readonly scalar: ScalarType }
  | { readonly form: 'object'; readonly schema: string }
  | { readonly form: 'list'; readonly items: FieldType }
  | { readonly form: 'map'; readonly values: FieldType };

export interface SchemaField {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Go writes it even when it is empty (no `omitempty`). */
  readonly written: boolean;
  /** A zero value stands for itself rather than for absence. */
  readonly pointer: boolean;
  readonly enum?: readonly string[];
  readonly default?: JsonValue;
  /** Strategic merge: lists are merged by this key of their items. */
  readonly mergeKey?: string;
  /** Strategic merge: the strategy `merge` or `replace`; lists without one are replaced. */
  readonly merge: boolean;
  readonly replace: boolean;
  readonly retainKeys: boolean;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}

export type Fields = ReadonlyMap<string, SchemaField>;

const NO_FIELDS: Fields = new Map();
const read = new Map<string, Fields>();

/** The fields of a type by name, in the document's order; none for an unknown type. */
export function fieldsOf(schemaName: string): Fields {
  const hit = read.get(schemaName);
  if (hit !== undefined) return hit;
  if (!Object.hasOwn(encoded, schemaName)) return NO_FIELDS;
  const facts = (encoded as Readonly<Record<string, Readonly<Record<string, Fact>>>>)[schemaName] ?? {};
  const go = goFactsOf(schemaName);
  const fields = new Map(Object.entries(facts).map(([name, fact]) => [name, fieldOf(name, fact, go)]));
  read.set(schemaName, fields);
  return fields;
}

interface GoFacts {
  readonly pointers: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
  readonly leftOut: ReadonlySet<string>;
}

function goFactsOf(schemaName: string): GoFacts {
  const listed = (facts: Readonly<Record<string, string>>) => new Set(facts[schemaName]?.split(' '));
  return { pointers: listed(POINTERS), written: listed(ALWAYS_WRITTEN), leftOut: listed(LEFT_OUT) };
}

type Fact = string | FullFact;

interface FullFact {
  readonly t: string;
  readonly r?: number;
  readonly enum?: readonly string[];
  readonly default?: JsonValue;
  readonly key?: string;
  readonly strategy?: string;
  readonly list?: string;
  readonly keys?: readonly string[];
  readonly map?: string;
}

function fieldOf(name: string, fact: Fact, { pointers, written, leftOut }: GoFacts): SchemaField {
  const full: FullFact = typeof fact === 'string' ? { t: fact } : fact;
  const strategies = full.strategy?.split(',') ?? [];
  return {
    name,
    type: typeOf(full.t),
    required: full.r === 1,
    written: written.has(name) || (full.r === 1 && !leftOut.has(name)),
    pointer: pointers.has(name),
    merge: strategies.includes('merge'),
    replace: strategies.includes('replace'),
    retainKeys: strategies.includes('retainKeys'),
    ...(full.enum === undefined ? {} : { enum: full.enum }),
    ...(full.default === undefined ? {} : { default: full.default }),
    ...(full.key === undefined ? {} : { mergeKey: full.key }),
    ...(full.list === undefined ? {} : { listType: full.list as 'atomic' | 'set' | 'map' }),
    ...(full.keys === undefined ? {} : { listKeys: full.keys }),
    ...(full.map === undefined ? {} : { mapType: full.map as 'atomic' | 'granular' }),
  };
}

function typeOf(text: string): FieldType {
  if (text.startsWith('[]')) return { form: 'list', items: typeOf(text.slice(2)) };
  if (text.startsWith('map:')) return { form: 'map', values: typeOf(text.slice(4)) };
  if (text.startsWith('ref:')) return { form: 'object', schema: text.slice(4) };
  return { form: 'scalar', scalar: text as ScalarType };
}
