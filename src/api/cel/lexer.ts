import type { Issue } from './source.ts';
import { codePoints } from './values.ts';

export type TokenKind = Punctuation | 'NUM_FLOAT' | 'NUM_INT' | 'NUM_UINT' | 'STRING' | 'BYTES' | 'IDENTIFIER' | 'ESC_IDENTIFIER' | '<EOF>';

type Punctuation = (typeof PUNCTUATION)[number];

/** In the order of CEL's grammar, which is the order in which an error lists what it expected. */
const PUNCTUATION = [
  ...(['==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!'] as const),
  ...(['?', ':', '+', '*', '/', '%', 'true', 'false', 'null'] as const),
] as const;

const ORDER: readonly string[] = [...PUNCTUATION, 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER'];

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset in code points. */
  readonly at: number;
}

/** `')'`, or `{'[', IDENTIFIER}` for several. */
export function expectedText(kinds: readonly TokenKind[]): string {
  const sorted = [...new Set(kinds)].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const texts = sorted.map((kind) => (/^([A-Z_]+|<EOF>)$/.test(kind) ? kind : `'${kind}'`));
  return texts.length === 1 ? (texts[0] ?? '') : `{${texts.join(', ')}}`;
}

const WORDS: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);
const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const QUOTED = String.raw`"""(?:${ESCAPE}|[^\\])*?"""|'''(?:${ESCAPE}|[^\\])*?'''|"(?:${ESCAPE}|[^\\"\n\r])*"|'(?:${ESCAPE}|[^\\'\n\r])*'`;
const RAW = String.raw`[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`;

/** Longest forms first. */
const RULES: readonly (readonly [TokenKind | 'skip', RegExp])[] = [
  ['skip', /(?:[\t \r\n\f]+|\/\/[^\n]*)/y],
  ['BYTES', new RegExp(`[bB](?:${RAW}|${QUOTED})`, 'yu')],
  ['STRING', new RegExp(`${RAW}|${QUOTED}`, 'yu')],
  ['NUM_UINT', /(?:0x[0-9a-fA-F]+|[0-9]+)[uU]/y],
  ['NUM_FLOAT', /(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)/y],
  ['NUM_INT', /(?:0x[0-9a-fA-F]+|[0-9]+)/y],
  ['IDENTIFIER', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['ESC_IDENTIFIER', /`[A-Za-z0-9_.\-/ ]+`/y],
];
const SYMBOL = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y;

/** How far a text that is no token could have become one: what the error shows is that and one character more. */
const UNFINISHED =
  /(?:[bB]?[rR]?"""(?:[^\\]|\\.)*|[bB]?[rR]?'''(?:[^\\]|\\.)*|[bB]?"(?:\\[abfnrtv"'\\?`]|[^\\"\n\r])*\\?|[bB]?'(?:\\[abfnrtv"'\\?`]|[^\\'\n\r])*\\?|`[A-Za-z0-9_.\-/ ]*|[=&|])/y;

export function tokenize(source: string, issues: Issue[]): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let at = 0;
  while (index < source.length) {
    const [kind, text] = tokenAt(source, index);
    if (kind === 'error') issues.push({ at, text: `Syntax error: token recognition error at: '${shown(text)}'` });
    else if (kind !== 'skip') tokens.push({ kind, text, at });
    index += text.length;
    at += codePoints(text);
  }
  return [...tokens, { kind: '<EOF>', text: '<EOF>', at }];
}

function tokenAt(source: string, index: number): readonly [TokenKind | 'skip' | 'error', string] {
  for (const [kind, pattern] of RULES) {
    const text = matchAt(pattern, source, index);
    if (text === undefined) continue;
    return [kind === 'IDENTIFIER' && WORDS.has(text) ? (text as TokenKind) : kind, text];
  }
  const symbol = matchAt(SYMBOL, source, index);
  if (symbol !== undefined) return [symbol as TokenKind, symbol];
  const begun = matchAt(UNFINISHED, source, index) ?? '';
  const next = source.codePointAt(index + begun.length);
  return ['error', next === undefined ? begun : begun + String.fromCodePoint(next)];
}

function matchAt(pattern: RegExp, source: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(source)?.[0];
}

function shown(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The text that a STRING token stands for. In bytes, `\x` and octal escapes are bytes; here they are code points below 256. */
export function unquote(token: string): string {
  const raw = /^[rR]/.test(token);
  const quoted = raw ? token.slice(1) : token;
  const width = quoted.startsWith('"""') || quoted.startsWith("'''") ? 3 : 1;
  const content = quoted.slice(width, -width).replaceAll('\r\n', '\n');
  return raw ? content : content.replaceAll(new RegExp(ESCAPE, 'gu'), unescape);
}

function unescape(sequence: string): string {
  const head = sequence[1] ?? '';
  if (/[xXuU]/.test(head)) return String.fromCodePoint(Number.parseInt(sequence.slice(2), 16));
  if (/[0-3]/.test(head)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 8));
  return SIMPLE_ESCAPES[head] ?? head;
}
