import { groupVersionOf } from '../../../api/object.ts';
import type { CustomEditorKind } from './custom.ts';

/**
 * Turns the project's compact facts about Kubernetes types into a JSON Schema for the editor: what may stand where, of which
 * type, and a word about it. The API server's own validation stays the judge; this one only helps while typing.
 */
export interface JsonSchema {
  title?: string;
  description?: string;
  type?: string | string[];
  format?: string;
  enum?: string[];
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  properties?: { [name: string]: JsonSchema };
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  required?: string[];
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  definitions?: { [name: string]: JsonSchema };
  $schema?: string;
  $ref?: string;
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

/** A field of `schema.gen.json`: its type, or its type with facts. */
type CompactField = string | { readonly t: string; readonly r?: number; readonly enum?: readonly string[]; readonly d?: unknown };
export type CompactSchema = { readonly [type: string]: { readonly [field: string]: CompactField } };

export interface EditorKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in `schema.gen.json`; several versions of a kind have different ones. */
  readonly type: string;
}

/** One sentence each, by `Type.field`, or `field` alone for what means the same everywhere. */
export type Descriptions = { readonly [name: string]: string };

/** Words of the hover text that are the page's own. */
export interface SchemaWords {
  readonly required: string;
  readonly describe: Descriptions;
  /** What Kubernetes' own documentation says where the page says nothing. */
  readonly documentation?: Descriptions;
}

export function editorSchema(
  compact: CompactSchema,
  kinds: readonly EditorKind[],
  words: SchemaWords,
  custom: readonly CustomEditorKind[] = [],
): JsonSchema {
  const definitions: { [name: string]: JsonSchema } = {};
  const pending = ['ObjectMeta', ...kinds.map(({ type }) => type)];
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    const fields = compact[type];
    if (definitions[type] || !fields) continue;
    definitions[type] = objectSchema(type, fields, words);
    pending.push(...Object.values(fields).flatMap(referredTypes));
  }
  for (const kind of kinds) definitions[kind.type] = rootSchema(kind, definitions[kind.type] ?? {});
  for (const kind of custom) definitions[customName(kind)] = rootSchema(kind, kind.schema);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    oneOf: [...kinds.map(({ type }) => type), ...custom.map(customName)].map((name) => ({ $ref: `#/definitions/${name}` })),
    definitions,
  };
}

/** A name that no built-in type has. */
function customName({ apiVersion, kind }: CustomEditorKind): string {
  return `${apiVersion.replace('/', '.')}.${kind}`;
}

function rootSchema({ apiVersion, kind }: Pick<EditorKind, 'apiVersion' | 'kind'>, schema: JsonSchema): JsonSchema {
  const { group, version } = groupVersionOf(apiVersion);
  return {
    ...schema,
    properties: { ...schema.properties, apiVersion: { type: 'string', enum: [apiVersion] }, kind: { type: 'string', enum: [kind] } },
    required: [...new Set(['apiVersion', 'kind', ...(schema.required ?? [])])],
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

function objectSchema(type: string, fields: { readonly [field: string]: CompactField }, words: SchemaWords): JsonSchema {
  const properties: { [name: string]: JsonSchema } = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    properties[name] = fieldSchema(type, name, field, words);
    if (isRequired(field)) required.push(name);
  }
  return { title: type, type: 'object', properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

function fieldSchema(owner: string, name: string, field: CompactField, words: SchemaWords): JsonSchema {
  const facts = typeof field === 'string' ? { t: field } : field;
  const schema = typeSchema(facts.t);
  const about = words.describe[`${owner}.${name}`] ?? words.describe[name] ?? words.documentation?.[`${owner}.${name}`];
  const signature = `${typeWord(facts.t)}${isRequired(field) ? `, ${words.required}` : ''}`;
  return {
    ...schema,
    description: about ? `${about} (${signature})` : signature,
    ...(facts.enum ? { enum: [...facts.enum] } : {}),
    ...(facts.d === undefined ? {} : { default: facts.d }),
  };
}

function typeSchema(type: string): JsonSchema {
  if (type.startsWith('[]')) return { type: 'array', items: typeSchema(type.slice(2)) };
  if (type.startsWith('map:')) return { type: 'object', additionalProperties: typeSchema(type.slice(4)) };
  if (type.startsWith('ref:')) return { $ref: `#/definitions/${type.slice(4)}` };
  return SCALARS[type] ?? {};
}

const SCALARS: { readonly [type: string]: JsonSchema } = {
  string: { type: 'string' },
  bytes: { type: 'string' },
  // `cpu: 1` and `memory: 1e9` are numbers in YAML and fine for Kubernetes.
  quantity: { type: ['string', 'number'] },
  // Tools print `creationTimestamp: null`, and the server writes `lastProbeTime: null`.
  time: { type: ['string', 'null'] },
  microtime: { type: ['string', 'null'] },
  intstr: { type: ['string', 'integer'] },
  bool: { type: 'boolean' },
  int32: { type: 'integer' },
  int64: { type: 'integer' },
  double: { type: 'number' },
};

/** `[]Container`, `map of string`: as kubectl explain spells types. */
function typeWord(type: string): string {
  if (type.startsWith('[]')) return `[]${typeWord(type.slice(2))}`;
  if (type.startsWith('map:')) return `map[string]${typeWord(type.slice(4))}`;
  return type.startsWith('ref:') ? type.slice(4) : type;
}

function isRequired(field: CompactField): boolean {
  return typeof field === 'object' && field.r === 1;
}

function referredTypes(field: CompactField): readonly string[] {
  const match = /ref:(\w+)$/.exec(typeof field === 'string' ? field : field.t);
  return match?.[1] === undefined ? [] : [match[1]];
}
