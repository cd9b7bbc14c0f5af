/** kubectl apply of an editor's text, with every answer at the lines it is about. */
import type { ApiPort } from '../api/request.ts';
import type { Status } from '../api/types.gen.ts';
import { type ParsedDocument, type ParsedError, parseDocuments } from '../api/yaml.ts';
import { type AppliedDocument, applyDocuments } from '../kubectl/apply-documents.ts';
import type { Answers, DocumentResult } from '../protocol/messages.ts';

type Problem = DocumentResult['problems'][number];

/** Problems that one answer tells of, and characters of its message: whoever mends these will see the next. */
const MOST_PROBLEMS = 100;
const MOST_MESSAGE = 4_000;

/** Files of the control plane: documents that are no objects of the API, and what puts one in its place. */
export interface Files {
  isFile(document: ParsedDocument): boolean;
  place(document: ParsedDocument, dryRun: boolean): DocumentResult;
}

/** A text that can't be read as a whole changes nothing; documents that can are applied one by one, in order. */
export async function applyText(port: ApiPort, text: string, namespace: string, dryRun: boolean, files?: Files): Promise<Answers['apply']> {
  const documents = parseDocuments(text);
  const broken = documents.filter(({ errors }) => errors.length > 0);
  if (broken.length > 0) return { documents: broken.map(unreadable) };
  const results: DocumentResult[] = [];
  for (let next = 0; next < documents.length;) {
    const file = documents.findIndex((document, index) => index >= next && files?.isFile(document) === true);
    const objects = documents.slice(next, file < 0 ? documents.length : file);
    const applied = objects.length === 0 ? [] : await applyDocuments(port, objects, { namespace, dryRun });
    results.push(...applied.map(resultOf));
    const document = documents[file];
    if (document !== undefined && files !== undefined) results.push(files.place(document, dryRun));
    next = file < 0 ? documents.length : file + 1;
  }
  return { documents: results.length === 0 ? [NOTHING] : results };
}

/** As kubectl says it of a text without objects. */
const NOTHING: DocumentResult = {
  line: 1,
  endLine: 1,
  object: '',
  result: 'error',
  message: 'error: no objects passed to apply',
  warnings: [],
  problems: [],
};

function unreadable(document: ParsedDocument): DocumentResult {
  const { line, endLine, errors } = document;
  return {
    line,
    endLine,
    object: '',
    result: 'error',
    message: errors[0]?.message ?? '',
    warnings: [],
    problems: errors.slice(0, MOST_PROBLEMS).map(problemOf),
  };
}

function problemOf({ line, column, endColumn, message }: ParsedError): Problem {
  return { line, column, endColumn, message };
}

function resultOf({ document, object, result, message, status, warnings }: AppliedDocument): DocumentResult {
  const { line, endLine } = document;
  if (result !== 'error') return { line, endLine, object, result, message, warnings, problems: [] };
  const text = status?.message === undefined ? withoutSource(message) : withoutSource(status.message);
  return { line, endLine, object, result, message: shortened(text), warnings, problems: problemsOf(document, status, text) };
}

function shortened(message: string): string {
  return message.length > MOST_MESSAGE ? `${message.slice(0, MOST_MESSAGE)}…` : message;
}

/** The server's words without the wrapping that kubectl puts around them for a terminal. */
function withoutSource(message: string): string {
  return message
    .replace(/^(?:error: |The request is invalid: |Error from server \(\w+\): )/, '')
    .replace(/^error when (?:creating|applying patch)[^]*?"": /, '')
    .replace(/^error validating "": error validating data: /, '')
    .replace(/ from ""/, '');
}

function problemsOf(document: ParsedDocument, status: Status | undefined, message: string): Problem[] {
  const causes = status?.details?.causes ?? [];
  const named = causes.flatMap(({ field, message: why }) => (field ? [{ path: field, message: `${field}: ${why ?? ''}` }] : []));
  const found = named.length > 0 ? named : pathsIn(message);
  if (found.length === 0) return [problemAt(document, 'kind', shortened(message))];
  return found.slice(0, MOST_PROBLEMS).map((problem) => problemAt(document, problem.path, shortened(problem.message)));
}

/** Field paths that strict decoding and Go's JSON decoder put into their texts. */
function pathsIn(message: string): { path: string; message: string }[] {
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([text, path = '']) => ({ path, message: text }));
  if (strict.length > 0) return strict;
  if (/^pods ".*" is forbidden: no PriorityClass with name /.test(message)) return [{ path: 'spec.priorityClassName', message }];
  const [text = '', path = ''] = /json: cannot unmarshal .* into Go struct field \w+\.(\S+) of type \S+/.exec(message) ?? [];
  return text === '' ? [] : [{ path, message: text }];
}

/** The place of a field, or of the nearest thing around it that is there. */
export function problemAt(document: ParsedDocument, path: string, message: string): Problem {
  for (let rest = path; rest !== ''; rest = parentOf(rest)) {
    const position = document.positionOf(rest);
    if (position !== undefined) return { ...position, message };
  }
  return { line: document.line, column: 1, endColumn: 1, message };
}

function parentOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return cut < 0 ? '' : path.slice(0, cut);
}
