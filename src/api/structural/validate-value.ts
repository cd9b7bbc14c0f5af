import { type FieldError, invalid, notSupported, required, tooMany } from '../field-error.ts';
import { deepEqual } from '../../base/equal.ts';
import { utf8Length } from '../names.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { formatProblem } from './formats.ts';
import { type StructuralSchema, isList, isObject } from './schema.ts';

/**
 * What is wrong with a value under a schema, in the order and the words of the server's validator (k8s.io/kube-openapi/pkg/validation).
 * Paths of fields begin without a dot only at the top.
 */
export function validateValue(value: JsonValue, schema: StructuralSchema, path = ''): readonly FieldError[] {
  if (value === null) return [...typeProblems(value, schema, path), ...enumProblems(value, schema, path)];
  return [
    ...typeProblems(value, schema, path),
    ...combinationProblems(value, schema, path),
    ...(typeof value === 'string' ? stringProblems(value, schema, path) : []),
    ...(typeof value === 'number' ? numberProblems(value, schema, path) : []),
    ...(isList(value) ? listProblems(value, schema, path) : []),
    ...enumProblems(value, schema, path),
    ...(isObject(value) ? objectProblems(value, schema, path) : []),
  ];
}

/** The path as a field error has it: without the dot before a name at the top. */
function fieldOf(path: string): string {
  return path === '' ? '<nil>' : path.replace(/^\./, '');
}

function bodyError(path: string, value: JsonValue, text: string): FieldError {
  return invalid(fieldOf(path), value, `${path} in body ${text}`);
}

function typesOf(schema: StructuralSchema): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  return schema.type === undefined || schema.type === '' ? [] : [schema.type];
}

/** Formats of numbers; those of strings say nothing about the type. */
const NUMBER_FORMATS: ReadonlySet<string> = new Set(['int32', 'int64', 'float', 'double']);

function typeProblems(value: JsonValue, schema: StructuralSchema, path: string): readonly FieldError[] {
  const types = typesOf(schema);
  const { format = '', nullable = false } = schema;
  if (types.length === 0 && format === '') return [];
  const found = typeOf(value);
  if (value === null) return types.length > 0 && !nullable ? [typeError(path, types.join(','), found)] : [];
  const isNumeric = types.includes('number') || types.includes('integer');
  const fits = types.includes(found) || (found === 'integer' && types.includes('number'));
  const isText = typeof value === 'string' || isList(value);
  if (format !== '' && isText && !isNumeric) return [];
  if (fits) return [];
  if (format !== '' && !isText && !NUMBER_FORMATS.has(format)) return [typeError(path, format, found)];
  return [typeError(path, types.join(','), found)];
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function typeError(path: string, wanted: string, found: string): FieldError {
  const detail = `${path} in body must be of type ${wanted}: ${JSON.stringify(found)}`;
  return { type: 'FieldValueTypeInvalid', field: fieldOf(path), value: found, detail };
}

function enumProblems(value: JsonValue, { enum: allowed = [] }: StructuralSchema, path: string): readonly FieldError[] {
  if (allowed.length === 0 || allowed.some((other) => deepEqual(other, value))) return [];
  return [
    notSupported(
      fieldOf(path),
      value,
      allowed.map((other) => (typeof other === 'string' ? other : JSON.stringify(other))),
    ),
  ];
}

function stringProblems(value: string, schema: StructuralSchema, path: string): readonly FieldError[] {
  const { maxLength, minLength, pattern, format } = schema;
  const found: FieldError[] = [];
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength) {
    found.push({
      type: 'FieldValueTooLong',
      field: fieldOf(path),
      detail: `may not be more than ${maxLength} bytes`,
    });
  }
  if (minLength !== undefined && length < minLength) found.push(bodyError(path, value, `should be at least ${minLength} chars long`));
  if (pattern !== undefined && pattern !== '' && !matches(pattern, value)) found.push(bodyError(path, value, `should match '${pattern}'`));
  const problem = format === undefined || format === '' ? undefined : formatProblem(format, value);
  if (problem === undefined) return found;
  const detail = `${path} in body must be of type ${problem}: ${JSON.stringify(value)}`;
  return [...found, { type: 'FieldValueTypeInvalid', field: fieldOf(path), value, detail }];
}

const PATTERNS = new Map<string, RegExp | undefined>();
const MAX_PATTERNS = 1000;

/** A pattern that is none in this language matches nothing; definitions with one are refused. */
function matches(pattern: string, value: string): boolean {
  if (!PATTERNS.has(pattern)) {
    if (PATTERNS.size >= MAX_PATTERNS) PATTERNS.clear();
    PATTERNS.set(pattern, compilePattern(pattern));
  }
  return PATTERNS.get(pattern)?.test(value) ?? false;
}

