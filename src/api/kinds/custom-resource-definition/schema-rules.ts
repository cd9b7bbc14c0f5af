import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { normalizedFieldPath } from '../../cel/field-path.ts';
import type { JsonValue } from '../../scalars.ts';
import { isRecord } from '../../patch/record.ts';
import type { SchemaRule, StructuralSchema } from '../../structural/schema.ts';
import type { JSONSchemaProps } from '../../types.gen.ts';
import { shown } from '../checks.ts';

/** What the schema of a custom resource may say at all, node by node (ValidateCustomResourceDefinitionOpenAPISchema). */
export function checkSchema(schema: JSONSchemaProps, path: string, place: Place): readonly FieldError[] {
  return [
    ...unsupported(schema, path, place),
    ...combinations(schema, path),
    ...children(schema, path, place),
    ...preservation(schema, path),
    ...mapType(schema, path),
    ...listType(schema, path),
    ...mapKeys(schema, path),
    ...itemsOfSetsAndMaps(schema, path),
    ...(schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
      checkRuleTexts(rule, schema as StructuralSchema, `${path}.x-kubernetes-validations[${index}]`),
    ),
  ];
}

export interface Place {
  readonly isRoot: boolean;
  /** Inside the schema of an object's own metadata, kind or apiVersion. */
  readonly insideMeta: boolean;
  /** Why a default may not stand here. */
  readonly noDefaults: string | undefined;
}

export const ROOT: Place = { isRoot: true, insideMeta: false, noDefaults: undefined };

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const META_FIELDS: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion']);
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

