import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { describeObject } from '../../describe/describe.ts';
import { CommandError, isFailure, throwCollected } from '../../errors.ts';
import { bool, int, text } from '../../parse/flags.ts';
import { type Mention, readArguments } from '../../parse/arguments.ts';
import { FILE_FLAGS, hasFiles, readItems } from '../../parse/documents.ts';
import { listOptions } from '../../parse/select.ts';
import { resolveTypes } from '../../parse/types.ts';
import { type Session, type Target, err, getObject, listObjects } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

export const describeVerb = defineVerb({
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  args: { of: 'objects' },
  flags: {
    ...FILE_FLAGS,
    selector: text('', 'l'),
    allNamespaces: bool('A'),
    showEvents: bool('', true),
    chunkSize: int(500),
  },
  async run(session, { args, flags, given }) {
    checkArguments(args, flags);
    const errors: unknown[] = [];
    const subjects = await findSubjects(session, args, flags, errors);
    const [error] = errors;
    const wanted = given.has('showEvents') ? flags.showEvents : undefined;
    if (errors.length === 1 && args.length === 2 && isNotFound(error)) return describeByPrefix(session, args, error, wanted === true);
    const withEvents = wanted ?? (errors.length === 0 && subjects.length === 1);
    const texts: string[] = [];
    for (const subject of subjects) {
      await attempt(errors, async () => {
        texts.push(await describeObject(session, subject.object ?? (await getObject(session, subject)), withEvents));
      });
    }
    session.stdout.push(texts.join('\n\n'));
    if (subjects.length === 0 && errors.length === 0) {
      err(session, flags.allNamespaces ? 'No resources found' : `No resources found in ${session.namespace} namespace.`);
    }
    throwCollected(errors);
  },
});

interface Flags {
  readonly filename: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
  readonly selector: string;
  readonly allNamespaces: boolean;
}

function checkArguments(args: readonly string[], { filename, kustomize, selector }: Flags): void {
  if (hasFiles({ filename, kustomize })) {
    if (args.length === 0) return;
    throw new CommandError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
  }
  if (args.length === 0) {
    throw new CommandError(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  if (selector === '') return;
  if (args.some((arg) => arg.includes('/'))) {
    throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (args.length > 1) throw new CommandError('name cannot be provided when a selector is specified');
}

/** The object is there already where it has been looked up. */
interface Subject extends Target {
  readonly object?: KubeObject;
}

async function findSubjects(session: Session, args: readonly string[], flags: Flags, errors: unknown[]): Promise<readonly Subject[]> {
  if (hasFiles(flags)) {
    const read = await readItems(session, flags);
    errors.push(...read.errors);
    return read.items.map(({ resource, namespace, name }) => ({ resource, namespace, name }));
  }
  const found: Subject[] = [];
  for (const mention of await readArguments(session, args)) {
    await attempt(errors, async () => {
      found.push(...(await lookUp(session, mention, flags)));
    });
  }
  return found;
}

async function lookUp(session: Session, { resource, name }: Mention, flags: Flags): Promise<readonly Subject[]> {
  const place = { resource, namespace: flags.allNamespaces ? '' : session.namespace };
  if (name !== undefined) return [{ ...place, name, object: await getObject(session, { ...place, name }) }];
  const { items } = await listObjects(session, place, listOptions(flags));
  return items.map((object) => ({ ...place, name: object.metadata.name ?? '', object }));
}

/** Without an object of that name, all whose names begin with it. */
async function describeByPrefix(
  session: Session,
  [type = '', prefix = '']: readonly string[],
  notFound: unknown,
  withEvents: boolean,
): Promise<void> {
  if (type.includes('/')) throw notFound;
  const [resource, another] = await resolveTypes(session, type);
  if (resource === undefined || another !== undefined) throw new CommandError('you may only specify a single resource type');
  const { items } = await listObjects(session, { resource, namespace: session.namespace });
  const found = items.filter(({ metadata }) => metadata.name?.startsWith(prefix) === true);
  if (found.length === 0) throw notFound;
  for (const object of found) session.stdout.push(`${await describeObject(session, object, withEvents)}\n`);
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'NotFound';
}

async function attempt(errors: unknown[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    errors.push(error);
  }
}
