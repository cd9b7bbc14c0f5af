/** From a request as data to HTTP: the inverse of `to-request.ts`, as client-go writes its requests. */
import { unknownResourceError } from '../errors.ts';
import type { ApiRequest, ApiResource, Credentials, LogOptions, PatchType, Target, WatchOptions, WriteOptions } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import type { DeleteOptions } from '../types.gen.ts';
import type { HttpRequest } from './types.ts';

/** What a client knows of its server, and says of itself. */
export interface Client {
  /** What discovery lists: it tells preferred versions, and what has no namespace. */
  readonly served: readonly ApiResource[];
  /** `kubectl/v1.36.4 (linux/amd64)`; its first word is who writes without a field manager are put down to. */
  readonly userAgent: string;
}

/** Throws a 404 for a resource without a version that nobody serves. */
export function fromRequest(request: ApiRequest, { served, userAgent }: Client): HttpRequest {
  const { method, path, query = [], body = '', headers = {} } = partsOf(request, served);
  return {
    method,
    path,
    query: query.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    headers: { accept: JSON_TYPE, 'user-agent': userAgent, ...headers, ...credentialHeaders(request) },
    body,
  };
}

const JSON_TYPE = 'application/json';
const TABLE_TYPES = `${JSON_TYPE};as=Table;v=v1;g=meta.k8s.io,${JSON_TYPE};as=Table;v=v1beta1;g=meta.k8s.io,${JSON_TYPE}`;
const PATCH_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

type Query = readonly (readonly [name: string, value: string])[];

interface Parts {
  readonly method: string;
  readonly path: string;
  readonly query?: Query;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function partsOf(request: ApiRequest, served: readonly ApiResource[]): Parts {
  if (request.verb === 'discover') return { method: 'GET', path: request.path ?? '/apis' };
  if (request.verb === 'version') return { method: 'GET', path: '/version' };
  const path = pathOf(request, served);
  // Every row of a Table carries its whole object, as the port promises.
  const table: Query = request.as === 'Table' ? [['includeObject', 'Object']] : [];
  const headers = request.as === 'Table' ? { accept: TABLE_TYPES } : {};
  switch (request.verb) {
    case 'get':
      return {
        method: 'GET',
        path,
        query: [...table, ...given({ resourceVersion: request.resourceVersion }), ...logQuery(request.log)],
        headers: { ...headers, ...logHeaders(request) },
      };
    case 'list':
      return { method: 'GET', path, query: [...table, ...listQuery(request.options)], headers };
    case 'watch':
      return { method: 'GET', path, query: [['watch', 'true'], ...table, ...listQuery(request.options)], headers };
    case 'create':
      return { method: 'POST', path, query: [...table, ...writeQuery(request.options)], ...content(request.body, JSON_TYPE, headers) };
    case 'update':
      return { method: 'PUT', path, query: [...table, ...writeQuery(request.options)], ...content(request.body, JSON_TYPE, headers) };
    case 'patch': {
      const type = PATCH_TYPES[request.patchType];
      return { method: 'PATCH', path, query: [...table, ...writeQuery(request.options)], ...content(request.body, type, headers) };
    }
    case 'delete':
      return { method: 'DELETE', path, query: table, ...deletion(request.body, headers) };
    case 'deletecollection':
      return { method: 'DELETE', path, query: [...table, ...listQuery(request.options)], ...deletion(request.body, headers) };
    default:
      return request satisfies never;
  }
}

function pathOf(request: Target & { readonly name?: string; readonly subresource?: string }, served: readonly ApiResource[]): string {
  const { group, resource, namespace, name, subresource } = request;
  const known = served.find((one) => one.group === group && one.resource === resource && one.version === (request.version ?? one.version));
  const version = request.version ?? known?.version;
  if (version === undefined) throw unknownResourceError();
  const isPlaced = namespace !== undefined && namespace !== '' && known?.namespaced !== false;
  const segments = [
    ...(group === '' ? ['api'] : ['apis', group]),
    version,
    ...(isPlaced ? ['namespaces', namespace] : []),
    resource,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

function content(body: JsonValue, type: string, headers: Readonly<Record<string, string>>) {
  return { body: JSON.stringify(body), headers: { ...headers, 'content-type': type } };
}

function deletion(body: DeleteOptions | undefined, headers: Readonly<Record<string, string>>) {
  if (body === undefined) return { headers };
  return content({ kind: 'DeleteOptions', apiVersion: 'v1', ...body } as unknown as JsonValue, JSON_TYPE, headers);
}

/** Options that are not given are left out. */
function given(options: Readonly<Record<string, string | number | boolean | undefined>>): Query {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
}

function listQuery(options: WatchOptions = {}): Query {
  const { follows: _ownBusiness, ...asked } = options;
  return given({ ...asked });
}

function logQuery(log: LogOptions = {}): Query {
  const { after: _ownBusiness, ...asked } = log;
  return given({ ...asked });
}

/** What comes is text, and a refusal a Status. */
function logHeaders({ log }: { readonly log?: LogOptions }): Readonly<Record<string, string>> {
  return log === undefined ? {} : { accept: `${JSON_TYPE}, */*` };
}

function writeQuery({ dryRun, fieldManager, fieldValidation, force }: WriteOptions = {}): Query {
  return given({ dryRun: dryRun === true ? 'All' : undefined, fieldManager, fieldValidation, force });
}

function credentialHeaders({ token, impersonate }: Credentials): Readonly<Record<string, string>> {
  if (impersonate === undefined) return token === undefined ? {} : { authorization: `Bearer ${token}` };
  const { user, uid, groups, extra = {} } = impersonate;
  const extras = Object.entries(extra).map(([key, values]) => [`impersonate-extra-${headerKey(key)}`, values.join(',')] as const);
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    'impersonate-user': user,
    ...(uid === undefined ? {} : { 'impersonate-uid': uid }),
    ...(groups === undefined || groups.length === 0 ? {} : { 'impersonate-group': groups.join(',') }),
    ...Object.fromEntries(extras),
  };
}

/** What a header's name can't hold is escaped (client-go's headerKeyEscape). */
function headerKey(key: string): string {
  return encodeURIComponent(key).replaceAll(/[()]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
