import { type FieldType, type SchemaField, fieldsOf } from '../../../api/schema.ts';
import type { ExplainedType } from './type.ts';

/** A type of Kubernetes' own. */
export function builtInType(schema: string): ExplainedType {
  return {
    name: schema,
    descriptions: undefined,
    enum: [],
    required: false,
    id: schema,
    fields: () => new Map([...fieldsOf(schema).values()].map((field) => [field.name, fieldType(field)])),
  };
}

const NO_FIELDS: ReadonlyMap<string, ExplainedType> = new Map();

function fieldType({ type, required, enum: values = [] }: SchemaField): ExplainedType {
  const id = schemaOf(type);
  return {
    name: typeText(type),
    descriptions: undefined,
    enum: values,
    required,
    id,
    fields: () => (id === undefined ? NO_FIELDS : builtInType(id).fields()),
  };
}

function schemaOf(type: FieldType): string | undefined {
  switch (type.form) {
    case 'scalar':
      return undefined;
    case 'object':
      return type.schema;
    case 'list':
      return schemaOf(type.items);
    case 'map':
      return schemaOf(type.values);
    default:
      return type satisfies never;
  }
}

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  double: 'number',
  intstr: 'IntOrString',
  quantity: 'Quantity',
  time: 'string',
  microtime: 'string',
  bytes: 'string',
  any: 'Object',
};

function typeText(type: FieldType): string {
  switch (type.form) {
    case 'scalar':
      return SCALARS[type.scalar] ?? type.scalar;
    case 'object':
      return type.schema;
    case 'list':
      return `[]${typeText(type.items)}`;
    case 'map':
      return `map[string]${typeText(type.values)}`;
    default:
      return type satisfies never;
  }
}
