import { type FieldError, invalid, notSupported, required, tooLong, tooMany } from '../field-error.ts';
import { deepEqual } from '../../base/equal.ts';
import { parseRegex } from '../cel/regex.ts';
import { goQuote } from '../go-number.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { type Correlation, isUnchanged, itemOf, memberOf } from './correlation.ts';
import { formatProblem, isKnownFormat } from './formats.ts';
import { isList, isRecord } from '../patch/record.ts';
import type { StructuralSchema } from './schema.ts';
import { numberProblems } from './validate-number.ts';

/**
 * What is wrong with a value under a schema, in the order and the words of the server's validator (k8s.io/kube-openapi/pkg/validation).
 * Members are looked at in the order of their names, where Go knows none. Names in paths of the outermost value stand without a dot.
 */
export function validateValue(value: JsonValue, schema: StructuralSchema, path = ''): readonly FieldError[] {
  return validate({ value, schema, path, pair: undefined }).errors;
}

/** The same for a value that takes the place of an old one: parts that have not changed are let be (CRDValidationRatcheting). */
export function validateChange(value: JsonValue, old: JsonValue | undefined, schema: StructuralSchema): readonly FieldError[] {
  const pair = old === undefined ? undefined : { value, old, schema };
  return ratchet({ value, schema, path: '', pair }).errors;
}

interface Subject {
  readonly value: JsonValue;
  readonly schema: StructuralSchema;
  readonly path: string;
  readonly pair: Correlation | undefined;
}

/** Of several alternatives the one with the most `matches` is taken to be the one that was meant. */
interface Outcome {
  readonly errors: FieldError[];
  matches: number;
}

function outcomeOf(errors: readonly FieldError[] = [], matches = 0): Outcome {
  const outcome: Outcome = { errors: [], matches };
  for (const error of errors) add(outcome, error);
  return outcome;
}

/** What was said already is not said again. */
function add({ errors }: Outcome, error: FieldError): void {
  const isSame = ({ type, field, detail }: FieldError) => type === error.type && field === error.field && detail === error.detail;
  if (!errors.some(isSame)) errors.push(error);
}

function merge(into: Outcome, from: Outcome, more = 0): void {
  for (const error of from.errors) add(into, error);
  into.matches += from.matches + more;
}

function ratchet(subject: Subject): Outcome {
  const outcome = validate(subject);
  const { pair } = subject;
  return outcome.errors.length > 0 && pair !== undefined && isUnchanged(pair) ? { errors: [], matches: outcome.matches } : outcome;
}

