/** A kind, or a field of it, from an OpenAPI 3.0 document as `explain` prints it (kubectl/pkg/explain/v2/templates/plaintext.tmpl). */
import { isRecord } from '../../../api/patch/record.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { below, listBelow, recordBelow, resolved, sortedEntries, textBelow } from './document.ts';
import { indented, wrapped } from './wrap.ts';

const KIND_MARK = 'x-kubernetes-group-version-kind';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The group, version and kind that the operations of a resource name; undefined when the document has no such resource. */
export function kindOfResource(document: JsonObject, { group, version, resource }: ApiResource): JsonObject | undefined {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const paths = ['', '/namespaces/{namespace}'].flatMap((scope) => ['', '/{name}'].map((end) => `${root}${scope}/${resource}${end}`));
  const marks = paths.map((path) =>
    METHODS.map((method) => below(document, 'paths', path, method, KIND_MARK)).find((mark) => mark !== undefined),
  );
  return marks.findLast(isRecord);
}

export function headText(kind: JsonObject): string {
  const group = textBelow(kind, 'group');
  return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${textBelow(kind, 'kind')}\nVERSION:    ${textBelow(kind, 'version')}\n\n`;
}

/** Undefined when the document has no such kind, empty when that has no such field. */
export function explained(document: JsonObject, kind: JsonObject, fieldPath: readonly string[], recursive: boolean): string | undefined {
  const schemas = sortedEntries(recordBelow(document, 'components', 'schemas')).map(([, schema]) => schema);
  const schema = schemas.find((candidate) => listBelow(candidate, KIND_MARK).some((mark) => deepEqual(mark, kind)));
  if (!isRecord(schema)) return undefined;
  return output({ document, recursive }, schema, fieldPath, new Set());
}

interface Context {
  readonly document: JsonObject;
  readonly recursive: boolean;
}

type Seen = ReadonlySet<string>;

/** Follows the fields; of several ways the first that leads anywhere. */
function output(context: Context, schema: JsonObject, fieldPath: readonly string[], seen: Seen): string {
  const reference = textBelow(schema, '$ref');
  const own = resolved(context.document, reference) ?? schema;
  const [name, ...rest] = fieldPath;
  if (name === undefined) return `${descriptionText(context, own)}${fieldsText(context, own)}`;
  if (reference !== '' && seen.has(reference)) return '';
  const field = below(own, 'properties', name);
  if (isRecord(field)) return `${rest.length === 0 ? fieldHead(context, name, field) : ''}${output(context, field, rest, new Set())}`;
  const inside = new Set([...seen, reference]);
  const inner = innerSchema(own);
  if (inner !== undefined) return output(context, inner, fieldPath, inside);
  for (const option of listBelow(own, 'allOf').filter(isRecord)) {
    const found = output(context, option, fieldPath, inside);
    if (found !== '') return found;
  }
  return '';
}

/** What a list has as items, or a map as values. */
function innerSchema(schema: JsonObject): JsonObject | undefined {
  return ['items', 'additionalProperties'].map((name) => below(schema, name)).find(isShown);
}

function isShown(value: JsonValue | undefined): value is JsonObject {
  return isRecord(value) && Object.keys(value).length > 0;
}

function fieldHead(context: Context, name: string, field: JsonObject): string {
  const values = listBelow(field, 'enum');
  const choices = values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${choiceText(value)}`).join('')}`;
  return `FIELD: ${name} <${typeGuess(context, field)}>\n${choices}\n\n`;
}

function descriptionText(context: Context, schema: JsonObject): string {
  return `DESCRIPTION:\n${indented(wrapped(descriptions(context, schema) || '<empty>', 76), 4)}\n`;
}

/** The texts of a schema and of all that it is made of. */
function descriptions(context: Context, schema: JsonObject): string {
  const own = resolved(context.document, textBelow(schema, '$ref')) ?? schema;
  const text = textBelow(own, 'description');
  const others = [...listBelow(own, 'allOf'), below(own, 'items'), below(own, 'additionalProperties')];
  return (text === '' ? '' : `${text}\n`) + others.map((other) => (isShown(other) ? descriptions(context, other) : '')).join('');
}

function fieldsText(context: Context, schema: JsonObject): string {
  const fields = fieldList(context, schema, 1, new Set());
  return fields === '' ? '' : `FIELDS:\n${fields}`;
}

/** A type that contains itself is written once. */
function fieldList(context: Context, schema: JsonObject, level: number, seen: Seen): string {
  const reference = textBelow(schema, '$ref');
  if (reference !== '' && seen.has(reference)) return '';
  const inside = new Set([...seen, reference]);
  const own = resolved(context.document, reference) ?? schema;
  const fields = sortedEntries(recordBelow(own, 'properties')).map(([name, field]) => {
    if (!isRecord(field)) return '';
    const nested = context.recursive ? fieldList(context, field, level + 1, inside) : '';
    return fieldDetail(context, own, name, field, level) + nested;
  });
  const parts = [...listBelow(own, 'allOf'), below(own, 'items'), below(own, 'additionalProperties')].filter(isShown);
  return fields.join('') + parts.map((part) => fieldList(context, part, level, inside)).join('');
}

const MOST_CHOICES = 4;

function fieldDetail(context: Context, schema: JsonObject, name: string, field: JsonObject, level: number): string {
  const indent = level * 2;
  const space = ' '.repeat(indent);
  const values = listBelow(field, 'enum');
  const more = values.length > MOST_CHOICES ? ', ....' : '';
  const choices = values.length === 0 ? '' : `\n${space}enum: ${values.slice(0, MOST_CHOICES).map(choiceText).join(', ')}${more}`;
  const required = listBelow(schema, 'required').includes(name) ? ' -required-' : '';
  const line = `${space}${name}\t<${typeGuess(context, field)}>${required}${choices}\n`;
  if (context.recursive) return line;
  return `${line}${indented(wrapped(textBelow(field, 'description') || '<no description>', 78 - indent), indent + 2)}\n\n`;
}

function choiceText(value: JsonValue): string {
  if (value === '') return '""';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `string`, `[]Container`, `map[string]string`, `Object`. */
function typeGuess(context: Context, schema: JsonObject): string {
  const [items, values] = [below(schema, 'items'), below(schema, 'additionalProperties')];
  if (isShown(items)) return `[]${typeGuess(context, items)}`;
  if (isShown(values)) return `map[string]${typeGuess(context, values)}`;
  const [option, ...others] = listBelow(schema, 'allOf');
  if (isRecord(option) && others.length === 0 && !isShown(below(schema, 'properties'))) return typeGuess(context, option);
  const reference = textBelow(schema, '$ref');
  if (reference !== '') {
    const type = textBelow(resolved(context.document, reference), 'type');
    return type === '' || type === 'object' ? (reference.split(/[./]/).at(-1) ?? 'Object') : type;
  }
  const type = textBelow(schema, 'type');
  return type === '' || type === 'object' ? 'Object' : type;
}
