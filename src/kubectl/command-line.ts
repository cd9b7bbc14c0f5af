import { CommandError } from './errors.ts';

const BLANK = /\s/;
const ESCAPABLE = new Set(['"', '\\', '$', '`', '\n']);

/**
 * Splits a line into words as a POSIX shell would: blanks, single and double quotes, backslashes, comments.
 * Knows no variables, pipes or substitutions: those characters stand for themselves.
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  for (let word = readWord(line, 0); word !== undefined; word = readWord(line, word.end)) {
    if (word.open !== undefined) throw new QuoteError(word.open);
    words.push(word.text);
  }
  return words;
}

/** A quote that nothing ends. */
export class QuoteError extends CommandError {
  /** Where it stands in the line. */
  readonly at: number;
  constructor({ quote, at }: OpenQuote) {
    super(`unterminated ${quote} quote`);
    this.at = at;
  }
}

export interface OpenQuote {
  readonly quote: 'single' | 'double';
  readonly at: number;
}

export interface Word {
  /** Without quotes and backslashes. */
  readonly text: string;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
  /** Something in it was quoted or escaped. */
  readonly quoted: boolean;
  readonly open?: OpenQuote;
}

/** What stands between commands; a word of its own also without blanks around it. */
const SEPARATOR = /;|&&|\|/y;

/**
 * The next word from an offset on. A newline, unless `acrossLines` is off, is a blank like any other; with it off, what stands between
 * commands ends a word.
 */
export function readWord(line: string, from: number, acrossLines = true): Word | undefined {
  const start = skipBlanks(line, from, acrossLines);
  if (start >= line.length || line.charAt(start) === '\n') return undefined;
  if (line.charAt(start) === '#') {
    const newline = line.indexOf('\n', start);
    return newline < 0 || !acrossLines ? undefined : readWord(line, newline, acrossLines);
  }
  const separator = acrossLines ? '' : separatorAt(line, start);
  if (separator !== '') return { text: separator, start, end: start + separator.length, quoted: false };
  let text = '';
  let quoted = false;
  let end = start;
  const goesOn = (at: number): boolean => !BLANK.test(line.charAt(at)) && (acrossLines || separatorAt(line, at) === '');
  while (end < line.length && goesOn(end)) {
    const piece = readPiece(line, end);
    text += piece.text;
    quoted ||= piece.quoted;
    end = piece.end;
    if (piece.open !== undefined) return { text, start, end, quoted, open: piece.open };
  }
  return { text, start, end, quoted };
}

function separatorAt(line: string, at: number): string {
  SEPARATOR.lastIndex = at;
  return SEPARATOR.exec(line)?.[0] ?? '';
}

/** A backslash before a newline joins the two lines. */
function skipBlanks(line: string, from: number, acrossLines: boolean): number {
  let i = from;
  while (i < line.length) {
    if (line.startsWith('\\\n', i)) i += 2;
    else if (BLANK.test(line.charAt(i)) && (acrossLines || line.charAt(i) !== '\n')) i++;
    else break;
  }
  return i;
}

interface Piece {
  readonly text: string;
  readonly end: number;
  readonly quoted: boolean;
  readonly open?: OpenQuote;
}

function readPiece(line: string, i: number): Piece {
  switch (line.charAt(i)) {
    case "'":
      return single(line, i);
    case '"':
      return double(line, i);
    case '\\':
      return { text: line.charAt(i + 1) === '\n' ? '' : line.charAt(i + 1), end: Math.min(i + 2, line.length), quoted: true };
    default:
      return { text: line.charAt(i), end: i + 1, quoted: false };
  }
}

function single(line: string, at: number): Piece {
  const end = line.indexOf("'", at + 1);
  if (end < 0) return { text: line.slice(at + 1), end: line.length, quoted: true, open: { quote: 'single', at } };
  return { text: line.slice(at + 1, end), end: end + 1, quoted: true };
}

function double(line: string, at: number): Piece {
  let text = '';
  for (let i = at + 1; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '"') return { text, end: i + 1, quoted: true };
    if (char === '\\' && ESCAPABLE.has(line.charAt(i + 1))) text += line.charAt(++i) === '\n' ? '' : line.charAt(i);
    else text += char;
  }
  return { text, end: line.length, quoted: true, open: { quote: 'double', at } };
}
