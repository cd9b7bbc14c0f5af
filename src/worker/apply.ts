/** kubectl apply of an editor's text, with every answer at the lines it is about. */
import { ApiError } from '../api/errors.ts';
import type { ApiPort } from '../api/request.ts';
import { type ParsedDocument, type ParsedError, parseDocuments } from '../api/yaml.ts';
import { isFailure } from '../kubectl/errors.ts';
import { toItems } from '../kubectl/parse/documents.ts';
import type { Session } from '../kubectl/session.ts';
import { applyItem } from '../kubectl/verbs/apply/apply-item.ts';
import type { Answers, DocumentResult } from '../protocol/messages.ts';

type Problem = DocumentResult['problems'][number];

/** A text that can't be read as a whole changes nothing; documents that can are applied one by one, in order. */
export async function applyText(port: ApiPort, text: string, namespace: string, dryRun: boolean): Promise<Answers['apply']> {
  const documents = parseDocuments(text);
  const broken = documents.filter(({ errors }) => errors.length > 0);
  if (broken.length > 0) return { documents: broken.map(unreadable) };
  const session = newSession(port, namespace);
  const results: DocumentResult[] = [];
  for (const document of documents) if (document.value !== null) results.push(...(await applyDocument(session, document, dryRun)));
  return { documents: results };
}

function newSession(port: ApiPort, namespace: string): Session {
  const io = { port, namespace, readFile: () => undefined, stdin: '' };
  return { io, port, namespace, namespaceGiven: false, stdout: [], stderr: [], warned: new Set(), discovered: [] };
}

function unreadable(document: ParsedDocument): DocumentResult {
  const { line, endLine, errors } = document;
  return { line, endLine, object: '', result: 'error', message: errors[0]?.message ?? '', warnings: [], problems: errors.map(problemOf) };
}

function problemOf({ line, column, endColumn, message }: ParsedError): Problem {
  return { line, column, endColumn, message };
}

/** One result per object: a List has several. */
async function applyDocument(session: Session, document: ParsedDocument, dryRun: boolean): Promise<DocumentResult[]> {
  const { line, endLine } = document;
  const results: DocumentResult[] = [];
  let object = '';
  try {
    for (const item of await toItems(session, document, 'editor')) {
      const { group, resource, singular } = item.resource;
      object = `${singular || resource}${group === '' ? '' : `.${group}`}/${item.name}`;
      const { result, ...applied } = await applyItem(session, item, {
        write: { fieldValidation: 'Strict', ...(dryRun ? { dryRun } : {}) },
      });
      object = object.endsWith('/') ? `${object}${applied.object.metadata.name ?? ''}` : object;
      const done = result === 'serverside-applied' ? 'configured' : result;
      const message = `${object} ${done}${dryRun ? ' (server dry run)' : ''}`;
      results.push({ line, endLine, object, result: done, message, warnings: takeWarnings(session), problems: [] });
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    const message = textOf(error);
    results.push({
      line,
      endLine,
      object,
      result: 'error',
      message,
      warnings: takeWarnings(session),
      problems: problemsOf(document, error, message),
    });
  }
  return results;
}

/** The server's words without the wrapping that kubectl puts around them for a terminal. */
function textOf(error: Error): string {
  return error.message
    .replace(/^error when (?:creating|applying patch)[^]*?"editor": /, '')
    .replace(/^error validating "editor": error validating data: /, '');
}

function takeWarnings(session: Session): string[] {
  const warnings = [...session.warned];
  session.warned.clear();
  session.stderr.length = 0;
  return warnings;
}

function problemsOf(document: ParsedDocument, error: Error, message: string): Problem[] {
  const causes = error instanceof ApiError ? (error.status.details?.causes ?? []) : [];
  const named = causes.flatMap(({ field, message: why }) => (field ? [{ path: field, message: `${field}: ${why ?? ''}` }] : []));
  const found = named.length > 0 ? named : pathsIn(message);
  if (found.length === 0) return [at(document, 'kind', message)];
  return found.map((problem) => at(document, problem.path, problem.message));
}

/** Field paths that strict decoding and Go's JSON decoder put into their texts. */
function pathsIn(message: string): { path: string; message: string }[] {
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([text, path = '']) => ({ path, message: text }));
  if (strict.length > 0) return strict;
  const [text = '', path = ''] = /json: cannot unmarshal .* into Go struct field \w+\.(\S+) of type \S+/.exec(message) ?? [];
  return text === '' ? [] : [{ path, message: text }];
}

/** The place of a field, or of the nearest thing around it that is there. */
function at(document: ParsedDocument, path: string, message: string): Problem {
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
