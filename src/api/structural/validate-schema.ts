import { deepEqual } from '../../base/equal.ts';
import { parseRegex } from '../cel/regex.ts';
import { type FieldError, fieldErrorText, forbidden, invalid, required } from '../field-error.ts';
import type { StructuralSchema } from './schema.ts';

/** Whether a schema is structural, and if not why (apiextensions-apiserver/pkg/apiserver/schema/validation.go, complete.go). */
export function validateStructural(schema: StructuralSchema, path: string): readonly FieldError[] {
  const found = [...invariants(schema, 'root', path), ...completeness(schema, schema, path, path)];
  return found
    .map((error) => [fieldErrorText(error), error] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, error]) => error);
}

type Level = 'root' | 'item' | 'field';

const MISSING_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

function invariants(schema: StructuralSchema, level: Level, path: string): readonly FieldError[] {
  const { type = '', items, properties = {}, additionalProperties } = schema;
  const found: FieldError[] = [];
  if (type === 'array' && items === undefined) found.push(required(`${path}.items`, 'must be specified'));
  if (items !== undefined) found.push(...invariants(items, 'item', `${path}.items`));
  for (const [name, own] of Object.entries(properties)) found.push(...invariants(own, 'field', `${path}.properties[${name}]`));
  if (additionalProperties !== undefined && level === 'root')
    found.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'));
  if (typeof additionalProperties === 'object') found.push(...invariants(additionalProperties, 'field', `${path}.additionalProperties`));
  const skips = skipsOf(schema);
  return [
    ...found,
    ...extensions(schema, path),
    ...valueValidation(schema, skips, path),
    ...typeProblems(schema, level, path),
    ...metadataProblems(schema, level, path),
  ];
}

