import type { StructuralSchema } from '../../../api/structural/schema.ts';

/** The fields of a custom resource, as its definition declares them. */
export function customFields(schema: StructuralSchema): StructuralSchema {
  const { properties = {} } = schema;
  return {
    ...schema,
    properties: { ...properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } },
  };
}

/** The schema of the field at the end of a path; lists and maps are passed by. */
export function customField(schema: StructuralSchema, names: readonly string[]): StructuralSchema | undefined {
  return names.reduce<StructuralSchema | undefined>((own, name) => {
    const { properties = {} } = own === undefined ? {} : inside(own);
    return Object.hasOwn(properties, name) ? properties[name] : undefined;
  }, schema);
}

/** What items and values are made of. */
function inside(schema: StructuralSchema): StructuralSchema {
  const { items, additionalProperties } = schema;
  if (items !== undefined) return inside(items);
  return typeof additionalProperties === 'object' ? inside(additionalProperties) : schema;
}

export function customLines(schema: StructuralSchema, recursive: boolean, indent = '  '): string {
  const { properties = {}, required = [] } = inside(schema);
  return Object.keys(properties)
    .sort()
    .map((name) => {
      const own = properties[name] ?? {};
      const line = `${indent}${name}\t<${customType(own, name)}>${required.includes(name) ? ' -required-' : ''}\n`;
      const values = own.enum === undefined ? '' : `${indent}enum: ${own.enum.map(String).join(', ')}\n`;
      return line + values + (recursive ? customLines(own, true, `${indent}  `) : '');
    })
    .join('');
}

export function customType(schema: StructuralSchema, name = ''): string {
  const { type = '', items, additionalProperties } = schema;
  if (name === 'metadata' && type === 'object') return 'ObjectMeta';
  if (schema['x-kubernetes-int-or-string'] === true) return 'IntOrString';
  if (type === 'array') return `[]${customType(items ?? {})}`;
  if (typeof additionalProperties === 'object') return `map[string]${customType(additionalProperties)}`;
  return type === 'object' || type === '' ? 'Object' : type;
}
