import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { decodeBase64, utf8Text } from '../../base/base64.ts';
import { CommandError } from '../errors.ts';
import { toJson } from '../../api/sorted-json.ts';

/**
 * The part of Go's text/template that kubectl's users write: field paths, `range` (with `$i, $x :=`), `if`/`else`, `with`, variables,
 * quoted text, trimming with `{{-`, and the functions below. Anything else is refused.
 */
type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'print'; readonly pipeline: string }
  | { readonly type: 'set'; readonly name: string; readonly pipeline: string }
  | {
      readonly type: 'range' | 'if' | 'with';
      readonly pipeline: string;
      readonly names: readonly string[];
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

interface Scope {
  readonly dot: JsonValue;
  readonly variables: Map<string, JsonValue>;
  /** A key that a map does not have is an error. */
  readonly strict: boolean;
}

export function renderGoTemplate(template: string, value: JsonValue, strict = false): string {
  const tokens = tokenize(template);
  const { nodes } = parse(tokens, 0, []);
  return render(nodes, { dot: value, strict, variables: new Map([['$', value]]) });
}

interface Token {
  readonly action: boolean;
  readonly text: string;
}

function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let trim = false;
  let i = 0;
  while (i <= template.length) {
    const open = template.indexOf('{{', i);
    const raw = template.slice(i, open < 0 ? template.length : open);
    const trimsBefore = open >= 0 && template.startsWith('{{- ', open);
    const left = trim ? raw.trimStart() : raw;
    tokens.push({ action: false, text: trimsBefore ? left.trimEnd() : left });
    if (open < 0) break;
    const close = template.indexOf('}}', open);
    if (close < 0) throw new CommandError(`error parsing template ${template}, template: output:1: unclosed action`);
    trim = template.slice(close - 2, close) === ' -';
    const inner = template.slice(open + (trimsBefore ? 3 : 2), close - (trim ? 1 : 0)).trim();
    if (!inner.startsWith('/*')) tokens.push({ action: true, text: inner });
    i = close + 2;
  }
  return tokens.filter(({ action, text }) => action || text !== '');
}

function parse(tokens: readonly Token[], start: number, ends: readonly string[]): { nodes: Node[]; next: number; stop: string } {
  const nodes: Node[] = [];
  for (let i = start; i < tokens.length; i++) {
    const { action, text } = tokens[i] ?? { action: false, text: '' };
    const [, word = '', rest = ''] = /^(\w*)\s*(.*)$/s.exec(text) ?? [];
    if (!action) nodes.push({ type: 'text', text });
    else if (ends.includes(word)) return { nodes, next: i, stop: word };
    else if (word === 'range' || word === 'if' || word === 'with') {
      const block = parseBlock(tokens, i, word, rest);
      nodes.push(block.node);
      i = block.next;
    } else nodes.push(parseSimple(text));
  }
  if (ends.length > 0) throw failed('unexpected EOF');
  return { nodes, next: tokens.length, stop: '' };
}

function parseBlock(tokens: readonly Token[], at: number, type: 'range' | 'if' | 'with', rest: string): { node: Node; next: number } {
  const body = parse(tokens, at + 1, ['end', 'else']);
  const chained = body.stop === 'else' ? /^else\s+if\s+(.*)$/s.exec(tokens[body.next]?.text ?? '') : null;
  const [, names = '', pipeline = rest] = /^((?:\$\w+\s*,\s*)?\$\w+)\s*:=\s*(.*)$/s.exec(rest) ?? [];
  const node = { type, pipeline, names: names === '' ? [] : names.split(/\s*,\s*/), body: body.nodes };
  if (chained !== null) {
    const inner = parseBlock(tokens, body.next, 'if', chained[1] ?? '');
    return { node: { ...node, otherwise: [inner.node] }, next: inner.next };
  }
  if (body.stop === 'end') return { node: { ...node, otherwise: [] }, next: body.next };
  const otherwise = parse(tokens, body.next + 1, ['end']);
  return { node: { ...node, otherwise: otherwise.nodes }, next: otherwise.next };
}

function parseSimple(text: string): Node {
  const set = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(text);
  return set === null ? { type: 'print', pipeline: text } : { type: 'set', name: set[1] ?? '', pipeline: set[2] ?? '' };
}

function render(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => renderNode(node, scope)).join('');
}

function renderNode(node: Node, scope: Scope): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'print':
      return shown(run(node.pipeline, scope));
    case 'set':
      scope.variables.set(node.name, run(node.pipeline, scope) ?? null);
      return '';
    case 'range':
      return renderRange(node, run(node.pipeline, scope), scope);
    case 'if':
      return render(truthy(run(node.pipeline, scope)) ? node.body : node.otherwise, scope);
    case 'with': {
      const value = run(node.pipeline, scope);
      return truthy(value) && value !== undefined ? render(node.body, { ...scope, dot: value }) : render(node.otherwise, scope);
    }
    default:
      return node satisfies never;
  }
}

