import { isBase60, resolvePlain } from './yaml-scalars.ts';

/**
 * YAML as `kubectl -o yaml` prints it: sigs.k8s.io/yaml on go-yaml v2's emitter. Keys are sorted, lists are not
 * indented under their key, lines break at the first blank beyond column 80.
 */
export function stringifyYaml(value: unknown): string {
  const out = new Writer();
  if (isBlock(value)) writeBlock(out, value, 0);
  else writeScalar(out, value, 0);
  return `${out.text}\n`;
}

class Writer {
  text = '';
  column = 0;
  write(piece: string): void {
    this.text += piece;
    this.column += piece.length;
  }
  newLine(indent: number): void {
    this.text += `\n${' '.repeat(indent)}`;
    this.column = indent;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Something that takes lines of its own: a list or an object with something in it. */
function isBlock(value: unknown): value is readonly unknown[] | Fields {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : entriesOf(value as Fields).length > 0;
}

function entriesOf(fields: Fields): [string, unknown][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => compareKeys(a, b));
}

/** Writes at the current place; further lines start at `indent`. */
function writeBlock(out: Writer, value: readonly unknown[] | Fields, indent: number): void {
  let isFirst = true;
  const startLine = () => {
    if (!isFirst) out.newLine(indent);
    isFirst = false;
  };
  if (isList(value)) {
    for (const item of value) {
      startLine();
      out.write('- ');
      if (isBlock(item)) writeBlock(out, item, indent + 2);
      else writeScalar(out, item, indent + 2);
    }
    return;
  }
  for (const [key, item] of entriesOf(value)) {
    startLine();
    writeText(out, key, indent + 2, true);
    out.write(':');
    writeMember(out, item, indent);
  }
}

function writeMember(out: Writer, value: unknown, indent: number): void {
  if (isBlock(value)) {
    const inner = isList(value) ? indent : indent + 2;
    out.newLine(inner);
    writeBlock(out, value, inner);
  } else {
    out.write(' ');
    writeScalar(out, value, indent + 2);
  }
}

function writeScalar(out: Writer, value: unknown, indent: number): void {
  if (typeof value === 'string') writeText(out, value, indent, false);
  else if (typeof value === 'object' && value !== null) out.write(isList(value) ? '[]' : '{}');
  else out.write(typeof value === 'number' || typeof value === 'boolean' ? `${value}` : 'null');
}

type Style = 'plain' | 'single' | 'double' | 'literal';

function writeText(out: Writer, text: string, indent: number, isKey: boolean): void {
  const style = styleOf(text, isKey);
  switch (style) {
    case 'plain':
      writeFolded(out, text, indent, isKey);
      return;
    case 'single':
      out.write("'");
      writeFolded(out, text.replaceAll("'", "''"), indent, isKey);
      out.write("'");
      return;
    case 'double':
      writeDouble(out, text, indent, isKey);
      return;
    case 'literal':
      writeLiteral(out, text, indent);
      return;
    default:
      style satisfies never;
  }
}

/** Blanks and characters in such places that a style can't show them. */
const SPECIAL = /[^\n\u0020-\u007e\u00a0-\ud7ff\ud800-\udfff\ue000-\ufefe\uff00-\ufffd]/;
const EDGE_BLANK = /^[ \n]|[ \n]$/;

function styleOf(text: string, isKey: boolean): Style {
  const isMultiLine = text.includes('\n');
  if (SPECIAL.test(text) || / \n/.test(text)) return 'double';
  if (isMultiLine) return isKey || text.endsWith(' ') ? 'double' : 'literal';
  if (text === '<<' || resolvePlain(text).kind !== 'string' || isBase60(text)) return 'double';
  return EDGE_BLANK.test(text) || hasIndicator(text) ? 'single' : 'plain';
}

/** Characters that mean something to YAML outside of quotes. */
function hasIndicator(text: string): boolean {
  return /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](?: |$)/.test(text) || /^(?:---|\.\.\.)/.test(text) || /:(?: |$)| #/.test(text);
}

const WIDTH = 80;

/** Breaks at the first single blank beyond the width. */
function writeFolded(out: Writer, text: string, indent: number, isKey: boolean): void {
  if (isKey || out.column + text.length <= WIDTH) {
    out.write(text);
    return;
  }
  for (const piece of text.split(/(?<! )(?= (?! ))/)) {
    if (out.column > WIDTH && piece.startsWith(' ') && piece.length > 1) {
      out.newLine(indent);
      out.write(piece.slice(1));
    } else out.write(piece);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\u001b', '\\e'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\u0085', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

function writeDouble(out: Writer, text: string, indent: number, isKey: boolean): void {
  out.write('"');
  let wasBlank = false;
  const chars = Array.from(text);
  for (const [index, char] of chars.entries()) {
    const breaks = char === ' ' && !isKey && !wasBlank && out.column > WIDTH && index > 0 && index < chars.length - 1;
    wasBlank = char === ' ';
    if (!breaks) out.write(escaped(char));
    else {
      out.newLine(indent);
      if (chars[index + 1] === ' ') out.write('\\');
    }
  }
  out.write('"');
}

function escaped(char: string): string {
  const known = ESCAPES.get(char);
  if (known !== undefined) return known;
  if (!SPECIAL.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function writeLiteral(out: Writer, text: string, indent: number): void {
  const leading = /^[ \n]/.test(text) ? '2' : '';
  const chomping = text.endsWith('\n') ? (text === '\n' || text.endsWith('\n\n') ? '+' : '') : '-';
  out.write(`|${leading}${chomping}`);
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  for (const line of lines) {
    if (line === '') out.text += '\n';
    else {
      out.newLine(indent);
      out.write(line);
    }
  }
}

/** go-yaml's order of keys: letters after everything else, runs of digits by their value. */
function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return compareAt(a, b, i);
  }
  return a.length - b.length;
}

function compareAt(a: string, b: string, at: number): number {
  const [charA, charB] = [a.charAt(at), b.charAt(at)];
  const [isLetterA, isLetterB] = [isLetter(charA), isLetter(charB)];
  if (isLetterA && isLetterB) return charA < charB ? -1 : 1;
  if (isLetterA || isLetterB) return isLetterB ? -1 : 1;
  const lead = (charA === '0' || charB === '0') && /[1-9]0*$/.test(a.slice(0, at)) ? '1' : '';
  const [digitsA, digitsB] = [digitsFrom(a, at), digitsFrom(b, at)];
  const difference = Number(lead + digitsA) - Number(lead + digitsB);
  if (difference !== 0) return difference;
  return digitsA.length - digitsB.length || (charA < charB ? -1 : 1);
}

function digitsFrom(text: string, at: number): string {
  return /^\d*/.exec(text.slice(at))?.[0] ?? '';
}

function isLetter(char: string): boolean {
  return /\p{L}/u.test(char);
}
