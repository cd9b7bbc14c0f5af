/**
 * One step of a path into an object, in the form in which FieldsV1 spells it: `f:` a field's name, `k:` the keys of a list's
 * element, `v:` an element of a set, `i:` an index (sigs.k8s.io/structured-merge-diff/fieldpath/serialize-pe.go).
 */
import type { JsonObject, JsonValue } from '../scalars.ts';

export type PathElement = string;
export type Path = readonly PathElement[];

export function fieldElement(name: string): PathElement {
  const known = FIELDS.get(name);
  if (known !== undefined) return known;
  const element = `f:${name}`;
  if (FIELDS.size < MAX_KNOWN) FIELDS.set(name, element);
  return element;
}

/** Elements of field names, which are mostly those of the types. */
const FIELDS = new Map<string, PathElement>();
const MAX_KNOWN = 10_000;

/** `names` are the list's keys in alphabetical order. An element that lacks one of them is another element. */
export function keyElement(names: readonly string[], valueOf: (name: string) => JsonValue | undefined): PathElement {
  let text = '';
  for (const name of names) {
    const value = valueOf(name);
    if (value !== undefined) text += `${text === '' ? '' : ','}"${name}":${textOf(value)}`;
  }
  return `k:{${text}}`;
}

export function valueElement(value: JsonValue): PathElement {
  return `v:${textOf(value)}`;
}

/**
 * The canonical form of an element that a client sent; undefined for a kind of element that may come in a later release.
 * Throws what is wrong with it.
 */
export function readElement(text: string): PathElement | undefined {
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  const rest = text.slice(2);
  switch (text.charAt(0)) {
    case 'f':
      return text;
    case 'v':
      return valueElement(JSON.parse(rest) as JsonValue);
    case 'k': {
      const keys = JSON.parse(rest) as JsonObject;
      if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) throw new Error('expected an object');
      return keyElement(Object.keys(keys).sort(), (name) => keys[name]);
    }
    case 'i':
      if (!INDEX.test(rest)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(rest)}: invalid syntax`);
      return `i:${Number(rest)}`;
    default:
      return undefined;
  }
}

const INDEX = /^[+-]?\d+$/;

/** Fields before keys before values before indices; keys and values by what they are, not by how they are written. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a === b) return 0;
  if (a.startsWith('f:') && b.startsWith('f:')) return a < b ? -1 : 1;
  const kind = KINDS.indexOf(a[0] ?? '');
  const other = KINDS.indexOf(b[0] ?? '');
  if (kind !== other) return kind - other;
  return kind === 1
    ? compareKeys(keysOf(a), keysOf(b))
    : compareValues(JSON.parse(a.slice(2)) as JsonValue, JSON.parse(b.slice(2)) as JsonValue);
}

const KINDS = 'fkvi';

/** As it is shown in a message: `.spec`, `[name="a"]`, `[="a"]`, `[0]`. */
export function elementText(element: PathElement): string {
  const rest = element.slice(2);
  switch (element.charAt(0)) {
    case 'f':
      return `.${rest}`;
    case 'k':
      return `[${keysOf(element)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(',')}]`;
    case 'v':
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}

export function pathText(path: Path): string {
  return path.map(elementText).join('');
}

function keysOf(element: PathElement): [string, JsonValue][] {
  return Object.entries(JSON.parse(element.slice(2)) as JsonObject);
}

function compareKeys(a: readonly [string, JsonValue][], b: readonly [string, JsonValue][]): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (name !== other[0]) return name < other[0] ? -1 : 1;
    const order = compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const RANKS = ['number', 'string', 'boolean'];

function compareValues(a: JsonValue, b: JsonValue): number {
  const order = RANKS.indexOf(typeof a) - RANKS.indexOf(typeof b);
  if (order !== 0 || a === b) return order;
  return (a as string) < (b as string) ? -1 : 1;
}

const ESCAPED = /[<>&\u2028\u2029]/g;

/** Of these, JSON is what stands between the quotes. */
const PLAIN = /^[\w ./:*-]*$/;

/** JSON as Go writes it, with what HTML minds escaped. */
function textOf(value: JsonValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  return JSON.stringify(value).replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