function renderRange(node: Extract<Node, { type: 'range' | 'if' | 'with' }>, value: JsonValue | undefined, scope: Scope): string {
  const entries = Array.isArray(value)
    ? (value as readonly JsonValue[]).map((item, i): [JsonValue, JsonValue] => [i, item])
    : Object.entries(typeof value === 'object' && value !== null ? (value as JsonObject) : {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return render(node.otherwise, scope);
  return entries.map(([key, item]) => render(node.body, { ...scope, dot: item, variables: bind(scope, node.names, key, item) })).join('');
}

function bind(scope: Scope, names: readonly string[], key: JsonValue, item: JsonValue): Map<string, JsonValue> {
  const variables = new Map(scope.variables);
  const [first, second] = names;
  if (first !== undefined) variables.set(first, second === undefined ? item : key);
  if (second !== undefined) variables.set(second, item);
  return variables;
}

/** `a | f x` gives `f x a`. */
function run(pipeline: string, scope: Scope): JsonValue | undefined {
  let piped: (JsonValue | undefined)[] = [];
  for (const command of splitTop(pipeline, '|')) piped = [runCommand(splitTop(command.trim(), ' '), piped, scope)];
  return piped[0];
}

function runCommand(words: readonly string[], piped: readonly (JsonValue | undefined)[], scope: Scope): JsonValue | undefined {
  const [head = '', ...rest] = words.filter((word) => word !== '');
  const call = FUNCTIONS[head];
  if (call !== undefined) return call([...rest.map((word) => operand(word, scope)), ...piped]);
  if (rest.length > 0 || piped.length > 0) throw failed(`function ${JSON.stringify(head)} not defined`);
  return operand(head, scope);
}

function operand(word: string, scope: Scope): JsonValue | undefined {
  const nested = /^\((.*)\)((?:\.[\w-]+)*)$/s.exec(word);
  if (nested !== null) return fieldsOf(run(nested[1] ?? '', scope), nested[2] ?? '', scope);
  if (word.startsWith('"')) return JSON.parse(word) as string;
  if (word.startsWith('`')) return word.slice(1, -1);
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'nil') return undefined;
  const path = /^(\$\w*)?((?:\.[\w-]*)*)$/.exec(word);
  if (path === null) throw failed(`function ${JSON.stringify(word)} not defined`);
  const [, variable, fields = ''] = path;
  const start = variable === undefined ? scope.dot : scope.variables.get(variable);
  return fieldsOf(start, fields, scope);
}

function fieldsOf(start: JsonValue | undefined, path: string, { strict }: Scope): JsonValue | undefined {
  const names = path.split('.').filter((name) => name !== '');
  return names.reduce<JsonValue | undefined>((value, name) => {
    const found = fieldOf(value, name);
    if (strict && found === undefined) throw failed(`executing "output" at <${path}>: map has no entry for key ${JSON.stringify(name)}`);
    return found;
  }, start);
}

function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quote = '';
  for (const char of text) {
    if (quote === '' && (char === '"' || char === '`')) quote = char;
    else if (char === quote) quote = '';
    else if (quote === '' && char === '(') depth++;
    else if (quote === '' && char === ')') depth--;
    if (char === separator && quote === '' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

type Call = (args: readonly (JsonValue | undefined)[]) => JsonValue | undefined;

const FUNCTIONS: Readonly<Record<string, Call>> = {
  eq: ([a, ...others]) => others.includes(a),
  ne: ([a, b]) => a !== b,
  lt: ([a, b]) => (a ?? 0) < (b ?? 0),
  le: ([a, b]) => (a ?? 0) <= (b ?? 0),
  gt: ([a, b]) => (a ?? 0) > (b ?? 0),
  ge: ([a, b]) => (a ?? 0) >= (b ?? 0),
  not: ([a]) => !truthy(a),
  and: (args) => args.find((arg) => !truthy(arg)) ?? args.at(-1),
  or: (args) => args.find(truthy) ?? args.at(-1),
  len: ([a]) => (typeof a === 'string' || Array.isArray(a) ? a.length : Object.keys(a ?? {}).length),
  index: ([a, ...keys]) => keys.reduce<JsonValue | undefined>(elementOf, a),
  print: (args) => args.map(shown).join(''),
  println: (args) => `${args.map(shown).join(' ')}\n`,
  printf: ([format, ...args]) => printf(shown(format), args),
  base64decode: ([a]) => decoded(shown(a)),
  exists: ([a, ...keys]) => keys.reduce<JsonValue | undefined>(elementOf, a) !== undefined,
};

function decoded(text: string): string {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw failed('error calling base64decode: illegal base64 data');
  return utf8Text(bytes);
}

function elementOf(value: JsonValue | undefined, key: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) && typeof key === 'number' ? (value as readonly JsonValue[])[key] : fieldOf(value, shown(key));
}

function printf(format: string, args: readonly (JsonValue | undefined)[]): string {
  let next = 0;
  return format.replaceAll(/%(-?\d*)([sdvq%])/g, (_, width: string, verb: string) => {
    if (verb === '%') return '%';
    const text = verb === 'q' ? JSON.stringify(shown(args[next++])) : shown(args[next++]);
    return width.startsWith('-') ? text.padEnd(-Number(width)) : text.padStart(Number(width || 0));
  });
}

function truthy(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Maps print as Go prints them, `map[a:1 b:2]`; lists as `[a b]`. */
function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '<no value>';
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(shown).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const sorted = JSON.parse(toJson(value)) as JsonObject;
  return `map[${Object.entries(sorted)
    .map(([key, member]) => `${key}:${shown(member)}`)
    .join(' ')}]`;
}

function failed(why: string): CommandError {
  return new CommandError(`error executing template: template: output: ${why}`);
}
