/** The tokens of a POSIX shell script, as far as manifests use them: quotes, expansions, separators, redirections, comments. */
import type { Script, Word, WordPart } from '../image.ts';

export type Token =
  | { readonly type: 'word'; readonly word: Word; /** Unquoted text, for keywords; '' when quoted. */ readonly bare: string }
  | { readonly type: 'operator'; readonly text: string; /** What a redirection is about: `2` in `2>file`. */ readonly descriptor?: string };

/** Compiles the inside of a command substitution. */
type Compile = (source: string) => Script;

const OPERATORS = ['&&', '||', ';;', '>>', '>&', '<<', '&>', ';', '|', '&', '(', ')', '<', '>', '\n'];

export function tokenize(source: string, compile: Compile): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '\\' && source[at + 1] === '\n') at += 2;
    else if (char === '#') at = lineEnd(source, at);
    else {
      const descriptor = /^\d(?=[<>])/.exec(source.slice(at, at + 2));
      if (descriptor !== null) at++;
      const operator = OPERATORS.find((text) => source.startsWith(text, at));
      if (operator !== undefined) {
        tokens.push({ type: 'operator', text: operator, ...(descriptor === null ? {} : { descriptor: descriptor[0] }) });
        at += operator.length;
      } else {
        const read = readWord(source, at, compile);
        tokens.push({ type: 'word', word: read.word, bare: read.quoted ? '' : source.slice(at, read.end) });
        at = read.end;
      }
    }
  }
  return tokens;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}

interface ReadWord {
  readonly word: Word;
  readonly end: number;
  readonly quoted: boolean;
}

function readWord(source: string, start: number, compile: Compile): ReadWord {
  const parts: WordPart[] = [];
  let at = start;
  let quoted = false;
  while (at < source.length && !/[\s;|&()<>]/.test(source.charAt(at))) {
    const char = source.charAt(at);
    if (char === "'") {
      const end = closing(source, at + 1, "'");
      parts.push({ text: source.slice(at + 1, end) });
      at = end + 1;
      quoted = true;
    } else if (char === '"') {
      at = readDoubleQuoted(source, at + 1, parts, compile);
      quoted = true;
    } else if (char === '$' || char === '`') at = readExpansion(source, at, parts, compile);
    else if (char === '\\') {
      parts.push({ text: source.charAt(at + 1) });
      at += 2;
    } else at = readPlain(source, at, parts, /[\s;|&()<>'"$`\\]/);
  }
  return { word: parts, end: Math.max(at, start + 1), quoted };
}

function readDoubleQuoted(source: string, start: number, parts: WordPart[], compile: Compile): number {
  let at = start;
  if (source[at] === '"') parts.push({ text: '' });
  while (at < source.length && source[at] !== '"') {
    const char = source.charAt(at);
    if (char === '$' || char === '`') at = readExpansion(source, at, parts, compile);
    else if (char === '\\') {
      const next = source.charAt(at + 1);
      parts.push({ text: '"\\$`'.includes(next) ? next : `\\${next}` });
      at += 2;
    } else at = readPlain(source, at, parts, /["$`\\]/);
  }
  return at + 1;
}

function readPlain(source: string, start: number, parts: WordPart[], stop: RegExp): number {
  let at = start;
  while (at < source.length && !stop.test(source.charAt(at))) at++;
  parts.push({ text: source.slice(start, at) });
  return at;
}

/** `$NAME`, `${NAME:-text}`, `$(command)`, `$((expression))` and backquotes. */
function readExpansion(source: string, at: number, parts: WordPart[], compile: Compile): number {
  if (source[at] === '`') {
    const end = closing(source, at + 1, '`');
    parts.push({ output: compile(source.slice(at + 1, end)) });
    return end + 1;
  }
  if (source.startsWith('$((', at)) {
    const end = source.indexOf('))', at);
    const stop = end < 0 ? source.length : end;
    parts.push({ arithmetic: source.slice(at + 3, stop) });
    return stop + 2;
  }
  if (source.startsWith('$(', at)) {
    const end = matchingParenthesis(source, at + 1);
    parts.push({ output: compile(source.slice(at + 2, end)) });
    return end + 1;
  }
  const braced = /^\$\{([A-Za-z_]\w*|[0-9@*#?$!])(?::?[-=+]([^}]*))?\}/.exec(source.slice(at));
  const plain = braced ?? /^\$([A-Za-z_]\w*|[0-9@*#?$!])/.exec(source.slice(at));
  if (plain === null) {
    parts.push({ text: '$' });
    return at + 1;
  }
  const [whole, variable = '', fallback] = plain;
  parts.push({ variable, ...(fallback === undefined ? {} : { fallback }) });
  return at + whole.length;
}

function closing(source: string, from: number, quote: string): number {
  const end = source.indexOf(quote, from);
  return end < 0 ? source.length : end;
}

function matchingParenthesis(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if (source[at] === '(') depth++;
    if (source[at] === ')' && --depth === 0) return at;
  }
  return source.length;
}
