/**
 * From HTTP to a request as data. Refusals come as the Status that the server would send, in its own order: path, media types,
 * body, options. Who asks, and whether they may, is settled behind it.
 */
import { newContext } from '../decode-context.ts';
import { decodeStruct } from '../decode-value.ts';
import { ApiError, badRequestError, notAllowedError, unknownResourceError } from '../errors.ts';
import { apiVersionOf } from '../object.ts';
import { isRecord } from '../patch/record.ts';
import type { ApiRequest, ApiResource, ResourceName, Target, WriteOptions } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import type { DeleteOptions, Status } from '../types.gen.ts';
import { type Form, negotiate } from './accept.ts';
import { type Body, assertSize, mediaTypeOf, patchTypeOf, readObject, readOptions, readPatch } from './body.ts';
import { agentOf, credentialsOf } from './credentials.ts';
import { deleteOptionsOf, first, flag, listOptionsOf, logOptionsOf, writeOptionsOf } from './parameters.ts';
import { type Place, routeOf } from './route.ts';
import { subresourcesOf } from './subresources.ts';
import type { HttpRequest, ObjectType, Protobuf } from './types.ts';

export type Translated =
  | { readonly to: 'api'; readonly request: ApiRequest; readonly resource: ApiResource; readonly shape: Shape }
  /** Whether somebody may even know the answer is what `probe` asks: a refusal (401, 403) of it comes first. */
  | { readonly to: 'server'; readonly path: readonly string[]; readonly probe: ApiRequest }
  | { readonly to: 'nowhere'; readonly probe: ApiRequest }
  | { readonly to: 'refusal'; readonly status: Status; readonly probe: ApiRequest };

/** How the answer is wanted. */
export interface Shape extends Form {
  readonly includeObject: string;
  /** Kind of what is answered: the resource's own, or that of a subresource. */
  readonly kind: string;
}

/** `served` is what discovery lists. Without `protobuf` its bodies are refused. */
export function toApiRequest(http: HttpRequest, served: readonly ApiResource[], protobuf?: Protobuf): Translated {
  const route = routeOf(http.method, http.path, isWatch(http), served);
  switch (route.to) {
    case 'resource':
      return refusable(http, route.place, route.resource, () => translate(http, route.resource, route.place, protobuf));
    case 'unknown':
      return { to: 'refusal', status: unknownResourceError().status, probe: probeOf(http, route.place, route.resource) };
    case 'refused':
      return { to: 'refusal', status: notAllowedError().status, probe: probeOf(http, route.place, route.resource) };
    case 'nowhere':
      return { to: 'nowhere', probe: probeOf(http, route.place, route.resource) };
    case 'server':
      return { to: 'server', path: route.path, probe: { verb: 'discover', path: http.path, ...credentialsOf(http) } };
    default:
      return route satisfies never;
  }
}

/** The same access without a body, dry: only whether it is allowed matters. */
function probeOf(http: HttpRequest, { verb, namespace, name, subresource }: Place, { group, resource }: ResourceName): ApiRequest {
  const part = subresource === '' ? {} : { subresource };
  const target = { group, version: PROBED, resource, ...(namespace === '' ? {} : { namespace }), ...part, ...credentialsOf(http) };
  switch (verb) {
    case 'list':
    case 'watch':
    case 'deletecollection':
      return { verb, ...target };
    case 'get':
    case 'delete':
      return { verb, name, ...target };
    case 'create':
      return { verb, ...(name === '' ? {} : { name }), body: null, ...target };
    case 'update':
      return { verb, name, body: null, ...target };
    case 'patch':
      return { verb, name, patchType: 'merge', body: null, ...target };
    default:
      return verb satisfies never;
  }
}

/** A version that no resource has, so that a probe that is let in does nothing. */
const PROBED = '-';

function refusable(http: HttpRequest, place: Place, resource: ResourceName, translated: () => Translated): Translated {
  try {
    return translated();
  } catch (error) {
    if (error instanceof ApiError) return { to: 'refusal', status: error.status, probe: probeOf(http, place, resource) };
    throw error;
  }
}

function isWatch({ query }: HttpRequest): boolean {
  return flag(query, 'watch') === true;
}

function translate(http: HttpRequest, resource: ApiResource, place: Place, protobuf: Protobuf | undefined): Translated {
  const patchType = place.verb === 'patch' ? patchTypeOf(http, resource.custom === true) : undefined;
  const { kind } = typeOf(resource, place.subresource);
  const form = negotiate(http.headers['accept'], { converts: true, protobuf, custom: isCustomType(resource, kind) });
  const request = requestOf(http, resource, place, form, patchType, protobuf);
  const includeObject = first(http.query, 'includeObject') ?? '';
  return { to: 'api', request, resource, shape: { ...form, includeObject, kind } };
}

