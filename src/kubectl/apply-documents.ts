import { ApiError } from '../api/errors.ts';
import type { ApiPort, WriteOptions } from '../api/request.ts';
import type { Status } from '../api/types.gen.ts';
import type { ParsedDocument } from '../api/yaml.ts';
import { errorText, isFailure } from './errors.ts';
import { type Item, toItems } from './parse/documents.ts';
import { displayName } from './parse/types.ts';
import { type Session, nothingDiscovered } from './session.ts';
import { applyItem } from './verbs/apply/apply-item.ts';

/** What became of one object of a text. */
export interface AppliedDocument {
  readonly document: ParsedDocument;
  /** `deployment.apps/web`, or '' when it has no name or kind yet. */
  readonly object: string;
  readonly result: 'created' | 'configured' | 'unchanged' | 'error';
  /** The line that kubectl prints, or the text of the error. */
  readonly message: string;
  /** The server's refusal, if it was one: its causes name fields. */
  readonly status: Status | undefined;
  readonly warnings: readonly string[];
}

export interface ApplyDocumentsOptions {
  /** Where objects go that name no namespace. */
  readonly namespace: string;
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
}

/** Applies documents one after the other; what is wrong with one does not keep the others from being applied. */
export async function applyDocuments(
  port: ApiPort,
  documents: readonly ParsedDocument[],
  options: ApplyDocumentsOptions,
): Promise<readonly AppliedDocument[]> {
  const results: AppliedDocument[] = [];
  for (const document of documents) results.push(...(await applyDocument(port, document, options)));
  return results;
}

async function applyDocument(port: ApiPort, document: ParsedDocument, options: ApplyDocumentsOptions): Promise<AppliedDocument[]> {
  const session = sessionFor(port, options);
  const [broken] = document.errors;
  if (broken !== undefined) return [failed(document, '', broken.message, undefined, [])];
  try {
    const results: AppliedDocument[] = [];
    for (const item of await toItems(session, document, '')) results.push(await applyOne(port, document, item, options));
    return results;
  } catch (error) {
    return [failure(document, '', error, [])];
  }
}

async function applyOne(port: ApiPort, document: ParsedDocument, item: Item, options: ApplyDocumentsOptions): Promise<AppliedDocument> {
  const session = sessionFor(port, options);
  const object = item.name === '' ? '' : displayName(item.resource, item.name);
  const write: WriteOptions = {
    fieldManager: options.fieldManager ?? 'kubectl-client-side-apply',
    fieldValidation: 'Strict',
    ...(options.dryRun === true ? { dryRun: true } : {}),
  };
  try {
    const { result } = await applyItem(session, item, { write });
    const suffix = options.dryRun === true ? ' (server dry run)' : '';
    const done = result === 'serverside-applied' ? 'configured' : result;
    return { document, object, result: done, message: `${object} ${result}${suffix}`, status: undefined, warnings: [...session.warned] };
  } catch (error) {
    return failure(document, object, error, [...session.warned]);
  }
}

function failure(document: ParsedDocument, object: string, error: unknown, warnings: readonly string[]): AppliedDocument {
  if (!isFailure(error)) throw error;
  return failed(document, object, errorText(error).trimEnd(), error instanceof ApiError ? error.status : undefined, warnings);
}

function failed(
  document: ParsedDocument,
  object: string,
  message: string,
  status: Status | undefined,
  warnings: readonly string[],
): AppliedDocument {
  return { document, object, result: 'error', message, status, warnings };
}

function sessionFor(port: ApiPort, { namespace }: ApplyDocumentsOptions): Session {
  const io = { port, namespace, readFile: () => undefined, stdin: '' };
  return {
    io,
    port,
    namespace,
    namespaceGiven: false,
    timeoutSeconds: 0,
    stdout: [],
    stderr: [],
    warned: new Set(),
    discovered: nothingDiscovered(),
  };
}
