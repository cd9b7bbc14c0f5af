import type { KubeObject } from '../../../api/object.ts';
import type { ApiResource, ListOptions, Table } from '../../../api/request.ts';
import { humanDuration, parseTime } from '../../../api/time.ts';
import { CommandError, isFailure, throwCollected } from '../../errors.ts';
import { readArguments } from '../../parse/arguments.ts';
import { hasFiles, readItems } from '../../parse/documents.ts';
import { listOptions } from '../../parse/select.ts';
import { type Session, getObject, getTable, listObjects, send, targetOf } from '../../session.ts';
import type { GetFlags } from './flags.ts';

/** One request of a `get`: a named object, or a list when it has no name. */
export interface Wanted {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string | undefined;
}

export async function wantedOf(session: Session, args: readonly string[], flags: GetFlags): Promise<readonly Wanted[]> {
  if (hasFiles(flags)) {
    if (args.length > 0)
      throw new CommandError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    const { items, errors } = await readItems(session, flags);
    throwCollected(errors);
    return items;
  }
  const mentions = await readArguments(session, args);
  if (mentions.some(({ name }) => name !== undefined)) {
    if (flags.selector !== '' || flags.fieldSelector !== '') throw new CommandError('name cannot be provided when a selector is specified');
    if (flags.allNamespaces) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  } else if (flags.subresource !== '') throw new CommandError('subresource cannot be used when bulk resources are specified');
  return mentions.map(({ resource, name }) => ({ resource, name, namespace: flags.allNamespaces ? '' : session.namespace }));
}

/** Of a list all pages, in chunks as large as wanted; what is to be sorted is read at once. */
export async function tableOf(session: Session, wanted: Wanted, flags: GetFlags): Promise<Table> {
  const { name } = wanted;
  if (!flags.serverPrint) return namesAndAges(await objectsOf(session, wanted, flags), session.port.now());
  if (name !== undefined && flags.subresource !== '')
    return (await send(session, { verb: 'get', ...targetOf(wanted), name, subresource: flags.subresource, as: 'Table' })) as Table;
  if (name !== undefined) return getTable(session, wanted, name, {});
  return paged(
    flags,
    (options) => getTable(session, wanted, undefined, options),
    (all, next) => ({ ...next, rows: [...all.rows, ...next.rows] }),
  );
}

/** What kubectl can print of any kind by itself. */
function namesAndAges(objects: readonly KubeObject[], now: number): Table {
  const column = { type: 'string', priority: 0 };
  const columnDefinitions = [
    { ...column, name: 'Name', format: 'name' },
    { ...column, name: 'Age', format: '' },
  ];
  const rows = objects.map((object) => ({ cells: [object.metadata.name ?? '', ageOf(object, now)], object }));
  return { apiVersion: 'meta.k8s.io/v1', kind: 'Table', metadata: {}, columnDefinitions, rows };
}

function ageOf({ metadata: { creationTimestamp } }: KubeObject, now: number): string {
  return creationTimestamp === undefined ? '<unknown>' : humanDuration(now - parseTime(creationTimestamp));
}

export async function objectsOf(session: Session, wanted: Wanted, flags: GetFlags): Promise<readonly KubeObject[]> {
  const { name } = wanted;
  if (name !== undefined) return [await getObject(session, { ...wanted, name }, flags.subresource === '' ? undefined : flags.subresource)];
  const { items } = await paged(
    flags,
    (options) => listObjects(session, wanted, options),
    (all, next) => ({ ...next, items: [...all.items, ...next.items] }),
  );
  return items;
}

interface Page {
  readonly metadata: { readonly continue?: string };
}

async function paged<T extends Page>(
  flags: GetFlags,
  list: (options: ListOptions) => Promise<T>,
  join: (all: T, next: T) => T,
): Promise<T> {
  const limit = flags.sortBy === '' && flags.chunkSize > 0 ? { limit: flags.chunkSize } : {};
  const options = { ...listOptions(flags), ...limit };
  let all = await list(options);
  while (all.metadata.continue) all = join(all, await list({ ...options, continue: all.metadata.continue }));
  return all;
}

/** Runs one request; its failure does not keep the others from their turn. */
export async function attempt<T>(work: () => Promise<T>, { ignoreNotFound }: GetFlags, errors: unknown[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!(ignoreNotFound && 'reason' in error && error.reason === 'NotFound')) errors.push(error);
    return undefined;
  }
}
