/** From a path and a method to what of the API they mean (apiserver/pkg/endpoints/request/requestinfo.go and installer.go). */
import type { ApiResource, ResourceName } from '../request.ts';
import { subresourcesOf } from './subresources.ts';

export type Route =
  | { readonly to: 'resource'; readonly resource: ApiResource; readonly place: Place }
  /** `/api`, `/apis`, `/apis/<group>`, `/apis/<group>/<version>`, `/version` and what else is about the server itself. */
  | { readonly to: 'server'; readonly path: readonly string[] }
  /** A group or version that nobody serves. */
  | Missed<'nowhere'>
  /** A path of a group and version that are served, without a resource of that name. */
  | Missed<'unknown'>
  /** A method that the path does not know. */
  | Missed<'refused'>;

/** What the path would have meant. */
interface Missed<T extends string> {
  readonly to: T;
  readonly resource: ResourceName;
  readonly place: Place;
}

export interface Place {
  readonly verb: Verb;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

export function routeOf(method: string, path: string, isWatch: boolean, served: readonly ApiResource[]): Route {
  const parts = partsOf(path);
  const [prefix = '', ...rest] = parts;
  if (prefix === 'api' && rest.length > 1) return inVersion(method, '', rest, isWatch, served);
  if (prefix === 'apis' && rest.length > 2) return inVersion(method, rest[0] ?? '', rest.slice(1), isWatch, served);
  return { to: 'server', path: parts };
}

/** Segments, decoded one by one; slashes around the path don't count. */
function partsOf(path: string): string[] {
  return path
    .replaceAll(/^\/+|\/+$/g, '')
    .split('/')
    .map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function inVersion(method: string, group: string, parts: readonly string[], isWatch: boolean, served: readonly ApiResource[]): Route {
  const [version = '', ...rest] = parts;
  const watches = rest[0] === 'watch' && rest.length > 1;
  const segments = watches ? rest.slice(1) : rest;
  const guess = guessOf(segments);
  const missed = <T extends string>(to: T): Missed<T> => {
    const verb = verbOf(method, guess, watches || isWatch) ?? OTHER_VERBS[method] ?? 'get';
    return { to, resource: { group, resource: guess.plural }, place: { verb, ...guess } };
  };
  const resources = resourcesIn(served, group, version);
  if (resources.length === 0) return missed('nowhere');
  const found = locate(segments, guess, resources);
  if (found === undefined) return missed('unknown');
  const verb = watches ? WATCH_VERBS[method] : verbOf(method, guess, isWatch);
  if (verb === undefined || !allows(found, guess, verb)) return missed('refused');
  const { namespace, name, subresource } = guess;
  return { to: 'resource', resource: found.resource, place: { verb, namespace, name, subresource } };
}

function resourcesIn(served: readonly ApiResource[], group: string, version: string): readonly ApiResource[] {
  const known = BY_VERSION.get(served) ?? indexOf(served);
  BY_VERSION.set(served, known);
  return known.get(`${group}/${version}`) ?? [];
}

function indexOf(served: readonly ApiResource[]): ReadonlyMap<string, readonly ApiResource[]> {
  const index = new Map<string, ApiResource[]>();
  for (const resource of served) {
    const name = `${resource.group}/${resource.version}`;
    const others = index.get(name);
    if (others === undefined) index.set(name, [resource]);
    else others.push(resource);
  }
  return index;
}

const BY_VERSION = new WeakMap<readonly ApiResource[], ReadonlyMap<string, readonly ApiResource[]>>();

/** The old paths below `/watch/` can do nothing else. */
const WATCH_VERBS: Readonly<Record<string, Verb>> = { GET: 'watch' };

/** Of methods that a collection does not know. */
const OTHER_VERBS: Readonly<Record<string, Verb>> = { PUT: 'update', PATCH: 'patch' };

/** What the segments say before it is known what is served. */
interface Guess {
  readonly plural: string;
  readonly isNamespaced: boolean;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

function guessOf(parts: readonly string[]): Guess {
  const isNamespaced = parts[0] === 'namespaces' && parts.length > 2 && !isNamespaceSubresource(parts);
  const [plural = '', name = '', subresource = ''] = isNamespaced ? parts.slice(2) : parts;
  return { plural, isNamespaced, namespace: isNamespaced ? (parts[1] ?? '') : '', name, subresource };
}

interface Located {
  readonly resource: ApiResource;
  /** All namespaces of a resource that has them. */
  readonly isEverywhere: boolean;
}

function locate(parts: readonly string[], guess: Guess, resources: readonly ApiResource[]): Located | undefined {
  const { plural, isNamespaced, name, subresource } = guess;
  const rest = isNamespaced ? parts.slice(2) : parts;
  const resource = resources.find((candidate) => candidate.resource === plural);
  if (resource === undefined) return undefined;
  if (resource.namespaced !== isNamespaced) return isNamespaced || rest.length > 1 ? undefined : { resource, isEverywhere: true };
  if (rest.length > 1 && name === '') return undefined;
  if (subresource !== '' && !hasSubresource(resource, subresource)) return undefined;
  return rest.length > 3 && subresource !== 'proxy' ? undefined : { resource, isEverywhere: false };
}

/** Custom resources have the paths of theirs in any case. */
function hasSubresource(resource: ApiResource, name: string): boolean {
  if (resource.custom === true && (name === 'status' || name === 'scale')) return true;
  return subresourcesOf(resource).some((known) => known.name === name);
}

function isNamespaceSubresource(parts: readonly string[]): boolean {
  return parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize');
}

function verbOf(method: string, { name }: Guess, isWatch: boolean): Verb | undefined {
  switch (method) {
    case 'GET':
      return name !== '' ? 'get' : isWatch ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return name === '' ? undefined : 'update';
    case 'PATCH':
      return name === '' ? undefined : 'patch';
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete';
    default:
      return undefined;
  }
}

function allows({ resource, isEverywhere }: Located, { name, subresource }: Guess, verb: Verb): boolean {
  if (subresource !== '') return subresourceVerbs(resource, subresource).includes(verb);
  if (verb === 'create' && name !== '') return false;
  if (isEverywhere && verb !== 'list' && verb !== 'watch') return false;
  return resource.verbs.includes(verb);
}

function subresourceVerbs(resource: ApiResource, name: string): readonly string[] {
  return subresourcesOf({ ...resource, subresources: [name] }).flatMap(({ verbs }) => verbs);
}
