import type { StructuralSchema } from '../../../api/structural/schema.ts';
import { builtInType } from './built-in.ts';
import type { ExplainedType } from './type.ts';

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
/** What the server adds to every definition when it publishes it (apiextensions-apiserver/pkg/controller/openapi/builder). */
const PUBLISHED: Readonly<Record<string, string>> = {
  apiVersion: `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${CONVENTIONS}#resources`,
  kind: `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
  metadata: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
};

/** A custom resource, by the schema of its definition. */
export function customResourceType(schema: StructuralSchema): ExplainedType {
  const own = customType(schema, false);
  const text = (name: string) => ({ ...customType({ type: 'string' }, false), descriptions: [PUBLISHED[name] ?? ''] });
  const metadata = { ...builtInType('ObjectMeta'), descriptions: [PUBLISHED['metadata'] ?? ''] };
  return {
    ...own,
    fields: () => new Map([...own.fields(), ['apiVersion', text('apiVersion')], ['kind', text('kind')], ['metadata', metadata]]),
  };
}

function customType(schema: StructuralSchema, required: boolean): ExplainedType {
  return {
    name: nameOf(schema),
    descriptions: descriptionsOf(schema),
    enum: schema.enum ?? [],
    required,
    id: undefined,
    fields() {
      const { properties = {}, required: needed = [] } = innermost(schema);
      return new Map(Object.entries(properties).map(([name, field]) => [name, customType(field, needed.includes(name))]));
    },
  };
}

function nameOf(schema: StructuralSchema): string {
  const { type = '', items } = schema;
  if (items !== undefined) return `[]${nameOf(items)}`;
  const values = valuesOf(schema);
  if (values !== undefined) return `map[string]${nameOf(values)}`;
  return type === 'object' || type === '' ? 'Object' : type;
}

function descriptionsOf(schema: StructuralSchema): readonly string[] {
  const inner = schema.items ?? valuesOf(schema);
  return [schema.description ?? '', ...(inner === undefined ? [] : descriptionsOf(inner))];
}

/** What items and values are made of. */
function innermost(schema: StructuralSchema): StructuralSchema {
  const inner = schema.items ?? valuesOf(schema);
  return inner === undefined ? schema : innermost(inner);
}

function valuesOf({ additionalProperties }: StructuralSchema): StructuralSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
