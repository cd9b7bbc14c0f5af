import type { JsonValue } from '../scalars.ts';
import { JsonPathError } from './error.ts';

/** A parsed path: where it starts (`$` or here) and its steps. */
export interface Path {
  readonly fromRoot: boolean;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'descend' }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly step: number }
  | { readonly type: 'union'; readonly paths: readonly Path[] }
  | {
      readonly type: 'filter';
      readonly left: Path | { readonly literal: JsonValue };
      readonly operator: 'exists' | '==' | '!=' | '<' | '<=' | '>' | '>=';
      readonly right: Path | { readonly literal: JsonValue } | undefined;
    };

interface Piece {
  readonly step: Step | undefined;
  readonly end: number;
}

/** Parses `$.items[*].metadata.labels.app\.kubernetes\.io/name`. */
export function parsePath(text: string): Path {
  const start = /^[$@]/.test(text) ? 1 : 0;
  const steps: Step[] = [];
  let i = start;
  while (i < text.length) {
    const piece = readStep(text, i);
    if (piece.step !== undefined) steps.push(piece.step);
    i = piece.end;
  }
  return { fromRoot: text.startsWith('$'), steps };
}

function readStep(text: string, i: number): Piece {
  if (text.startsWith('..', i)) return { step: { type: 'descend' }, end: text.charAt(i + 2) === '[' ? i + 2 : i + 1 };
  const char = text.charAt(i);
  if (char === '[') return readBracket(text, i);
  if (char === ' ') return { step: undefined, end: i + 1 };
  return readName(text, char === '.' ? i + 1 : i);
}

function readName(text: string, start: number): Piece {
  let name = '';
  let i = start;
  for (; i < text.length && !'.[ '.includes(text.charAt(i)); i++) name += text.charAt(i) === '\\' ? text.charAt(++i) : text.charAt(i);
  if (name === '') return { step: undefined, end: i };
  return { step: name === '*' ? { type: 'wildcard' } : { type: 'field', name }, end: i };
}

function readBracket(text: string, open: number): Piece {
  const close = closing(text, open);
  const inner = text.slice(open + 1, close).trim();
  return { step: bracketStep(inner), end: close + 1 };
}

function closing(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let i = open; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return i;
  }
  throw new JsonPathError(`error parsing jsonpath ${text}, unterminated array`);
}

function bracketStep(inner: string): Step {
  if (inner === '*' || inner === '') return { type: 'wildcard' };
  const filter = /^\?\((.*)\)$/s.exec(inner);
  if (filter !== null) return filterStep(filter[1] ?? '');
  const parts = splitOutsideQuotes(inner, ',');
  if (parts.length > 1) return { type: 'union', paths: parts.map((part) => ({ fromRoot: false, steps: [bracketStep(part.trim())] })) };
  if (/^-?\d+$/.test(inner)) return { type: 'index', index: Number(inner) };
  const slice = /^(-?\d*):(-?\d*)(?::(\d*))?$/.exec(inner);
  if (slice !== null) return { type: 'slice', from: number(slice[1]), to: number(slice[2]), step: number(slice[3]) ?? 1 };
  const quoted = /^(['"])(.*)\1$/s.exec(inner);
  if (quoted !== null) return { type: 'field', name: quoted[2] ?? '' };
  throw new JsonPathError(`error parsing jsonpath [${inner}], invalid array index ${inner}`);
}

function number(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [''];
  let quote = '';
  for (const char of text) {
    if (quote === '' && char === separator) parts.push('');
    else {
      if (quote === '' ? char === '"' || char === "'" : char === quote) quote = quote === '' ? char : '';
      parts[parts.length - 1] += char;
    }
  }
  return parts;
}

const COMPARISON = /^((?:"[^"]*"|'[^']*'|[^=!<>"'])*)(==|!=|<=|>=|<|>)(.*)$/s;

function filterStep(text: string): Step {
  const match = COMPARISON.exec(text);
  if (match === null) return { type: 'filter', left: operand(text.trim()), operator: 'exists', right: undefined };
  const [, left = '', operator = '==', right = ''] = match;
  return { type: 'filter', left: operand(left.trim()), operator: operator as '==', right: operand(right.trim()) };
}

function operand(text: string): Path | { readonly literal: JsonValue } {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted !== null) return { literal: quoted[2] ?? '' };
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return { literal: Number(text) };
  if (text === 'true' || text === 'false') return { literal: text === 'true' };
  return parsePath(text);
}
