import type { ApiResource } from '../../api/request.ts';
import { CommandError } from '../errors.ts';
import type { Session } from '../session.ts';
import { resolveType, resolveTypes } from './types.ts';

/** One resource that the arguments name, with one name or with none (all of them). */
export interface Mention {
  readonly resource: ApiResource;
  readonly name: string | undefined;
}

const MIXED =
  'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form ' +
  "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/** Reads `TYPE[,TYPE…] [NAME…]` or `TYPE/NAME…`. */
export async function readArguments(session: Session, args: readonly string[]): Promise<readonly Mention[]> {
  const [first, ...names] = args;
  if (first === undefined) return [];
  if (args.some((arg) => arg.includes('/'))) return readPairs(session, args);
  const resources = await resolveTypes(session, first);
  if (names.length === 0) return resources.map((resource) => ({ resource, name: undefined }));
  return resources.flatMap((resource) => names.map((name) => ({ resource, name })));
}

async function readPairs(session: Session, args: readonly string[]): Promise<readonly Mention[]> {
  if (args.some((arg) => !arg.includes('/'))) throw new CommandError(MIXED);
  const mentions: Mention[] = [];
  for (const arg of args) {
    const [type = '', name = '', ...more] = arg.split('/');
    if (more.length > 0) throw new CommandError('arguments in resource/name form may not have more than one slash');
    if (type === '' || name === '') throw new CommandError(`arguments in resource/name form must have a single resource and name`);
    mentions.push({ resource: await resolveType(session, type), name });
  }
  return mentions;
}

/** What kubectl says when a verb that needs a name, a selector or `--all` has none of them. */
export function resourceButNoName(): CommandError {
  return new CommandError('resource(s) were provided, but no name was specified');
}

export function nothingGiven(): CommandError {
  return new CommandError(
    "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
  );
}

/** Splits `TYPE NAME k=v k-` or `TYPE/NAME k=v k-` into resource arguments and the rest: everything from the first with `=` or a final `-`. */
export function splitPairs(args: readonly string[]): { resources: readonly string[]; pairs: readonly string[] } {
  const isPair = (arg: string) => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  const at = args.findIndex(isPair);
  return at < 0 ? { resources: args, pairs: [] } : { resources: args.slice(0, at), pairs: args.slice(at) };
}
