/** From a path and a method to what of the API they mean (apiserver/pkg/endpoints/request/requestinfo.go and installer.go). */
import type { ApiResource } from '../request.ts';
import { subresourcesOf } from './subresources.ts';

export type Route =
  | { readonly to: 'resource'; readonly resource: ApiResource; readonly place: Place }
  /** `/api`, `/apis`, `/apis/<group>`, `/apis/<group>/<version>`, `/version` and what else is about the server itself. */
  | { readonly to: 'server'; readonly path: readonly string[] }
  | { readonly to: 'nowhere' }
  /** A path of a group and version that are served, without a resource of that name. */
  | { readonly to: 'unknown' }
  | { readonly to: 'refused' };

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
  const resources = served.filter((resource) => resource.group === group && resource.version === version);
  if (resources.length === 0) return { to: 'nowhere' };
  const watches = rest[0] === 'watch' && rest.length > 1;
  const found = locate(watches ? rest.slice(1) : rest, resources);
  if (found === undefined) return { to: 'unknown' };
  const verb = verbOf(method, found, watches || isWatch);
  if (verb === undefined || !allows(found, watches ? 'watch' : verb)) return { to: 'refused' };
  const { resource, namespace, name, subresource } = found;
  return { to: 'resource', resource, place: { verb: watches ? 'watch' : verb, namespace, name, subresource } };
}

interface Located {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** All namespaces of a resource that has them. */
  readonly isEverywhere: boolean;
}

function locate(parts: readonly string[], resources: readonly ApiResource[]): Located | undefined {
  const isNamespaced = parts[0] === 'namespaces' && parts.length > 2 && !isNamespaceSubresource(parts);
  const [namespace, rest] = isNamespaced ? [parts[1] ?? '', parts.slice(2)] : ['', parts];
  const [plural = '', name = '', subresource = '', ...more] = rest;
  const resource = resources.find((candidate) => candidate.resource === plural);
  if (resource === undefined || resource.namespaced !== isNamespaced) {
    if (resource === undefined || isNamespaced || rest.length > 1) return undefined;
    return { resource, namespace, name, subresource, isEverywhere: true };
  }
  if (rest.length > 1 && name === '') return undefined;
  if (subresource !== '' && !subresourcesOf(resource).some((known) => known.name === subresource)) return undefined;
  if (more.length > 0 && subresource !== 'proxy') return undefined;
  return { resource, namespace, name, subresource, isEverywhere: false };
}

function isNamespaceSubresource(parts: readonly string[]): boolean {
  return parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize');
}

function verbOf(method: string, { name }: Located, isWatch: boolean): Verb | undefined {
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

function allows({ resource, name, subresource, isEverywhere }: Located, verb: Verb): boolean {
  if (subresource !== '') return subresourcesOf(resource).some((known) => known.name === subresource && known.verbs.includes(verb));
  if (verb === 'create' && name !== '') return false;
  if (isEverywhere && verb !== 'list' && verb !== 'watch') return false;
  return resource.verbs.includes(verb);
}
