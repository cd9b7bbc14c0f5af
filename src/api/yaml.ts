import { type Document, LineCounter, type Node, type YAMLError, parseAllDocuments } from 'yaml';
import { spanOf } from './yaml-position.ts';
import type { JsonValue } from './scalars.ts';
import { type ConvertOptions, type Finding, convert, rangeOf } from './yaml-value.ts';

export { stringifyYaml } from './yaml-write.ts';

/**
 * YAML and JSON as Kubernetes reads it, with the places of things. Hostile input costs little: text is bounded in size
 * and depth, aliases in what they expand to. Nothing here throws.
 */
export interface Position {
  /** From 1, as are columns. */
  readonly line: number;
  readonly column: number;
  /** Behind the last character on the line. */
  readonly endColumn: number;
}

export interface ParsedError extends Position {
  /** `duplicate` keys leave a value (the last one wins), everything else does not. */
  readonly kind: 'syntax' | 'limit' | Finding['kind'];
  readonly message: string;
}

export interface ParsedDocument {
  /** Null if the document can't be read. */
  readonly value: JsonValue;
  /** First and last line. */
  readonly line: number;
  readonly endLine: number;
  readonly errors: readonly ParsedError[];
  /** Where a field path such as `spec.containers[0].image` stands, or its deepest ancestor that is there. */
  positionOf(path: string): Position | undefined;
}

export interface ParseLimits {
  readonly characters?: number;
  readonly depth?: number;
  /** `y`, `no`, `on` and the like are texts, as YAML 1.2 and kustomize have it. */
  readonly plainWords?: true;
}

const CHARACTERS_LIMIT = 10_000_000;
const DEPTH_LIMIT = 100;

/** The documents of a text that are not empty. */
export function parseDocuments(text: string, limits: ParseLimits = {}): ParsedDocument[] {
  const { characters = CHARACTERS_LIMIT, depth = DEPTH_LIMIT, plainWords = false } = limits;
  if (text.length > characters)
    return [unreadable(1, 1, 'limit', `the text has ${text.length} characters, more than the ${characters} that are read`)];
  const documents: ParsedDocument[] = [];
  for (const chunk of chunksOf(text)) documents.push(...parseChunk(chunk, depth, plainWords));
  return documents;
}

/** What is parsed on its own: text that YAML or JSON documents share with no other. */
interface Chunk {
  readonly text: string;
  readonly isJson: boolean;
  /** Lines before it. */
  readonly linesBefore: number;
}

/** Cut so that a mistake in one document does not reach the next: YAML before every `---`, JSON before every object. */
function chunksOf(text: string): Chunk[] {
  const isJson = /^\s*\{/.test(text);
  const chunks: Chunk[] = [];
  let start = 0;
  let linesBefore = 0;
  for (const cut of isJson ? objectStarts(text) : documentStarts(text)) {
    if (cut === start) continue;
    const part = text.slice(start, cut);
    chunks.push({ text: part, isJson, linesBefore });
    linesBefore += lineBreaks(part);
    start = cut;
  }
  chunks.push({ text: text.slice(start), isJson, linesBefore });
  return chunks;
}

function documentStarts(text: string): number[] {
  return Array.from(text.matchAll(/^---(?=[ \t\r\n]|$)/gm), (match) => match.index);
}

/** Where in a stream of JSON objects the second and further ones begin. */
function objectStarts(text: string): number[] {
  const starts: number[] = [];
  let open = 0;
  let isFirst = true;
  for (const match of text.matchAll(/"(?:[^"\\]|\\[^])*"|[{}]/g)) {
    if (match[0] === '{') {
      if (open === 0 && !isFirst) starts.push(match.index);
      isFirst = false;
      open++;
    } else if (match[0] === '}') open = Math.max(0, open - 1);
  }
  return starts;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function parseChunk(chunk: Chunk, depth: number, plainWords: boolean): ParsedDocument[] {
  if (/^(?:---)?\s*$/.test(chunk.text)) return [];
  const nested = endlessNestingAt(chunk.text);
  if (nested !== undefined) {
    const line = chunk.linesBefore + 1;
    const found = unreadable(line, line + lineBreaks(chunk.text), 'limit', tooDeep(depth));
    const at = line + lineBreaks(chunk.text.slice(0, nested));
    return [{ ...found, errors: found.errors.map((error) => ({ ...error, line: at })) }];
  }
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(chunk.text, {
      lineCounter: lines,
      logLevel: 'silent',
      merge: false,
      prettyErrors: false,
      schema: 'failsafe',
      uniqueKeys: false,
      version: '1.1',
    });
    // What follows the end mark of a document (`...`) is not read.
    const [document] = 'empty' in documents ? [] : documents;
    return document === undefined ? [] : documentOf(document, new Places(chunk, lines), { depth, plainWords, sorts: !chunk.isJson });
  } catch (error) {
    // The parser recurses; nothing but its stack can have run out.
    const message = error instanceof RangeError ? tooDeep(depth) : String(error);
    return [unreadable(chunk.linesBefore + 1, chunk.linesBefore + 1 + lineBreaks(chunk.text), 'limit', message)];
  }
}

