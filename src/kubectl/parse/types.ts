import { apiVersionOf, groupResource } from '../../api/object.ts';
import type { ApiResource } from '../../api/request.ts';
import { CommandError } from '../errors.ts';
import { type Session, discover, discoverAnew } from '../session.ts';

/** Finds a resource by plural, singular, short name or kind, optionally followed by `.group` or `.version.group`. */
export async function resolveType(session: Session, typed: string): Promise<ApiResource> {
  const found = await findAmong(session, (resources) => matchType(resources, typed));
  if (found === undefined) throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(typed.split('.')[0])}`);
  return found;
}

/** Every resource of that name, whatever its group and version. */
export async function resourcesNamed(session: Session, word: string): Promise<readonly ApiResource[]> {
  const named = (resources: readonly ApiResource[]) => resources.filter((resource) => answersTo(resource, word.toLowerCase()));
  const known = named(await discover(session));
  return known.length === 0 && (await discoverAnew(session)) ? named(await discover(session)) : known;
}

/** The resources of a comma-separated list; categories such as `all` stand for several. */
export async function resolveTypes(session: Session, typed: string): Promise<readonly ApiResource[]> {
  const found: ApiResource[] = [];
  for (const name of typed.split(',')) {
    const members = preferred(await discover(session)).filter((resource) => resource.categories.includes(name));
    found.push(...(members.length > 0 ? members : [await resolveType(session, name)]));
  }
  return found.filter((resource, i) => found.indexOf(resource) === i);
}

/** Of several versions of a resource the one that is listed first. */
export function preferred(resources: readonly ApiResource[]): readonly ApiResource[] {
  const known = new Map<string, ApiResource>();
  for (const resource of resources) if (!known.has(groupResource(resource))) known.set(groupResource(resource), resource);
  return [...known.values()];
}

export async function resolveKind(session: Session, apiVersion: string, kind: string): Promise<ApiResource | undefined> {
  return findAmong(session, (resources) => resources.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion));
}

/** What is not among the resources that are remembered may have come since. */
async function findAmong(
  session: Session,
  find: (resources: readonly ApiResource[]) => ApiResource | undefined,
): Promise<ApiResource | undefined> {
  const known = find(await discover(session));
  return known === undefined && (await discoverAnew(session)) ? find(await discover(session)) : known;
}

/** `deployment.apps/web`, or `pod/web` for the core group: how kubectl names an object. */
export function displayName(resource: ApiResource, name: string): string {
  return `${displayKind(resource)}/${name}`;
}

export function displayKind(resource: ApiResource): string {
  return groupResource({ group: resource.group, resource: resource.kind.toLowerCase() });
}

function matchType(resources: readonly ApiResource[], typed: string): ApiResource | undefined {
  const [word = '', ...qualifiers] = typed.toLowerCase().split('.');
  const byWord = resources.filter((resource) => answersTo(resource, word));
  if (qualifiers.length === 0) return byWord[0];
  const group = qualifiers.join('.');
  const versioned = (resource: ApiResource) => resource.version === qualifiers[0] && resource.group === qualifiers.slice(1).join('.');
  return byWord.find((resource) => resource.group === group || resource.group.startsWith(`${group}.`) || versioned(resource));
}

function answersTo(resource: ApiResource, word: string): boolean {
  const { resource: plural, singular, shortNames, kind } = resource;
  return plural === word || singular === word || shortNames.includes(word) || kind.toLowerCase() === word;
}
