import { parseSelector } from '../../api/label-parser.ts';
import { matchesSelector } from '../../api/labels.ts';
import type { KubeObject } from '../../api/object.ts';
import type { ApiResource, ListOptions } from '../../api/request.ts';
import { isFailure, throwCollected } from '../errors.ts';
import { type Session, type Target, getObject, listObjects } from '../session.ts';
import { type FlagSpecs, bool, text } from './flags.ts';
import { nothingGiven, readArguments, resourceButNoName } from './arguments.ts';
import { FILE_FLAGS, type FileOptions, hasFiles, readItems } from './documents.ts';

/** Flags of verbs that act on objects named by arguments, files or selectors. */
export const SELECTOR_FLAGS = { selector: text('', 'l'), fieldSelector: text() } satisfies FlagSpecs;

export const SELECT_FLAGS = { ...FILE_FLAGS, ...SELECTOR_FLAGS, all: bool(), allNamespaces: bool('A') } satisfies FlagSpecs;

export interface SelectOptions extends FileOptions {
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
}

/** A live object and where it is. */
export interface Found extends Target {
  readonly object: KubeObject;
  readonly source: string;
}

/**
 * Calls `act` for every object that the arguments, files or selectors name, each read just before. A failure does not keep
 * the others from their turn; what failed is thrown at the end. Returns how many objects there were.
 */
export async function eachObject(
  session: Session,
  args: readonly string[],
  options: SelectOptions,
  act: (found: Found) => Promise<void>,
): Promise<number> {
  const errors: unknown[] = [];
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isFailure(error)) throw error;
      errors.push(error);
    }
  };
  let count = 0;
  const targets = await findTargets(session, args, options, errors);
  for (const target of targets) {
    await attempt(async () => {
      const object = target.object ?? (await getObject(session, target));
      count++;
      await act({ ...target, object });
    });
  }
  throwCollected(errors);
  return count;
}

/** What was named; the live object is already there when it was found by listing. */
export interface Candidate extends Target {
  readonly object: KubeObject | undefined;
  readonly source: string;
}

export async function findTargets(
  session: Session,
  args: readonly string[],
  options: SelectOptions,
  errors: unknown[],
): Promise<readonly Candidate[]> {
  if (hasFiles(options)) return fromFiles(session, options, errors);
  const mentions = await readArguments(session, args);
  if (mentions.length === 0) throw nothingGiven();
  const found: Candidate[] = [];
  for (const { resource, name } of mentions) {
    const namespace = resource.namespaced ? session.namespace : '';
    if (name !== undefined) found.push({ resource, namespace, name, object: undefined, source: '' });
    else found.push(...(await fromList(session, resource, options)));
  }
  return found;
}

async function fromFiles(session: Session, options: SelectOptions, errors: unknown[]): Promise<readonly Candidate[]> {
  const read = await readItems(session, options);
  errors.push(...read.errors);
  return read.items.map(({ resource, namespace, name, source }) => ({ resource, namespace, name, source, object: undefined }));
}

async function fromList(session: Session, resource: ApiResource, options: SelectOptions): Promise<readonly Candidate[]> {
  const chosen = options.all === true || (options.selector ?? '') !== '' || (options.fieldSelector ?? '') !== '';
  if (!chosen) throw resourceButNoName();
  const namespace = options.allNamespaces === true || !resource.namespaced ? '' : session.namespace;
  const { items } = await listObjects(session, { resource, namespace }, listOptions(options));
  return items.map((object) => ({
    resource,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    object,
    source: '',
  }));
}

/** Of the objects of files, those with certain labels. */
export function selectItems<T extends { readonly object: KubeObject }>(items: readonly T[], selector: string): readonly T[] {
  if (selector === '') return items;
  const parsed = parseSelector(selector);
  return items.filter(({ object }) => matchesSelector(parsed, object.metadata.labels));
}

export function listOptions({ selector = '', fieldSelector = '' }: SelectOptions): ListOptions {
  return { ...(selector === '' ? {} : { labelSelector: selector }), ...(fieldSelector === '' ? {} : { fieldSelector }) };
}
