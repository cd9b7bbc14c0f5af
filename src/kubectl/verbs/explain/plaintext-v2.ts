/** The same from a Swagger 2.0 document, in the older form (kubectl/pkg/explain). */
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { CommandError } from '../../errors.ts';
import { below, listBelow, recordBelow, resolved, sortedEntries, textBelow } from './document.ts';
import { refilled } from './wrap.ts';

export interface Subject {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Undefined when the document has no such kind. */
export function explainedV2(document: JsonObject, subject: Subject, fieldPath: readonly string[], recursive: boolean): string | undefined {
  const isOf = (mark: JsonValue) => (['group', 'version', 'kind'] as const).every((name) => textBelow(mark, name) === subject[name]);
  const schema = Object.values(recordBelow(document, 'definitions')).find((candidate) =>
    listBelow(candidate, 'x-kubernetes-group-version-kind').some(isOf),
  );
  if (!isRecord(schema)) return undefined;
  const head = `KIND:     ${subject.kind}\nVERSION:  ${subject.group === '' ? '' : `${subject.group}/`}${subject.version}\n\n`;
  return head + model(document, lookUp(document, schema, fieldPath), fieldPath.at(-1) ?? '', recursive);
}

type Form = 'reference' | 'kind' | 'map' | 'list' | 'primitive' | 'arbitrary';

function formOf(schema: JsonObject): Form {
  const type = textBelow(schema, 'type');
  if (textBelow(schema, '$ref') !== '') return 'reference';
  const hasFields = below(schema, 'properties') !== undefined;
  if (type === '') return hasFields ? 'kind' : 'arbitrary';
  if (type === 'object') return hasFields ? 'kind' : 'map';
  return type === 'array' ? 'list' : 'primitive';
}

/** What a reference, a list or a map leads to. */
function inner(document: JsonObject, schema: JsonObject): JsonObject {
  const reference = textBelow(schema, '$ref');
  if (reference !== '') return resolved(document, reference) ?? {};
  return recordBelow(schema, textBelow(schema, 'type') === 'array' ? 'items' : 'additionalProperties');
}

function lookUp(document: JsonObject, schema: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  const form = formOf(schema);
  if (name === undefined || form === 'primitive' || form === 'arbitrary') return schema;
  if (form !== 'kind') return lookUp(document, inner(document, schema), [name, ...rest]);
  const field = below(schema, 'properties', name);
  if (!isRecord(field)) throw new CommandError(`field ${JSON.stringify(name)} does not exist`);
  return lookUp(document, field, rest);
}

/** `above`: descriptions on the way to what the fields are of. */
function model(document: JsonObject, schema: JsonObject, name: string, recursive: boolean): string {
  const above: string[] = [];
  let innermost = schema;
  while (['reference', 'list', 'map'].includes(formOf(innermost))) {
    above.push(textBelow(innermost, 'description'));
    innermost = inner(document, innermost);
  }
  const text = descriptionText([...above, textBelow(innermost, 'description')]);
  const type = typeName(document, schema);
  const form = formOf(innermost);
  if (form === 'primitive') return `FIELD:    ${name} <${type}>\n\n${text}`;
  if (form !== 'kind') return text;
  const head = name === '' ? '' : `RESOURCE: ${name} <${type}>\n\n`;
  const fields = recursive ? allFields(document, innermost, 3, new Set()) : describedFields(document, innermost);
  return `${head}${text}\nFIELDS:\n${fields}`;
}

function descriptionText(texts: readonly string[]): string {
  const shown = texts.map((text, index) => (text === '' ? '' : `${index === 0 ? '' : '\n'}${block(text, 5)}`)).join('');
  return `DESCRIPTION:\n${shown === '' ? block('<empty>', 5) : shown}`;
}

const WIDTH = 80;

function block(text: string, indent: number): string {
  return refilled(text, WIDTH - indent)
    .map((line) => (line === '' ? '\n' : `${' '.repeat(indent)}${line}\n`))
    .join('');
}

function describedFields(document: JsonObject, schema: JsonObject): string {
  return fieldsOf(schema)
    .map(([name, field]) => {
      const required = listBelow(schema, 'required').includes(name) ? ' -required-' : '';
      return `   ${name}\t<${typeName(document, field)}>${required}\n${block(textBelow(field, 'description'), 5)}\n`;
    })
    .join('');
}

/** A type that contains itself is written once. */
function allFields(document: JsonObject, schema: JsonObject, indent: number, seen: ReadonlySet<string>): string {
  const reference = textBelow(schema, '$ref');
  if (reference !== '' && seen.has(reference)) return '';
  const form = formOf(schema);
  if (form === 'primitive' || form === 'arbitrary') return '';
  if (form !== 'kind') return allFields(document, inner(document, schema), indent, reference === '' ? seen : new Set([...seen, reference]));
  return fieldsOf(schema)
    .map(([name, field]) => {
      const line = `${' '.repeat(indent)}${name}\t<${typeName(document, field)}>\n`;
      return line + allFields(document, field, indent + 3, seen);
    })
    .join('');
}

function fieldsOf(schema: JsonObject): readonly (readonly [name: string, field: JsonObject])[] {
  return sortedEntries(recordBelow(schema, 'properties')).flatMap(([name, field]) => (isRecord(field) ? [[name, field] as const] : []));
}

function typeName(document: JsonObject, schema: JsonObject): string {
  switch (formOf(schema)) {
    case 'reference':
      return typeName(document, inner(document, schema));
    case 'kind':
      return 'Object';
    case 'list':
      return `[]${typeName(document, inner(document, schema))}`;
    case 'map':
      return `map[string]${typeName(document, inner(document, schema))}`;
    case 'primitive':
      return textBelow(schema, 'type');
    case 'arbitrary':
      return '';
  }
}
