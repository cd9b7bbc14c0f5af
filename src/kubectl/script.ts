/**
 * Reads what a person pastes: commands line by line, with `&&`, `;`, here documents, and a file or `cat` before kubectl's standard
 * input. There is no shell behind it: no variables, no other programs, no files to write.
 */
import { type Word, readWord } from './command-line.ts';

export interface Command {
  /** Without the leading `kubectl` or `k`. */
  readonly argv: readonly string[];
  readonly stdin: Input | undefined;
  /** Runs only when the command before it did what it should. */
  readonly onSuccess: boolean;
  /** Its place in the text. */
  readonly start: number;
  readonly end: number;
}

export type Input = { readonly text: string } | { readonly file: string };

/** `at` is an offset in the text. */
export interface Problem {
  readonly at: number;
  readonly message: string;
}

export interface Script {
  readonly commands: readonly Command[];
  /** Ends in the middle of a here document or after a backslash: more lines are to come. */
  readonly open: boolean;
  readonly problem: Problem | undefined;
}

export function readScript(text: string): Script {
  const commands: Command[] = [];
  let open = /(^|[^\\])(\\\\)*\\\n?$/.test(text);
  let onSuccess = false;
  for (let at = nextCommand(text, 0); at < text.length;) {
    const read = readCommand(text, at);
    if ('message' in read) return { commands, open: false, problem: read };
    const { words, input, separator, end, next } = read;
    open ||= read.open;
    const stdin = input;
    if (words.length > 0 || stdin !== undefined) commands.push({ argv: withoutName(words), stdin, onSuccess, start: at, end });
    onSuccess = separator === '&&';
    at = nextCommand(text, next);
  }
  return { commands, open, problem: undefined };
}

/** `kubectl get po`, `k get po` and `get po` are the same. */
function withoutName(words: readonly string[]): readonly string[] {
  return words[0] === 'kubectl' || words[0] === 'k' ? words.slice(1) : words;
}

/** Blanks, comments and empty lines before a command, and the `$` that stands before it in a document. */
function nextCommand(text: string, from: number): number {
  const word = readWord(text, from);
  if (word === undefined) return text.length;
  return word.text === '$' && !word.quoted ? nextCommand(text, word.end) : word.start;
}

interface Read {
  readonly words: readonly string[];
  readonly input: Input | undefined;
  readonly separator: string;
  /** A here document has not come to its end. */
  readonly open: boolean;
  readonly end: number;
  /** Where the next command may begin. */
  readonly next: number;
}

interface Marker {
  readonly delimiter: string;
  readonly literal: boolean;
  readonly stripTabs: boolean;
}

function readCommand(text: string, from: number): Read | Problem {
  let words: string[] = [];
  let input: Input | undefined;
  let marker: Marker | undefined;
  let separator = '';
  let end = from;
  for (let word = readWord(text, from, false); word !== undefined && separator === ''; word = readWord(text, end, false)) {
    if (word.open !== undefined) return { at: word.open.at, message: `unterminated ${word.open.quote} quote` };
    end = word.end;
    const redirect = redirectOf(text, word);
    if (redirect !== undefined) {
      const operand = redirect.operand ?? readWord(text, end, false);
      if (operand === undefined || redirect.sign === '>') return { at: word.start, message: noFiles(redirect.sign) };
      end = operand.end;
      if (redirect.sign === '<') input = { file: operand.text };
      else marker = { delimiter: operand.text, literal: operand.quoted, stripTabs: redirect.sign === '<<-' };
    } else if (isSign(word, '|')) {
      const piped = pipedBy(words, word.start, marker !== undefined);
      if (piped !== undefined && 'message' in piped) return piped;
      input = piped ?? input;
      words = [];
    } else if (isSign(word, '&&') || isSign(word, ';')) separator = word.text;
    else words.push(word.text);
  }
  if (marker === undefined)
    return { words, input, separator, open: false, end: separator === '' ? end : end - separator.length, next: end };
  const body = hereDocument(text, end, marker);
  return { words, input: { text: body.text }, separator, open: !body.closed, end: body.end, next: body.end };
}

interface Redirect {
  readonly sign: '<' | '<<' | '<<-' | '>';
  /** What stands behind the sign in the same word. */
  readonly operand: Pick<Word, 'text' | 'end' | 'quoted'> | undefined;
}

function redirectOf(line: string, { text, start, end, quoted }: Word): Redirect | undefined {
  const [sign = ''] = /^(?:<<-?|<|[12]?>>?)/.exec(text) ?? [];
  if (sign === '' || !line.startsWith(sign, start)) return undefined;
  const rest = text.slice(sign.length);
  const operand = rest === '' ? undefined : { text: rest, end, quoted };
  if (sign === '<' || sign === '<<' || sign === '<<-') return { sign, operand };
  return { sign: '>', operand };
}

function isSign({ text, quoted }: Word, sign: string): boolean {
  return text === sign && !quoted;
}

function noFiles(sign: string): string {
  return sign === '>' ? 'no file can be written here' : 'a name is missing here';
}

/** What a pipe brings: only what `cat` makes of a file or a here document. */
function pipedBy(words: readonly string[], at: number, hasDocument: boolean): Input | Problem | undefined {
  const [program, file, ...more] = words;
  const fine = program === 'cat' && more.length === 0 && (file === undefined || file === '-') === hasDocument;
  if (!fine) return { at, message: 'only cat can be piped into kubectl here' };
  return hasDocument || file === undefined ? undefined : { file };
}

/** The lines after the command's own, up to the one that is the delimiter. */
function hereDocument(
  text: string,
  from: number,
  { delimiter, literal, stripTabs }: Marker,
): { text: string; end: number; closed: boolean } {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return { text: '', end: text.length, closed: false };
  const lines: string[] = [];
  let at = newline + 1;
  while (at <= text.length) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = stripTabs ? text.slice(at, end).replace(/^\t+/, '') : text.slice(at, end);
    if (line === delimiter) return { text: bodyOf(lines, literal), end, closed: true };
    lines.push(line);
    at = end + 1;
  }
  return { text: bodyOf(lines, literal), end: text.length, closed: false };
}

function bodyOf(lines: readonly string[], literal: boolean): string {
  const body = lines.map((line) => `${line}\n`).join('');
  return literal ? body : body.replaceAll(/\\([$`\\])/g, '$1');
}