function validate(subject: Subject): Outcome {
  const { value, schema } = subject;
  const types = typesOf(schema);
  const format = knownFormat(schema, types);
  const outcome = outcomeOf();
  const typed = typeProblem(subject, types, format);
  const isTyped = types.length > 0 || format !== '';
  if (isTyped || value === null) merge(outcome, typed === undefined ? outcomeOf([], 1) : outcomeOf([typed]), value === null ? 0 : 1);
  if (value === null) {
    merge(outcome, outcomeOf(enumProblems(subject)));
    return outcome;
  }
  merge(outcome, combined(subject), 1);
  if (typeof value === 'string') merge(outcome, outcomeOf(textProblems(value, schema, subject.path)), 1);
  if (typeof value === 'string' && isKnownFormat(format)) merge(outcome, outcomeOf(formatProblems(value, format, subject.path)), 1);
  if (typeof value === 'number') merge(outcome, numbers(value, subject, types), 1);
  if (isList(value)) merge(outcome, items(value, subject), 1);
  merge(outcome, outcomeOf(enumProblems(subject)), 1);
  if (isRecord(value)) merge(outcome, members(value, subject), 1);
  outcome.matches += 1;
  return outcome;
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

/** Formats that mean nothing for the type are not there at all. */
function knownFormat({ format = '' }: StructuralSchema, types: readonly string[]): string {
  return format !== '' && isKnownFormat(format, types.length === 1 ? types[0] : '') ? format : '';
}

function typeProblem({ value, schema, path }: Subject, types: readonly string[], format: string): FieldError | undefined {
  if (value === null) return types.length > 0 && schema.nullable !== true ? typeError(path, types.join(','), 'null') : undefined;
  if (types.length === 0 && format === '') return undefined;
  const [found, foundFormat] = typeOf(value);
  const fits = types.includes(found) || (found === 'integer' && types.includes('number'));
  const isText = typeof value === 'string' || isList(value);
  if (!isText && format !== '' && !fits && foundFormat !== format) return typeError(path, format, foundFormat);
  // A format of texts speaks for itself, and nobody looks whether a list is a text.
  if (isText && format !== '' && !types.includes('number') && !types.includes('integer')) return undefined;
  return fits ? undefined : typeError(path, types.join(','), found);
}

/** The type of a value, and the format that Go's number types stand for. */
function typeOf(value: JsonValue): readonly [type: string, format: string] {
  if (isList(value)) return ['array', ''];
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? ['integer', 'int64'] : ['number', 'float64'];
  return [typeof value, ''];
}

function typeError(path: string, wanted: string, found: string): FieldError {
  const detail = `${path} in body must be of type ${wanted}: ${goQuote(found)}`;
  return { type: 'FieldValueTypeInvalid', field: fieldOf(path), value: found, detail };
}

/** A null is never one of the values. */
function enumProblems({ value, schema, path }: Subject): readonly FieldError[] {
  const { enum: allowed = [] } = schema;
  if (allowed.length === 0 || (value !== null && allowed.some((other) => deepEqual(other, value)))) return [];
  const texts = allowed.map((other) => (typeof other === 'string' ? other : JSON.stringify(other)));
  return [notSupported(fieldOf(path), value, texts)];
}

/** The first that is wrong. */
function textProblems(value: string, { maxLength, minLength, pattern }: StructuralSchema, path: string): readonly FieldError[] {
  const length = Array.from(value).length;
  if (maxLength !== undefined && length > maxLength) return [tooLong(fieldOf(path), maxLength)];
  if (minLength !== undefined && length < minLength) return [bodyError(path, value, `should be at least ${minLength} chars long`)];
  if (pattern === undefined || pattern === '') return [];
  const compiled = parseRegex(pattern);
  return typeof compiled !== 'string' && compiled.test(value) ? [] : [bodyError(path, value, `should match '${pattern}'`)];
}

function formatProblems(value: string, format: string, path: string): readonly FieldError[] {
  if (formatProblem(format, value) === undefined) return [];
  const detail = `${path} in body must be of type ${format}: ${goQuote(value)}`;
  return [{ type: 'FieldValueTypeInvalid', field: fieldOf(path), value, detail }];
}

function numbers(value: number, { schema, path }: Subject, types: readonly string[]): Outcome {
  const type = types.length === 1 ? (types[0] ?? '') : '';
  const found = numberProblems(value, schema, type, path);
  return outcomeOf(
    found.map(({ text, placed, value: shown = value }) => (placed ? invalid(fieldOf(path), shown, text) : invalid('<nil>', '', text))),
    1,
  );
}

function items(list: readonly JsonValue[], { schema, path, pair }: Subject): Outcome {
  const { items: own, minItems, maxItems } = schema;
  const outcome = outcomeOf([], 1);
  if (own !== undefined) {
    for (const [index, value] of list.entries())
      merge(outcome, ratchet({ value, schema: own, path: `${path}[${index}]`, pair: itemOf(pair, index) }));
  }
  if (minItems !== undefined && list.length < minItems)
    add(outcome, bodyError(path, list.length, `should have at least ${minItems} items`));
  if (maxItems !== undefined && list.length > maxItems) add(outcome, tooMany(fieldOf(path), list.length, maxItems));
  return outcome;
}

function members(value: JsonObject, subject: Subject): Outcome {
  const { schema, path } = subject;
  const { properties = {}, additionalProperties: others, required: needed = [], minProperties, maxProperties } = schema;
  const names = Object.keys(value).sort();
  const outcome = outcomeOf();
  if (minProperties !== undefined && names.length < minProperties)
    add(outcome, bodyError(path, names.length, `should have at least ${minProperties} properties`));
  if (maxProperties !== undefined && names.length > maxProperties) add(outcome, tooMany(fieldOf(path), names.length, maxProperties));
  for (const name of names) {
    if (Object.hasOwn(properties, name)) continue;
    if (others === false) add(outcome, invalid(fieldOf(path), name, `${path}.${name} in body is a forbidden property`));
    else if (typeof others === 'object') merge(outcome, member(value, name, others, `${path}.${name}`, subject));
  }
  for (const name of names) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (own !== undefined) merge(outcome, member(value, name, own, path === '' ? name : `${path}.${name}`, subject));
  }
  for (const name of needed) if (!Object.hasOwn(value, name)) add(outcome, required(fieldOf(`${path}.${name}`)));
  return outcome;
}

/** The version of an object is that of the request, whatever was stored. */
function member(value: JsonObject, name: string, schema: StructuralSchema, path: string, parent: Subject): Outcome {
  const isVersion = parent.path === '' && (name === 'kind' || name === 'apiVersion');
  return ratchet({ value: value[name] ?? null, schema, path, pair: isVersion ? undefined : memberOf(parent.pair, name) });
}

function combined(subject: Subject): Outcome {
  const { anyOf = [], oneOf = [], allOf = [], not } = subject.schema;
  const outcome = outcomeOf([], 1);
  const under = (schema: StructuralSchema) => validate({ ...subject, schema });
  const fail = (text: string) => add(outcome, invalid('<nil>', '', `${goQuote(subject.path)} must ${text}`));
  if (anyOf.length > 0) {
    const results = anyOf.map(under);
    const valid = results.find(isValid);
    if (valid === undefined) fail('validate at least one schema (anyOf)');
    merge(outcome, valid ?? nearest(results));
  }
  if (oneOf.length > 0) {
    const results = oneOf.map(under);
    const valid = results.filter(isValid);
    const [only] = valid;
    if (valid.length !== 1)
      fail(
        `validate one and only one schema (oneOf). ${only === undefined ? 'Found none valid' : `Found ${valid.length} valid alternatives`}`,
      );
    if (valid.length <= 1) merge(outcome, only ?? nearest(results));
  }
  if (allOf.length > 0) {
    const results = allOf.map(under);
    for (const result of results) merge(outcome, result);
    const valid = results.filter(isValid).length;
    if (valid < results.length) fail(`validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`);
  }
  if (not !== undefined && isValid(under(not))) fail('not validate the schema (not)');
  return outcome;
}

function isValid({ errors }: Outcome): boolean {
  return errors.length === 0;
}

/** The alternative that came nearest: the first of those in which the most was right. */
function nearest(results: readonly Outcome[]): Outcome {
  return results.reduce((best, result) => (result.matches > best.matches ? result : best));
}
