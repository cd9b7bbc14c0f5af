import { type FieldType, type SchemaField, fieldsOf } from '../schema.ts';
import { PLAIN, type PatchField, type PatchSchema, UNTYPED } from './patch-schema.ts';

/** Everything that the OpenAPI document says about a type: what a patch from outside is held to. */
export function patchSchemaOf(schemaName: string): PatchSchema {
  const fields = fieldsOf(schemaName);
  if (fields.size === 0) return UNTYPED;
  return { name: schemaName, field: (key) => withField(fields.get(key)) };
}

function withField(field: SchemaField | undefined): PatchField | undefined {
  if (field === undefined) return undefined;
  return {
    strategy: field.merge ? 'merge' : field.replace ? 'replace' : undefined,
    mergeKey: field.mergeKey ?? '',
    retainKeys: field.retainKeys,
    schema: schemaOfType(field.type),
  };
}

function schemaOfType(type: FieldType): PatchSchema {
  switch (type.form) {
    case 'object':
      return patchSchemaOf(type.schema);
    case 'list':
      return schemaOfType(type.items);
    case 'map':
      return schemaOfMap(schemaOfType(type.values));
    case 'scalar':
      return UNTYPED;
    default:
      return type satisfies never;
  }
}

function schemaOfMap(values: PatchSchema): PatchSchema {
  return values === UNTYPED ? UNTYPED : { name: '', field: () => ({ ...PLAIN, schema: values }) };
}