/** A mistake in go-yaml's words. Only faulty syntax has a line, and what its parser (not its scanner) finds counts from 0. */
export function yamlErrorText({ kind, line, message }: ParsedError): string {
  const shown = message.startsWith('did not find expected') ? line - 1 : line > 1 ? line : 0;
  return kind === 'syntax' && shown > 0 ? `yaml: line ${shown}: ${message}` : `yaml: ${message}`;
}

/** Far more than is allowed, and far less than the parser's stack can bear: what it answers may not depend on how full that is. */
const NESTING_LIMIT = 500;
const NESTED_DASHES = new RegExp(`(?:- ){${NESTING_LIMIT}}`);

/** Where brackets that nobody closes, or lists within lists on one line, are so many that parsing them would take long. */
function endlessNestingAt(text: string): number | undefined {
  const dashes = NESTED_DASHES.exec(text);
  if (dashes !== null) return dashes.index;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x5b || char === 0x7b) open++;
    else if ((char === 0x5d || char === 0x7d) && open > 0) open--;
    if (open > NESTING_LIMIT) return at;
  }
  return undefined;
}

/** From offsets in a chunk to lines and columns of the text. */
class Places {
  private readonly chunk: Chunk;
  private readonly lines: LineCounter;
  constructor(chunk: Chunk, lines: LineCounter) {
    this.chunk = chunk;
    this.lines = lines;
  }
  lineOf(offset: number): number {
    return this.lines.linePos(offset).line + this.chunk.linesBefore;
  }
  /** A span that goes on over several lines ends with the first. */
  position([start, end]: readonly [number, number]): Position {
    const { line, col } = this.lines.linePos(start);
    const lineEnd = this.chunk.text.indexOf('\n', start);
    const last = Math.min(end, lineEnd < 0 ? this.chunk.text.length : lineEnd);
    return { line: line + this.chunk.linesBefore, column: col, endColumn: Math.max(col + 1, col + last - start) };
  }
}

function documentOf(document: Document.Parsed, places: Places, options: ConvertOptions): ParsedDocument[] {
  const root = document.contents as Node | null;
  const [start, end] = root === null ? [document.range[0], document.range[1]] : contentRange(root);
  const extent = { line: places.lineOf(start), endLine: places.lineOf(end) };
  const broken = document.errors[0];
  if (broken !== undefined)
    return [{ ...extent, value: null, errors: [syntaxError(broken, places, options.depth)], positionOf: () => undefined }];
  if (root === null) return [];
  const { value, findings } = convert(root, options);
  if (value === null && findings.length === 0) return [];
  return [
    {
      ...extent,
      value,
      errors: findings.map(({ kind, message, range }) => ({ kind, message, ...places.position(range) })),
      positionOf: (path) => places.position(spanOf(root, path)),
    },
  ];
}

/** Without the line breaks at the end. */
function contentRange(root: Node): [number, number] {
  const [start, end] = rangeOf(root);
  return [start, Math.max(start, end - 1)];
}

function syntaxError(error: YAMLError, places: Places, depth: number): ParsedError {
  const position = places.position(error.pos);
  // The parser turns its own exhausted stack into a syntax error.
  if (error.message.includes('call stack')) return { kind: 'limit', message: tooDeep(depth), ...position };
  return { kind: 'syntax', message: sayingOf(error), ...position };
}

function tooDeep(depth: number): string {
  return `exceeded max depth of ${depth}`;
}

function sayingOf({ code, message }: YAMLError): string {
  if (message.startsWith('Missing closing')) return 'found unexpected end of stream';
  if (message.startsWith('Flow')) return 'did not find expected node content';
  return SAYINGS.get(code) ?? message;
}

/** What go-yaml, and so the API server, says about the more common mistakes. */
const SAYINGS: ReadonlyMap<string, string> = new Map([
  ['BAD_INDENT', 'did not find expected key'],
  ['BLOCK_AS_IMPLICIT_KEY', 'mapping values are not allowed in this context'],
  ['MULTILINE_IMPLICIT_KEY', "could not find expected ':'"],
  ['UNEXPECTED_TOKEN', 'did not find expected key'],
  ['TAB_AS_INDENT', 'found character that cannot start any token'],
]);

function unreadable(line: number, endLine: number, kind: ParsedError['kind'], message: string): ParsedDocument {
  return { value: null, line, endLine, errors: [{ kind, message, line, column: 1, endColumn: 2 }], positionOf: () => undefined };
}
