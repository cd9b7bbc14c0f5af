import { ApiError, notFoundError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { describeObject } from '../../describe/describe.ts';
import { isFailure, throwCollected } from '../../errors.ts';
import { bool, int, list, text } from '../../parse/flags.ts';
import { type Mention, nothingGiven, readArguments } from '../../parse/arguments.ts';
import { readItems } from '../../parse/documents.ts';
import { listOptions } from '../../parse/select.ts';
import { type Session, err, getObject, listObjects } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

export const describeVerb = defineVerb({
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: {
    filename: list('f'),
    recursive: bool('R'),
    selector: text('', 'l'),
    allNamespaces: bool('A'),
    showEvents: bool('', true),
    chunkSize: int(500),
  },
  async run(session, { args, flags, given }) {
    const errors: unknown[] = [];
    const mentions = await mentioned(session, args, flags);
    const found: Found[] = [];
    for (const mention of mentions) {
      try {
        found.push(...(await lookUp(session, mention, flags)));
      } catch (error) {
        if (!isFailure(error)) throw error;
        errors.push(error);
      }
    }
    const alone = found.length === 1 && found[0]?.byPrefix === false;
    const withEvents = given.has('showEvents') ? flags.showEvents : alone;
    const texts: string[] = [];
    for (const { object } of found) texts.push(await describeObject(session, object, withEvents));
    session.stdout.push(texts.join('\n\n'));
    if (found.length === 0 && errors.length === 0) err(session, flags.allNamespaces ? 'No resources found' : nothing(session, mentions));
    throwCollected(errors);
  },
});

interface Found {
  readonly object: KubeObject;
  readonly byPrefix: boolean;
}

interface Flags {
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly selector: string;
  readonly allNamespaces: boolean;
}

async function mentioned(session: Session, args: readonly string[], flags: Flags): Promise<readonly Mention[]> {
  if (flags.filename.length > 0) return (await readItems(session, flags.filename, flags.recursive)).items;
  const mentions = await readArguments(session, args);
  if (mentions.length === 0) throw nothingGiven();
  return mentions;
}

function nothing(session: Session, mentions: readonly Mention[]): string {
  return mentions.every(({ resource }) => resource.namespaced)
    ? `No resources found in ${session.namespace} namespace.`
    : 'No resources found';
}

async function lookUp(session: Session, { resource, name }: Mention, flags: Flags): Promise<readonly Found[]> {
  const namespace = flags.allNamespaces ? '' : session.namespace;
  if (name === undefined) {
    const { items } = await listObjects(session, { resource, namespace }, listOptions(flags));
    return items.map((object) => ({ object, byPrefix: false }));
  }
  try {
    return [{ object: await getObject(session, { resource, namespace, name }), byPrefix: false }];
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return byPrefix(session, resource, namespace, name);
    throw error;
  }
}

/** Without an object of that name, all whose names begin with it. */
async function byPrefix(session: Session, resource: Mention['resource'], namespace: string, prefix: string): Promise<readonly Found[]> {
  const { items } = await listObjects(session, { resource, namespace });
  const found = items.filter(({ metadata }) => metadata.name?.startsWith(prefix) === true);
  if (found.length === 0) throw notFoundError(resource, prefix);
  return found.map((object) => ({ object, byPrefix: true }));
}
