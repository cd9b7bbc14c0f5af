/**
 * A structural schema in what Swagger 2.0 can say (apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go). What it can't
 * say is left untyped, so that kubectl does not take a value for wrong that the server accepts.
 */
import type { StructuralSchema } from '../../structural/schema.ts';

export function toSwagger(schema: StructuralSchema): StructuralSchema {
  const { default: _default, nullable, allOf: _allOf, anyOf: _anyOf, oneOf: _oneOf, not: _not, ...said } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const { items, properties, type, required, additionalProperties, ...rest } = said;
  const isHidden = nullable === true || isOpen;
  const shownItems = isHidden ? undefined : items;
  const shownProperties = isHidden ? undefined : properties;
  const isUntyped = nullable === true || (isOpen && type === 'object') || (type === 'array' && shownItems === undefined);
  const needed = neededFields(schema, shownProperties);
  return {
    ...rest,
    ...(type === undefined || isUntyped ? {} : { type }),
    ...(shownItems === undefined ? {} : { items: toSwagger(shownItems) }),
    ...(shownProperties === undefined ? {} : { properties: eachToSwagger(shownProperties) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: typeof additionalProperties === 'object' ? toSwagger(additionalProperties) : additionalProperties }),
    ...(required === undefined || needed.length === 0 ? {} : { required: needed }),
  };
}

function eachToSwagger(properties: NonNullable<StructuralSchema['properties']>): NonNullable<StructuralSchema['properties']> {
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, toSwagger(field)]));
}

/** A field that may be null may not be demanded, for null is no value in Swagger. */
function neededFields({ required = [], additionalProperties }: StructuralSchema, shown: StructuralSchema['properties']): readonly string[] {
  if (typeof additionalProperties === 'object' && additionalProperties.nullable === true) return [];
  return required.filter((name) => shown?.[name]?.nullable !== true);
}
