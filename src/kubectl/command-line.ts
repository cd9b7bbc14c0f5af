import { CommandError } from './errors.ts';

const BLANK = /\s/;
const ESCAPABLE = new Set(['"', '\\', '$', '`', '\n']);

/**
 * Splits a line into words as a POSIX shell would: blanks, single and double quotes, backslashes, comments.
 * Knows no variables, pipes or substitutions: those characters stand for themselves.
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let i = 0;
  while (i < line.length) {
    while (i < line.length && BLANK.test(line.charAt(i))) i++;
    if (i >= line.length || line.charAt(i) === '#') break;
    const word = readWord(line, i);
    words.push(word.text);
    i = word.end;
  }
  return words;
}

interface Piece {
  readonly text: string;
  readonly end: number;
}

function readWord(line: string, start: number): Piece {
  let text = '';
  let i = start;
  while (i < line.length && !BLANK.test(line.charAt(i))) {
    const piece = readPiece(line, i);
    text += piece.text;
    i = piece.end;
  }
  return { text, end: i };
}

function readPiece(line: string, i: number): Piece {
  switch (line.charAt(i)) {
    case "'":
      return single(line, i + 1);
    case '"':
      return double(line, i + 1);
    case '\\':
      return { text: line.charAt(i + 1) === '\n' ? '' : line.charAt(i + 1), end: i + 2 };
    default:
      return { text: line.charAt(i), end: i + 1 };
  }
}

function single(line: string, start: number): Piece {
  const end = line.indexOf("'", start);
  if (end < 0) throw new CommandError('unterminated single quote');
  return { text: line.slice(start, end), end: end + 1 };
}

function double(line: string, start: number): Piece {
  let text = '';
  for (let i = start; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '"') return { text, end: i + 1 };
    if (char === '\\' && ESCAPABLE.has(line.charAt(i + 1))) text += line.charAt(++i) === '\n' ? '' : line.charAt(i);
    else text += char;
  }
  throw new CommandError('unterminated double quote');
}
