import type { JsonObject, JsonValue } from '../scalars.ts';

/**
 * The OpenAPI v3 schema of a custom resource, as it stands in a CustomResourceDefinition. It is structural: each field's type is
 * declared outside of `allOf`, `anyOf`, `oneOf` and `not`, which may only narrow values.
 */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly nullable?: boolean;
  readonly default?: JsonValue;
  readonly example?: JsonValue;
  readonly properties?: { readonly [name: string]: StructuralSchema };
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly items?: StructuralSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly JsonValue[];
  readonly maximum?: number;
  readonly exclusiveMaximum?: boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly multipleOf?: number;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly SchemaRule[];
}

/** One of `x-kubernetes-validations`. */
export interface SchemaRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

export const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** The schema of a field; undefined when it is not declared. */
export function propertySchema(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

const EMBEDDING = new WeakMap<StructuralSchema, boolean>();

/** Whether whole objects stand somewhere inside. */
export function hasEmbedded(schema: StructuralSchema): boolean {
  const known = EMBEDDING.get(schema);
  if (known !== undefined) return known;
  const found = schema['x-kubernetes-embedded-resource'] === true || partsOf(schema).some(hasEmbedded);
  EMBEDDING.set(schema, found);
  return found;
}

/** What the schema declares below itself. */
export function partsOf({ items, properties = {}, additionalProperties }: StructuralSchema): readonly StructuralSchema[] {
  const others = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return [...(items === undefined ? [] : [items]), ...Object.values(properties), ...others];
}

export function childPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** `value` with each member changed; itself when none changes. A member that becomes undefined is dropped. */
export function mapMembers(value: JsonObject, change: (member: JsonValue, name: string) => JsonValue | undefined): JsonObject {
  let copy: Record<string, JsonValue> | undefined;
  for (const name of Object.keys(value)) {
    const before = value[name] ?? null;
    const after = change(before, name);
    if (after === before) continue;
    copy ??= { ...value };
    if (after === undefined) delete copy[name];
    else copy[name] = after;
  }
  return copy ?? value;
}

export function mapItems(value: readonly JsonValue[], change: (item: JsonValue, index: number) => JsonValue): readonly JsonValue[] {
  let copy: JsonValue[] | undefined;
  for (const [index, before] of value.entries()) {
    const after = change(before, index);
    if (after === before) continue;
    copy ??= [...value];
    copy[index] = after;
  }
  return copy ?? value;
}
