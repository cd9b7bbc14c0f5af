/** RE2's syntax, which Kubernetes uses for patterns, as JavaScript's. */
const compiled = new Map<string, RegExp | string>();
const LIMIT = 1000;

/** The pattern as a RegExp, or what Go would say is wrong with it. */
export function parseRegex(pattern: string): RegExp | string {
  const hit = compiled.get(pattern);
  if (hit !== undefined) return hit;
  if (compiled.size >= LIMIT) compiled.clear();
  const fresh = parse(pattern);
  compiled.set(pattern, fresh);
  return fresh;
}

const failure = (what: string, where: string): string => `error parsing regexp: ${what}: \`${where}\``;

function parse(pattern: string): RegExp | string {
  const unsupported = /(?<!\\)(?:\\\\)*\(\?(?:[=!]|<[=!]|>|#)/.exec(pattern);
  if (unsupported !== null) return failure('invalid or unsupported Perl syntax', unsupported[0].replace(/^\\+/, '').slice(0, 3));
  const escape = /(?<!\\)(?:\\\\)*(\\(?:[1-9]|[cghijklmopquyEGHIJKLMNORTUVXYZ]))/.exec(pattern.replaceAll(/\\Q.*?(?:\\E|$)/g, ''));
  if (escape !== null) return failure('invalid escape sequence', escape[1] ?? '');
  if (pattern.replaceAll('\\\\', '').endsWith('\\')) return 'error parsing regexp: trailing backslash at end of expression: ``';
  const repeat = /\{(\d+)(?:,(\d*))?\}/g;
  for (const [text, from = '0', to = ''] of pattern.matchAll(repeat)) {
    if (Number(from) > 1000 || Number(to) > 1000 || (to !== '' && Number(to) < Number(from))) return failure('invalid repeat count', text);
  }
  const flags = /^\(\?([imsU]+)\)/.exec(pattern);
  const rest = flags === null ? pattern : pattern.slice(flags[0].length);
  try {
    return new RegExp(translate(rest), `u${(flags?.[1] ?? '').replaceAll('U', '')}`);
  } catch (error) {
    return describe(pattern, error instanceof Error ? error.message : '');
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: String.raw`\x00-\x7F`,
  blank: String.raw`\t `,
  cntrl: String.raw`\x00-\x1F\x7F`,
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: String.raw`!-\/:-@\[-\`{-~`,
  space: String.raw`\t\n\v\f\r `,
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: '0-9A-Fa-f',
};

/** One piece of a pattern at a time: an escape, a named class, the start of a class, a group's name, a repetition, any other character. */
const PIECE =
  /\\Q(?<quoted>.*?)(?:\\E|$)|\\x\{(?<hex>[0-9A-Fa-f]+)\}|\\[pP][A-Z]|\\[^]|\[:(?<not>\^?)(?<name>[a-z]+):\]|\[\^?\]?|\(\?P<|\{\d+(?:,\d*)?\}|[^]/gu;

function translate(pattern: string): string {
  let inClass = false;
  let result = '';
  for (const { 0: piece, groups = {} } of pattern.matchAll(PIECE)) {
    const named = inClass && groups['name'] !== undefined && groups['not'] === '' ? CLASSES[groups['name']] : undefined;
    if (groups['quoted'] !== undefined) result += groups['quoted'].replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
    else if (groups['hex'] !== undefined) result += `\\u{${groups['hex']}}`;
    else if (piece.startsWith('\\')) result += escaped(piece, inClass);
    else if (named !== undefined) result += named;
    else result += inClass ? classPiece(piece) : plainPiece(piece);
    if (!piece.startsWith('\\') && named === undefined) inClass = inClass ? piece !== ']' : piece.startsWith('[');
  }
  return result;
}

/** In JavaScript's unicode mode these mean something in a class, or nothing. */
function classPiece(piece: string): string {
  return piece === ']' ? piece : piece.replaceAll(/[[{}()|/]/g, String.raw`\$&`);
}

function plainPiece(piece: string): string {
  if (piece === '(?P<') return '(?<';
  if (/^\[\^?\]$/.test(piece)) return `${piece.slice(0, -1)}\\]`;
  return piece === '{' || piece === '}' || piece === ']' ? `\\${piece}` : piece;
}

/** What a backslash means in RE2 and JavaScript's unicode mode does not know. */
function escaped(piece: string, inClass: boolean): string {
  switch (piece[1]) {
    case 'A':
      return '(?<![^])';
    case 'z':
      return '(?![^])';
    case 'a':
      return String.raw`\x07`;
    case 'p':
    case 'P':
      return piece.length > 2 ? `\\${piece[1]}{${piece[2] ?? ''}}` : piece;
    case '-':
      return inClass ? piece : '-';
    case undefined:
    default:
      return /^\\[\w$()*+./?[\\\]^{|}]$/.test(piece) ? piece : piece.slice(1);
  }
}

function describe(pattern: string, message: string): string {
  if (/Unterminated group/.test(message)) return failure('missing closing )', pattern);
  if (/Unmatched '\)'/.test(message)) return failure('unexpected )', pattern);
  if (/Unterminated character class/.test(message))
    return failure('missing closing ]', pattern.slice(Math.max(0, pattern.lastIndexOf('['))));
  if (/Nothing to repeat/.test(message)) return failure('missing argument to repetition operator', /[*+?]/.exec(pattern)?.[0] ?? '*');
  if (/Range out of order/.test(message)) return failure('invalid character class range', /[^[\\]-[^\]\\]/.exec(pattern)?.[0] ?? pattern);
  return failure('invalid escape sequence', pattern);
}