function unsupported(schema: JSONSchemaProps, path: string, place: Place): readonly FieldError[] {
  const { type = '' } = schema;
  const found: FieldError[] = [];
  if (type !== '' && !TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, TYPES));
  if (schema.default !== undefined && place.noDefaults !== undefined)
    found.push(forbidden(`${path}.default`, `must not be set ${place.noDefaults}`.trimEnd()));
  for (const name of UNSUPPORTED) if (isSet(schema[name])) found.push(forbidden(`${path}.${name}`, `${name} is not supported`));
  if (type === 'null') found.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  if (Array.isArray(schema.items)) found.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
  if (place.insideMeta && schema['x-kubernetes-embedded-resource'] === true)
    found.push(forbidden(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta'));
  return found;
}

function isSet(value: JsonValue | object | undefined): boolean {
  return value !== undefined && value !== '' && (typeof value !== 'object' || value === null || Object.keys(value).length > 0);
}

function combinations(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const { additionalProperties: others, properties = {} } = schema;
  const found: FieldError[] = [];
  if (schema.uniqueItems === true)
    found.push(forbidden(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if (others !== undefined && others !== true && Object.keys(properties).length > 0)
    found.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  return found;
}

function preservation(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const at = `${path}.x-kubernetes-preserve-unknown-fields`;
  return schema['x-kubernetes-preserve-unknown-fields'] === false ? [invalid(at, false, 'must be true or undefined')] : [];
}

/** What a structural schema can't be made of; it is reported once and for all by `checkSchema`. */
export function isUnreadable(schema: JSONSchemaProps): boolean {
  const { items, properties = {}, additionalProperties: others, not, allOf = [], anyOf = [], oneOf = [] } = schema;
  if (UNSUPPORTED.some((name) => isSet(schema[name])) || isSet(schema.$schema) || Array.isArray(items)) return true;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) return true;
  const below = [items, others, not, ...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
  return below.some((child) => isRecord(child as JsonValue | undefined) && isUnreadable(child as JSONSchemaProps));
}

function children(schema: JSONSchemaProps, path: string, place: Place): readonly FieldError[] {
  const below = { ...place, isRoot: false };
  const inMap = place.insideMeta ? { ...below, noDefaults: 'inside additionalProperties applying to object metadata' } : below;
  const { additionalProperties: others, not, items, properties = {} } = schema;
  const lists = (['allOf', 'oneOf', 'anyOf'] as const).flatMap((name) =>
    (schema[name] ?? []).flatMap((own, index) => checkSchema(own, `${path}.${name}[${index}]`, below)),
  );
  return [
    ...(isRecord(others) ? checkSchema(others, `${path}.additionalProperties`, inMap) : []),
    ...Object.entries(properties).flatMap(([name, own]) => checkSchema(own, `${path}.properties[${name}]`, placeOf(schema, name, place))),
    ...(not === undefined ? [] : checkSchema(not, `${path}.not`, below)),
    ...lists,
    ...(isRecord(items) ? checkSchema(items, `${path}.items`, below) : []),
  ];
}

function placeOf(schema: JSONSchemaProps, name: string, place: Place): Place {
  const below = { ...place, isRoot: false };
  if (!META_FIELDS.has(name) || !(place.isRoot || schema['x-kubernetes-embedded-resource'] === true)) return below;
  return { ...below, insideMeta: true, ...(place.isRoot ? { noDefaults: `in top-level ${name}` } : {}) };
}

/** Required when there is no type at all, invalid when there is another one. */
function checkType(type: string | undefined, wanted: string, why: string, path: string): readonly FieldError[] {
  if (type === wanted) return [];
  return [type ? invalid(`${path}.type`, type, why) : required(`${path}.type`, why)];
}

function mapType(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const own = schema['x-kubernetes-map-type'];
  if (own === undefined) return [];
  const kinds = ['atomic', 'granular'];
  return [
    ...checkType(schema.type, 'object', 'must be object if x-kubernetes-map-type is specified', path),
    ...(kinds.includes(own) ? [] : [notSupported(`${path}.x-kubernetes-map-type`, own, kinds)]),
  ];
}

function listType(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const own = schema['x-kubernetes-list-type'];
  if (own === undefined) return [];
  const kinds = ['atomic', 'set', 'map'];
  const type = checkType(schema.type, 'array', 'must be array if x-kubernetes-list-type is specified', path);
  const found = type.length === 0 && own === 'set' && isRecord(schema.items) ? atomicItems(schema.items, `${path}.items`) : type;
  return [...found, ...(kinds.includes(own) ? [] : [notSupported(`${path}.x-kubernetes-list-type`, own, kinds)])];
}

function atomicItems(items: JSONSchemaProps, path: string): readonly FieldError[] {
  const why = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const list = items['x-kubernetes-list-type'];
  if (items.type === 'array' && list !== undefined && list !== 'atomic') return [invalid(`${path}.x-kubernetes-list-type`, list, why)];
  if (items.type !== 'object' || items['x-kubernetes-map-type'] === 'atomic') return [];
  return [invalid(`${path}.x-kubernetes-map-type`, list, why)];
}

function mapKeys(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const own = schema['x-kubernetes-list-type'];
  const found: FieldError[] = [];
  if (keys.length > 0 && own !== 'map') {
    const at = `${path}.x-kubernetes-list-type`;
    const why = 'must be map if x-kubernetes-list-map-keys is non-empty';
    found.push(own === undefined ? required(at, why) : invalid(at, own, why));
  }
  if (own !== 'map') return found;
  const { items } = schema;
  if (keys.length === 0) found.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'));
  if (items === undefined) found.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
  else if (!isRecord(items)) found.push(invalid(`${path}.items`, items, 'must only have a single schema if x-kubernetes-list-type is map'));
  else found.push(...keyProperties(items, keys, path));
  return found;
}

function keyProperties(items: JSONSchemaProps, keys: readonly string[], path: string): readonly FieldError[] {
  if (items.type !== 'object')
    return [invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map")];
  const at = `${path}.x-kubernetes-list-map-keys`;
  return keys.flatMap((key, index) => {
    const own = items.properties?.[key];
    const found: FieldError[] = [];
    if (own === undefined) found.push(invalid(at, keys, 'entries must all be names of item properties'));
    else if (own.type === 'array' || own.type === 'object') {
      found.push(
        invalid(`${path}.items.properties[${key}].type`, 'object', "must be a scalar type if parent array's x-kubernetes-list-type is map"),
      );
    }
    if (keys.indexOf(key) < index) found.push(invalid(at, keys, 'must not contain duplicate entries'));
    return found;
  });
}

function itemsOfSetsAndMaps(schema: JSONSchemaProps, path: string): readonly FieldError[] {
  const own = schema['x-kubernetes-list-type'];
  if (!isRecord(schema.items) || (own !== 'set' && own !== 'map')) return [];
  const items: StructuralSchema = schema.items;
  const found: FieldError[] = [];
  if (items.nullable === true) found.push(forbidden(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${own}`));
  if (own === 'set') return found;
  const because = 'this property is in x-kubernetes-list-map-keys, so it';
  for (const key of schema['x-kubernetes-list-map-keys'] ?? []) {
    const property = items.properties?.[key];
    if (property === undefined) continue;
    const at = `${path}.items.properties[${key}]`;
    if (!(items.required ?? []).includes(key) && property.default === undefined)
      found.push(required(`${at}.default`, `${because} must have a default or be a required property`));
    if (property.nullable === true) found.push(forbidden(`${at}.nullable`, `${because} cannot be nullable`));
  }
  return found;
}

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const LINE_BREAK = /[\n\r]/;

function checkRuleTexts(rule: SchemaRule, schema: StructuralSchema, path: string): readonly FieldError[] {
  const { message = '', messageExpression = '', reason, fieldPath = '' } = rule;
  const found: FieldError[] = [];
  if (rule.rule.trim() === '') found.push(required(`${path}.rule`, 'rule is not specified'));
  else if (message !== '' && message.trim() === '') found.push(invalid(`${path}.message`, message, 'must be non-empty if specified'));
  else if (LINE_BREAK.test(message.trim())) found.push(invalid(`${path}.message`, message, 'must not contain line breaks'));
  else if (LINE_BREAK.test(rule.rule.trim()) && message.trim() === '')
    found.push(required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (messageExpression !== '' && messageExpression.trim() === '')
    found.push(required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) found.push(notSupported(`${path}.reason`, reason, REASONS));
  if (fieldPath !== '' && fieldPath.trim() === '') found.push(invalid(`${path}.fieldPath`, fieldPath, 'must be non-empty if specified'));
  if (LINE_BREAK.test(fieldPath)) found.push(invalid(`${path}.fieldPath`, fieldPath, 'must not contain line breaks'));
  if (fieldPath !== '' && normalizedFieldPath(fieldPath, schema) === undefined)
    found.push(invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path'));
  return found;
}

/** Of the root only what keeps its meaning when the status is taken out of it, if the status is a subresource. */
const AT_ROOT: readonly (readonly [keyof JSONSchemaProps, string])[] = [
  ['description', 'Description'],
  ['type', 'Type'],
  ['format', 'Format'],
  ['title', 'Title'],
  ['maximum', 'Maximum'],
  ['exclusiveMaximum', 'ExclusiveMaximum'],
  ['minimum', 'Minimum'],
  ['exclusiveMinimum', 'ExclusiveMinimum'],
  ['maxLength', 'MaxLength'],
  ['minLength', 'MinLength'],
  ['pattern', 'Pattern'],
  ['maxItems', 'MaxItems'],
  ['minItems', 'MinItems'],
  ['uniqueItems', 'UniqueItems'],
  ['multipleOf', 'MultipleOf'],
  ['required', 'Required'],
  ['items', 'Items'],
  ['properties', 'Properties'],
  ['externalDocs', 'ExternalDocs'],
  ['example', 'Example'],
  ['x-kubernetes-preserve-unknown-fields', 'XPreserveUnknownFields'],
  ['x-kubernetes-validations', 'XValidations'],
];

export function checkRoot(schema: JSONSchemaProps, path: string, hasStatus: boolean): readonly FieldError[] {
  const found: FieldError[] = [];
  if (hasStatus) {
    const odd = Object.keys(schema).find((name) => !AT_ROOT.some(([own]) => own === name));
    if (schema.type !== undefined && schema.type !== 'object') {
      found.push(
        invalid(
          `${path}.type`,
          schema.type,
          'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
        ),
      );
    } else if (odd !== undefined) {
      const names = AT_ROOT.map(([, name]) => name).join(' ');
      found.push(
        invalid(path, shown(schema), `only [${names}] fields are allowed at the root of the schema if the status subresource is enabled`),
      );
    }
  }
  if (schema.nullable === true) found.push(forbidden(`${path}.nullable`, 'nullable cannot be true at the root'));
  return found;
}
