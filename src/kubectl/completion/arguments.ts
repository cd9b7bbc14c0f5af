import type { Arguments } from '../verb.ts';
import { containerNames } from './containers.ts';
import { objectNames, typeNames } from './objects.ts';
import { type Asked, DEFAULT, NO_FILES, NO_SPACE, type Offer, matching, nothing, plain } from './offer.ts';

/** Candidates for an argument that is no flag, as the verb declares it. */
export async function completeArguments(asked: Asked): Promise<Offer> {
  const args = asked.verb?.args;
  if (args === undefined || (args.beyond === true && !asked.beyond)) return nothing(DEFAULT);
  const { session, typed, parsed } = asked;
  const before = parsed.args;
  switch (args.of) {
    case 'objects':
      return typeAndName(asked, args);
    case 'names':
      return before.length > 0 ? nothing(NO_FILES) : matching(await objectNames(session, args.resource), typed);
    case 'pods':
      if (before.length === 0) return podOrOwner(asked);
      return args.containers === true && before.length === 1
        ? matching(await containerNames(session, before[0] ?? ''), typed)
        : nothing(NO_FILES);
    case 'types':
      return before.length > 0 ? nothing(NO_FILES) : matching(await typeNames(session), typed);
    case 'words':
      return before.length > 0 ? nothing(DEFAULT) : matching(args.words, typed);
    default:
      return args satisfies never;
  }
}

type Objects = Extract<Arguments, { of: 'objects' }>;

/** `TYPE NAME NAME` or `TYPE/NAME TYPE/NAME`, whichever was begun. */
async function typeAndName({ session, parsed, typed }: Asked, { types, once = false }: Objects): Promise<Offer> {
  const before = parsed.args;
  const [first] = before;
  if (first !== undefined && !first.includes('/')) {
    if (once && before.length > 1) return nothing(NO_FILES);
    const names = await objectNames(session, first);
    return matching(without(names, before.slice(1)), typed);
  }
  if (once && before.length > 0) return nothing(NO_FILES);
  const [type = '', ...rest] = typed.split('/');
  if (rest.length > 0) {
    const names = await objectNames(session, type);
    return matching(without(withType(type, names), before), typed);
  }
  const wanted = types ?? (await typeNames(session));
  if (first === undefined) return matching(wanted, typed);
  const words = wanted.filter((word) => word.startsWith(typed)).map((word) => `${word}/`);
  return { candidates: plain(words), directive: NO_FILES | NO_SPACE, problems: [] };
}

const WITH_PODS = ['daemonsets', 'deployments', 'pods', 'jobs', 'replicasets', 'replicationcontrollers', 'services', 'statefulsets'];

/** A pod's name, or the type of something that has pods. */
async function podOrOwner({ session, typed }: Asked): Promise<Offer> {
  const [type = '', ...rest] = typed.split('/');
  if (rest.length > 0) return matching(withType(type, await objectNames(session, type)), typed);
  const pods = matching(await objectNames(session, 'pods'), typed);
  const owners = plain(WITH_PODS.filter((word) => word.startsWith(typed)).map((word) => `${word}/`));
  const directive = pods.candidates.length === 0 ? NO_FILES | NO_SPACE : NO_FILES;
  return { candidates: [...pods.candidates, ...owners], directive, problems: [] };
}

function withType(type: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${type}/${name}`);
}

function without(words: readonly string[], taken: readonly string[]): readonly string[] {
  return words.filter((word) => !taken.includes(word));
}
