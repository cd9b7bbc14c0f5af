/** cel-go's ext/strings.go (version 2) and jsonpatch.escapeKey. Places are counted in characters, not bytes. */
import type { Declarations } from '../functions.ts';
import { type ListValue, type Value, codePoints, evaluationError, itemsOf, listOf, sizeOf } from '../values.ts';
import { formatString } from './format-string.ts';
import { deepTraversal, traversal } from './standard.ts';

function outOfRange(index: number): Error {
  return evaluationError(`index out of range: ${index}`);
}

function charAt(text: string, index: number): string {
  const points = Array.from(text);
  if (index < 0 || index > points.length) throw outOfRange(index);
  return points[index] ?? '';
}

function indexOf(text: string, part: string, offset: number): number {
  if (part === '') return offset;
  if (offset < 0) throw outOfRange(offset);
  const points = Array.from(text);
  if (offset >= points.length) return -1;
  const rest = points.slice(offset).join('');
  const found = rest.indexOf(part);
  return found < 0 ? -1 : offset + codePoints(rest.slice(0, found));
}

function lastIndexOf(text: string, part: string, offset?: number): number {
  const points = Array.from(text);
  if (part === '') return offset ?? points.length;
  if (offset !== undefined && offset < 0) throw outOfRange(offset);
  if (offset !== undefined && offset >= points.length) return -1;
  const end = Math.min(points.length, (offset ?? points.length) + codePoints(part));
  const head = points.slice(0, end).join('');
  const found = head.lastIndexOf(part);
  return found < 0 ? -1 : codePoints(head.slice(0, found));
}

/** The first `count` of them; all when it is negative. */
function replace(text: string, from: string, to: string, count: number): string {
  if (count < 0) return text.replaceAll(from, () => to);
  let result = '';
  let rest = text;
  for (let done = 0; done < count; done += 1) {
    const at = rest.indexOf(from, from === '' && done > 0 ? 1 : 0);
    if (at < 0 || (from === '' && done > 0 && rest === '')) break;
    result += rest.slice(0, at) + to;
    rest = rest.slice(at + from.length);
  }
  return result + rest;
}

/** At most `count` parts; all when it is negative. */
function split(text: string, separator: string, count: number): readonly string[] {
  if (count === 0) return [];
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function substring(text: string, start: number, end?: number): string {
  const points = Array.from(text);
  if (end !== undefined && start > end) throw evaluationError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0 || start > points.length) throw outOfRange(start);
  if (end !== undefined && end > points.length) throw outOfRange(end);
  return points.slice(start, end).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
  '\\': '\\\\',
  '"': String.raw`\"`,
};

function quote(text: string): string {
  return `"${Array.from(text, (point) => ESCAPES[point] ?? point).join('')}"`;
}

const twice = (args: readonly Value[]): number => Math.ceil((sizeOf(args[0] ?? null) ?? 1) * 0.2);
const ofResult = (_args: readonly Value[], result: Value): number => Math.ceil((sizeOf(result) ?? 1) * 0.2);
const s = String;
const n = Number;
const integer = (value: number): bigint => BigInt(value);
const texts = (list: Value | undefined): readonly string[] => itemsOf(list as ListValue).map(s);

export const STRINGS: Declarations = {
  'string.charAt(int): string': ([a, i]) => charAt(s(a), n(i)),
  'string.indexOf(string): int': [([a, b]) => integer(indexOf(s(a), s(b), 0)), deepTraversal],
  'string.indexOf(string, int): int': [([a, b, i]) => integer(indexOf(s(a), s(b), n(i))), deepTraversal],
  'string.lastIndexOf(string): int': [([a, b]) => integer(lastIndexOf(s(a), s(b))), deepTraversal],
  'string.lastIndexOf(string, int): int': [([a, b, i]) => integer(lastIndexOf(s(a), s(b), n(i))), deepTraversal],
  'string.lowerAscii(): string': [([a]) => s(a).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()), traversal(0)],
  'string.upperAscii(): string': [([a]) => s(a).replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()), traversal(0)],
  'string.replace(string, string): string': [([a, b, c]) => replace(s(a), s(b), s(c), -1), twice],
  'string.replace(string, string, int): string': [([a, b, c, i]) => replace(s(a), s(b), s(c), n(i)), twice],
  'string.split(string): list(string)': [([a, b]) => listOf(split(s(a), s(b), -1)), twice],
  'string.split(string, int): list(string)': [([a, b, i]) => listOf(split(s(a), s(b), n(i))), twice],
  'string.substring(int): string': [([a, i]) => substring(s(a), n(i)), traversal(0)],
  'string.substring(int, int): string': [([a, i, j]) => substring(s(a), n(i), n(j)), traversal(0)],
  'string.trim(): string': [([a]) => s(a).trim(), traversal(0)],
  'string.format(list(dyn)): string': [([a, list]) => formatString(s(a), itemsOf(list as ListValue)), traversal(0)],
  'strings::quote(string): string': [([a]) => quote(s(a)), traversal(0)],
  'list(string).join(): string': [([list]) => texts(list).join(''), ofResult],
  'list(string).join(string): string': [([list, by]) => texts(list).join(s(by)), ofResult],
  'jsonpatch::escapeKey(string): string': [([a]) => s(a).replaceAll('~', '~0').replaceAll('/', '~1'), traversal(0)],
};