/** Go's syntax, as far as it differs from ours: named groups, flags at the beginning, `\A`, `\z`. */
export function compilePattern(pattern: string): RegExp | undefined {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const body = (flags === null ? pattern : pattern.slice(flags[0].length))
    .replaceAll('(?P<', '(?<')
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\z`, '$');
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(body, unicode + (flags?.[1] ?? ''));
    } catch {
      // Without Unicode rules needless escapes are allowed, as they are in Go.
    }
  }
  return undefined;
}

function numberProblems(value: number, schema: StructuralSchema, path: string): readonly FieldError[] {
  const { multipleOf, maximum, minimum, exclusiveMaximum = false, exclusiveMinimum = false } = schema;
  const found: FieldError[] = [];
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    found.push(bodyError(path, value, `should be a multiple of ${multipleOf}`));
  }
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    found.push(bodyError(path, value, `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`));
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    found.push(bodyError(path, value, `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`));
  }
  return found;
}

function isMultiple(value: number, factor: number): boolean {
  const quotient = value / factor;
  return Number.isInteger(quotient) || Math.abs(quotient - Math.round(quotient)) < 1e-12;
}

function listProblems(list: readonly JsonValue[], schema: StructuralSchema, path: string): readonly FieldError[] {
  const { items, minItems, maxItems, uniqueItems = false } = schema;
  const found = items === undefined ? [] : list.flatMap((item, index) => validateValue(item, items, `${path}[${index}]`));
  if (minItems !== undefined && list.length < minItems) {
    found.push(bodyError(path, list.length, `should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && list.length > maxItems) found.push(tooMany(fieldOf(path), list.length, maxItems));
  if (uniqueItems && new Set(list.map((item) => JSON.stringify(item))).size < list.length) {
    found.push(bodyError(path, '', "shouldn't contain duplicates"));
  }
  return found;
}

function objectProblems(value: JsonObject, schema: StructuralSchema, path: string): readonly FieldError[] {
  const { properties = {}, additionalProperties, required: needed = [], minProperties, maxProperties } = schema;
  const names = Object.keys(value).sort();
  const found: FieldError[] = [];
  if (minProperties !== undefined && names.length < minProperties) {
    found.push(bodyError(path, names.length, `should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && names.length > maxProperties) found.push(tooMany(fieldOf(path), names.length, maxProperties));
  const others = names.filter((name) => !Object.hasOwn(properties, name));
  if (additionalProperties === false) {
    for (const name of others) found.push(invalid(fieldOf(path), name, `${path}.${name} in body is a forbidden property`));
  } else if (typeof additionalProperties === 'object') {
    for (const name of others) found.push(...validateValue(value[name] ?? null, additionalProperties, `${path}.${name}`));
  }
  for (const [name, own] of Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (Object.hasOwn(value, name)) found.push(...validateValue(value[name] ?? null, own, path === '' ? name : `${path}.${name}`));
  }
  for (const name of needed) if (!Object.hasOwn(value, name)) found.push(required(fieldOf(`${path}.${name}`)));
  return found;
}

function combinationProblems(value: JsonValue, schema: StructuralSchema, path: string): readonly FieldError[] {
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const found: FieldError[] = [];
  const fail = (text: string) => found.push(invalid('<nil>', '', `${JSON.stringify(path)} must ${text}`));
  if (anyOf.length > 0) {
    const results = anyOf.map((own) => validateValue(value, own, path));
    if (!results.some(({ length }) => length === 0)) {
      fail('validate at least one schema (anyOf)');
      found.push(...(fewest(results) ?? []));
    }
  }
  if (oneOf.length > 0) {
    const results = oneOf.map((own) => validateValue(value, own, path));
    const valid = results.filter(({ length }) => length === 0).length;
    if (valid !== 1) {
      fail(`validate one and only one schema (oneOf). ${valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`}`);
      if (valid === 0) found.push(...(fewest(results) ?? []));
    }
  }
  const all = allOf.map((own) => validateValue(value, own, path));
  const failed = all.filter(({ length }) => length > 0);
  found.push(...failed.flat());
  if (failed.length > 0) fail(`validate all the schemas (allOf)${failed.length === all.length ? '. None validated' : ''}`);
  if (not !== undefined && validateValue(value, not, path).length === 0) fail('not validate the schema (not)');
  return found;
}

/** The alternative that came nearest. */
function fewest(results: readonly (readonly FieldError[])[]): readonly FieldError[] | undefined {
  let best: readonly FieldError[] | undefined;
  for (const result of results) if (best === undefined || result.length < best.length) best = result;
  return best;
}

/** Bytes of a value as JSON, for limits. */
export function sizeOf(value: JsonValue): number {
  return utf8Length(JSON.stringify(value));
}