function requestOf(
  http: HttpRequest,
  resource: ApiResource,
  place: Place,
  form: Form,
  patchType: ReturnType<typeof patchTypeOf> | undefined,
  protobuf: Protobuf | undefined,
): ApiRequest {
  const target = targetOf(http, resource, place, form);
  const { name, verb } = place;
  const part = place.subresource === '' ? {} : { subresource: place.subresource };
  switch (verb) {
    case 'get': {
      const resourceVersion = first(http.query, 'resourceVersion');
      const log = isLog(resource, place.subresource) ? { log: logOptionsOf(http.query) } : {};
      return { verb, name, ...part, ...target, ...(resourceVersion === undefined ? {} : { resourceVersion }), ...log };
    }
    case 'list': {
      const { timeoutSeconds: _timeout, allowWatchBookmarks: _bookmarks, ...options } = listOptionsOf(http.query);
      return { verb, options, ...target };
    }
    case 'watch':
      return { verb, options: watchOptionsOf(http, name), ...target };
    case 'create':
      return { verb, ...(name === '' ? {} : { name }), ...part, ...created(http, resource, place.subresource, protobuf), ...target };
    case 'update':
      return { verb, name, ...part, ...updated(http, resource, place.subresource, protobuf), ...target };
    case 'patch':
      return { verb, name, ...part, ...patched(http, patchType ?? 'merge'), ...target };
    case 'delete':
      return { verb, name, ...part, body: deletion(http, protobuf), ...target };
    case 'deletecollection':
      return { verb, options: listOptionsOf(http.query), body: deletion(http, protobuf), ...target };
    default:
      return verb satisfies never;
  }
}

function isLog({ group, resource }: ApiResource, subresource: string): boolean {
  return subresource === 'log' && resource === 'pods' && group === '';
}

function targetOf(http: HttpRequest, { group, version, resource }: ApiResource, { namespace }: Place, { as }: Form): Target {
  return {
    group,
    version,
    resource,
    ...(namespace === '' ? {} : { namespace }),
    ...(as === 'Table' ? { as } : {}),
    ...credentialsOf(http),
  };
}

/** The old paths below `/watch/` may name one object. */
function watchOptionsOf(http: HttpRequest, name: string) {
  const options = listOptionsOf(http.query);
  return name === '' ? options : { ...options, fieldSelector: `metadata.name=${name}` };
}

interface Written {
  readonly body: JsonValue;
  readonly options: WriteOptions;
}

function created(http: HttpRequest, resource: ApiResource, subresource: string, protobuf: Protobuf | undefined): Written {
  const type = mediaTypeOf(http, protobuf);
  assertSize(http.body);
  const options = writeOptionsOf(http.query, 'CreateOptions');
  return written(http, objectOf(http, type, resource, subresource), options);
}

function updated(http: HttpRequest, resource: ApiResource, subresource: string, protobuf: Protobuf | undefined): Written {
  assertSize(http.body);
  const options = writeOptionsOf(http.query, 'UpdateOptions');
  return written(http, objectOf(http, mediaTypeOf(http, protobuf), resource, subresource), options);
}

function objectOf({ body }: HttpRequest, type: ReturnType<typeof mediaTypeOf>, resource: ApiResource, subresource: string): Body {
  const expected = typeOf(resource, subresource);
  return readObject(body, type, expected, isCustomType(resource, expected.kind));
}

/** The scale of a custom resource is a Scale like any other. */
function isCustomType(resource: ApiResource, kind: string): boolean {
  return resource.custom === true && kind === resource.kind;
}

function patched(http: HttpRequest, patchType: ReturnType<typeof patchTypeOf>) {
  assertSize(http.body);
  const options = writeOptionsOf(http.query, 'PatchOptions', patchType);
  return { patchType, ...written(http, readPatch(http.body, patchType), options) };
}

function written(http: HttpRequest, { value, repeated }: Body, options: WriteOptions): Written {
  return { body: value, options: { fieldManager: agentOf(http), ...options, ...(repeated === undefined ? {} : { repeated }) } };
}

function typeOf(resource: ApiResource, subresource: string): ObjectType {
  const { kind, group, version } = subresourcesOf(resource).find(({ name }) => name === subresource) ?? {};
  return {
    apiVersion: apiVersionOf({ group: group ?? resource.group, version: version ?? resource.version }),
    kind: kind ?? resource.kind,
  };
}

/** Options in the body leave those of the query unread. */
function deletion(http: HttpRequest, protobuf: Protobuf | undefined): DeleteOptions {
  assertSize(http.body);
  return http.body.length === 0 ? deleteOptionsOf(http.query) : deleteBody(http, protobuf);
}

const OPTIONS_SCHEME = 'pkg/apis/meta/internalversion/scheme/register.go:27';

function deleteBody(http: HttpRequest, protobuf: Protobuf | undefined): DeleteOptions {
  const value = readOptions(http.body, mediaTypeOf(http, protobuf));
  if (!isRecord(value)) return {};
  const { apiVersion, kind, ...given } = value;
  if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions')
    throw badRequestError(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion ?? '')} in scheme "${OPTIONS_SCHEME}"`,
    );
  const context = newContext();
  const options = decodeStruct(given, 'DeleteOptions', context);
  if (context.failure !== undefined) throw badRequestError(context.failure);
  return options;
}