function extensions(schema: StructuralSchema, path: string): readonly FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  return (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const).flatMap((name) =>
    schema[name] === true ? [invalid(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true')] : [],
  );
}

function typeProblems(schema: StructuralSchema, level: Level, path: string): readonly FieldError[] {
  const { type = '' } = schema;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isFree = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const found: FieldError[] = [];
  if (isEmbedded && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    found.push(type === '' ? required(`${path}.type`, why) : invalid(`${path}.type`, type, why));
  } else if (type === '' && schema['x-kubernetes-int-or-string'] !== true && !isFree)
    found.push(required(`${path}.type`, MISSING_TYPE[level]));
  if (isEmbedded && schema.additionalProperties !== undefined)
    found.push(forbidden(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'));
  if (level === 'root' && type !== '' && type !== 'object') found.push(invalid(`${path}.type`, type, 'must be object at the root'));
  if (isEmbedded && !isFree && Object.keys(schema.properties ?? {}).length === 0)
    found.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  return found;
}

function metadataProblems(schema: StructuralSchema, level: Level, path: string): readonly FieldError[] {
  const { properties = {} } = schema;
  const isResource = level === 'root' || schema['x-kubernetes-embedded-resource'] === true;
  const found: FieldError[] = [];
  for (const name of ['kind', 'apiVersion']) {
    const own = properties[name];
    if (isResource && own !== undefined && own.type !== 'string')
      found.push(invalid(`${path}.properties[${name}].type`, own.type ?? '', 'must be string'));
  }
  const { metadata } = properties;
  if (metadata === undefined) return found;
  const at = `${path}.properties[metadata]`;
  if (isResource && metadata.type !== 'object') found.push(invalid(`${at}.type`, metadata.type ?? '', 'must be object'));
  if (level === 'root' && !isPlainMetadata(metadata))
    found.push(forbidden(at, 'must not specify anything other than name and generateName, but metadata is implicitly specified'));
  return found;
}

/** Only rules about name and generateName may be added to what is known of every object's metadata. */
function isPlainMetadata({
  type: _type,
  description: _description,
  default: _default,
  properties = {},
  ...rest
}: StructuralSchema): boolean {
  return Object.keys(properties).every((name) => name === 'name' || name === 'generateName') && Object.keys(rest).length === 0;
}

interface Skips {
  readonly anyOf: boolean;
  readonly firstAllOf: boolean;
}

/** Two ways to write int-or-string that are allowed although they name types inside `anyOf`. */
function skipsOf(schema: StructuralSchema): Skips {
  const isPattern = (other: StructuralSchema | undefined) => deepEqual(other?.anyOf, INT_OR_STRING);
  return { anyOf: isPattern(schema), firstAllOf: isPattern(schema.allOf?.[0]) };
}

const NO_SKIPS: Skips = { anyOf: false, firstAllOf: false };

function valueValidation(schema: StructuralSchema, skips: Skips, path: string): readonly FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  const found: FieldError[] = [];
  if (!skips.anyOf) for (const [index, own] of anyOf.entries()) found.push(...nested(own, false, `${path}.anyOf[${index}]`));
  for (const [index, own] of allOf.entries()) found.push(...nested(own, skips.firstAllOf && index === 0, `${path}.allOf[${index}]`));
  for (const [index, own] of oneOf.entries()) found.push(...nested(own, false, `${path}.oneOf[${index}]`));
  if (not !== undefined) found.push(...nested(not, false, `${path}.not`));
  const compiled = pattern === undefined ? '' : parseRegex(pattern);
  if (typeof compiled === 'string' && pattern)
    found.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${compiled}`));
  return found;
}

/** What may not stand inside `allOf`, `anyOf`, `oneOf`, `not`: everything that declares rather than narrows. */
function nested(schema: StructuralSchema, skipAnyOf: boolean, path: string): readonly FieldError[] {
  const { items, properties = {}, additionalProperties } = schema;
  const found = [...valueValidation(schema, { ...NO_SKIPS, anyOf: skipAnyOf }, path)];
  if (items !== undefined) found.push(...nested(items, false, `${path}.items`));
  for (const [name, own] of Object.entries(properties)) found.push(...nested(own, false, `${path}.properties[${name}]`));
  const refuse = (name: string, wanted: string) => found.push(forbidden(`${path}.${name}`, `must be ${wanted} to be structural`));
  if (schema.type) refuse('type', 'empty');
  if (additionalProperties !== undefined) refuse('additionalProperties', 'undefined');
  if (schema.default !== undefined) refuse('default', 'undefined');
  if (schema.title) refuse('title', 'empty');
  if (schema.description) refuse('description', 'empty');
  if (schema.nullable === true) found.push(forbidden(`${path}.nullable`, 'must be false to be structural'));
  for (const name of ['preserve-unknown-fields', 'embedded-resource', 'int-or-string'] as const) {
    if (schema[`x-kubernetes-${name}`] === true) found.push(forbidden(`${path}.x-kubernetes-${name}`, 'must be false to be structural'));
  }
  if (schema['x-kubernetes-list-map-keys'] !== undefined) refuse('x-kubernetes-list-map-keys', 'empty');
  if (schema['x-kubernetes-list-type'] !== undefined) refuse('x-kubernetes-list-type', 'undefined');
  if (schema['x-kubernetes-map-type'] !== undefined) refuse('x-kubernetes-map-type', 'undefined');
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) refuse('x-kubernetes-validations', 'empty');
  if (Object.hasOwn(properties, 'metadata'))
    found.push(forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context'));
  return found;
}

/** What a narrowing speaks about must be declared outside of it. */
function completeness(rule: StructuralSchema, schema: StructuralSchema, path: string, at: string): readonly FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [] } = rule;
  const lists = Object.entries({ allOf, anyOf, oneOf });
  return [
    ...(not === undefined ? [] : completenessOf(not, schema, path, `${at}.not`)),
    ...lists.flatMap(([name, own]) => own.flatMap((each, index) => completenessOf(each, schema, path, `${at}.${name}[${index}]`))),
  ];
}

function completenessOf(rule: StructuralSchema, schema: StructuralSchema | undefined, path: string, at: string): readonly FieldError[] {
  if (schema === undefined) return [required(path, `because it is defined in ${at}`)];
  const found = [...completeness(rule, schema, path, at)];
  if (rule.items !== undefined) found.push(...completenessOf(rule.items, schema.items, `${path}.items`, `${at}.items`));
  for (const [name, own] of Object.entries(rule.properties ?? {})) {
    const below = `properties[${name}]`;
    found.push(...completenessOf(own, schema.properties?.[name], `${path}.${below}`, `${at}.${below}`));
  }
  return found;
}
