import { type FieldType, type SchemaField, fieldsOf } from '../schema.ts';

/** What strategic merge must know about the fields of a type. */
export interface PatchSchema {
  readonly name: string;
  /** Undefined for a field that the type does not have. */
  field(key: string): PatchField | undefined;
}

export interface PatchField {
  readonly strategy: 'merge' | 'replace' | undefined;
  /** Key of the items of a merged list of objects; '' for lists of scalars. */
  readonly mergeKey: string;
  readonly retainKeys: boolean;
  /** The type of the object, of the items of a list, or of the values of a map. */
  readonly schema: PatchSchema;
}

/** A value without a type: objects merge, lists are replaced. */
export const UNTYPED: PatchSchema = { name: '', field: () => PLAIN };
const PLAIN: PatchField = { strategy: undefined, mergeKey: '', retainKeys: false, schema: UNTYPED };

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
