/** What is wrong with an applied configuration, in the words of sigs.k8s.io/structured-merge-diff/typed/validate.go. */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { goValue } from './go-value.ts';
import { itemElement } from './list-item.ts';
import { type PathElement, elementText, fieldElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, formOf, listOf, recordOf } from './typed-schema.ts';

/** One text for all findings; undefined when there are none. */
export function findingsText(schema: TypedSchema, value: JsonValue): string | undefined {
  const findings = findingsIn(schema, value).map(({ path, text }) => (path === '' ? text : `${path}: ${text}`));
  if (findings.length < 2) return findings[0];
  return ['errors:', ...findings.map((finding) => `  ${finding}`)].join('\n');
}

interface Finding {
  readonly path: string;
  readonly text: string;
}

function findingsIn(schema: TypedSchema, value: JsonValue): readonly Finding[] {
  switch (formOf(schema, value)) {
    case 'map':
      return schema.map === undefined ? [] : inMap(schema.map, value);
    case 'list':
      return schema.list === undefined ? [] : inList(schema.list, value);
    case 'scalar':
      return inScalar(schema.scalar, value);
  }
}

function found(text: string): readonly Finding[] {
  return [{ path: '', text }];
}

function below(element: PathElement, findings: readonly Finding[]): readonly Finding[] {
  return findings.map(({ path, text }) => ({ path: elementText(element) + path, text }));
}

function inScalar(scalar: TypedSchema['scalar'], value: JsonValue): readonly Finding[] {
  if (value === null) return [];
  switch (scalar) {
    case 'numeric':
      return typeof value === 'number' ? [] : found(`expected numeric (int or float), got ${goType(value)}`);
    case 'string':
      return typeof value === 'string' ? [] : found(`expected string, got &value.valueUnstructured{Value:${goValue(value, 'sharp')}}`);
    case 'boolean':
      return typeof value === 'boolean' ? [] : found(`expected boolean, got &{${goValue(value)}}`);
    case 'untyped':
      return typeof value === 'object' ? found(`expected any scalar, got &{${goValue(value)}}`) : [];
    case undefined:
      return [];
  }
}

function goType(value: JsonValue): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** The first undeclared field ends the search in its map. */
function inMap(map: TypedMap, value: JsonValue): readonly Finding[] {
  if (value === null) return [];
  const record = recordOf(value);
  return record === undefined ? found(`expected map, got &{${goValue(value)}}`) : inFields(map, record);
}

function inFields(map: TypedMap, record: JsonObject): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(record)) {
    const type = map.field(name) ?? map.others();
    if (type === undefined) {
      findings.push(...below(fieldElement(name), found('field not declared in schema')));
      break;
    }
    findings.push(...below(fieldElement(name), findingsIn(type, value)));
  }
  return findings;
}

function inList(list: TypedList, value: JsonValue): readonly Finding[] {
  if (value === null) return [];
  const items = listOf(value);
  if (items === undefined) return found(`expected list, got &{${goValue(value)}}`);
  return list.relation === 'atomic'
    ? items.flatMap((item, index) => below(`i:${index}`, findingsIn(list.items(), item)))
    : inElements(list, items);
}

/** An element without its keys ends the search in its list. */
function inElements(list: TypedList, items: readonly JsonValue[]): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<PathElement>();
  for (const [index, item] of items.entries()) {
    let element: PathElement;
    try {
      element = itemElement(list, item);
    } catch (error) {
      return [...findings, ...found(`element ${index}: ${(error as Error).message}`)];
    }
    if (seen.has(element)) findings.push(...found(`duplicate entries for key ${elementText(element)}`));
    seen.add(element);
    findings.push(...below(element, findingsIn(list.items(), item)));
  }
  return findings;
}
