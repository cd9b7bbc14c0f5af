/**
 * The front door: one ApiRequest in, one ApiResponse out. Bodies from here are hostile until decoded.
 * Components of the cluster come in through `in-process-client.ts` and share everything behind the decoding.
 */
import { decodeObject } from '../../api/decode.ts';
import {
  ApiError,
  badRequestError,
  methodNotAllowedError,
  notAllowedError,
  notFoundError,
  unknownResourceError,
} from '../../api/errors.ts';
import type { KindDefinition } from '../../api/kind.ts';
import { customResourceDefinitionKind } from '../../api/kinds/custom-resource-definition/custom-resource-definition.ts';
import type { KubeObject } from '../../api/object.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import { createToken } from './authentication/token-request.ts';
import { assertMayCreate } from './authorization/authorize.ts';
import { ensureBase } from './base.ts';
import { assertConvertible, assertStorable } from './custom-resources/conversion.ts';
import { settleDefinitions } from './custom-resources/settle.ts';
import { discover } from './discovery.ts';
import { throughFilters } from './filters.ts';
import { findKind } from './kinds.ts';
import { tracker, withEmptyList } from './managed-fields/track.ts';
import { presented, presentedWrite } from './present.ts';
import { type RequestScope, type Requester, type Server, readStored } from './server.ts';
import { bindFromBody } from './subresources/binding.ts';
import { decodeBinding, decodeEviction } from './subresources/bodies.ts';
import { connect, isConnecting } from './subresources/connect.ts';
import { evictPod } from './subresources/eviction.ts';
import { SCALE, applyScale, patchScale, readScale, writeScale } from './subresources/scale.ts';
import { createObject } from './verbs/create.ts';
import { deleteCollection } from './verbs/delete-collection.ts';
import { deleteObject } from './verbs/delete.ts';
import { assertReached, getObject } from './verbs/get.ts';
import { listObjects } from './verbs/list.ts';
import { applierOf, applyObject, configurationOf } from './verbs/apply.ts';
import { patchObject } from './verbs/patch.ts';
import { type UpdateStrategy, finalizeStrategy, specStrategy, statusStrategy } from './verbs/strategies.ts';
import { replaceStored, updateObject } from './verbs/update.ts';
import { warnOfOrphans } from './verbs/warn-of-orphans.ts';
import { watchObjects } from './verbs/watch.ts';
import { answerVirtual } from './virtual/virtual.ts';

const GIT_VERSION = 'v1.36.2';

/** Never throws an ApiError: failures come back as the Status that they are. */
export function handleRequest(server: Server, request: ApiRequest, requester: Requester): ApiResponse {
  return throughFilters(server, request, requester, (who, annotations) => answer(server, request, who, annotations));
}

function answer(server: Server, request: ApiRequest, requester: Requester, annotations: Map<string, string>): ApiResponse {
  const warnings: string[] = [];
  try {
    const response = dispatch(server, request, requester, { warnings, annotations });
    return warnings.length === 0 ? response : { ...response, warnings: [...new Set([...warnings, ...response.warnings])] };
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, body: error.status, warnings };
    throw error;
  }
}

type ResourceRequest = Exclude<ApiRequest, { verb: 'discover' | 'version' }>;

/** What turns up on the way, beside the answer. */
type Notes = Required<Pick<RequestScope, 'warnings' | 'annotations'>>;

function dispatch(server: Server, request: ApiRequest, requester: Requester, notes: Notes): ApiResponse {
  if (request.verb === 'discover') return ok(discover(server));
  if (request.verb === 'version') return ok({ kind: 'Version', gitVersion: GIT_VERSION });
  ensureBase(server);
  const kind = findKind(server, request);
  if (kind === undefined || isElsewhere(kind, request)) throw unknownResourceError();
  if (kind.deprecated !== undefined) notes.warnings.push(kind.deprecated);
  if (!allows(kind, request)) throw kind.custom ? methodNotAllowedError(kind.type, request.verb) : notAllowedError();
  assertPath(request);
  if ('body' in request && request.body !== undefined && isDeeper(request.body, MAX_DEPTH)) throw badRequestError('exceeded max depth');
  const dryRun = 'options' in request && request.options !== undefined && 'dryRun' in request.options && request.options.dryRun;
  const scope: RequestScope = {
    server,
    kind,
    requester,
    verb: request.verb,
    dryRun: dryRun || isDryRunDelete(request),
    ...notes,
    tracker: tracker(managerOf(request, requester)),
    ...(request.verb === 'update' || request.verb === 'patch'
      ? { assertMayCreate: () => assertMayCreate(server, requester, request) }
      : {}),
  };
  const served = serve(scope, request);
  if (kind === customResourceDefinitionKind && !dryRun && WRITES.has(request.verb))
    for (const name of definitionNames(request, served.body)) settleDefinitions(server, name);
  return (WRITES.has(request.verb) ? presentedWrite : presented)(server, kind, served, request.as === 'Table');
}

/** Whoever names no manager is called by its program. */
function managerOf(request: ResourceRequest, { agent }: Requester): string {
  const named =
    'options' in request && request.options !== undefined && 'fieldManager' in request.options ? request.options.fieldManager : '';
  return named || agent || 'unknown';
}

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

function definitionNames(request: ResourceRequest, body: ApiResponse['body']): readonly string[] {
  if ('name' in request && request.name) return [request.name];
  if ('items' in body) return body.items.flatMap((item) => ('metadata' in item ? [item.metadata.name ?? ''] : []));
  return 'metadata' in body && 'name' in body.metadata ? [body.metadata.name ?? ''] : [];
}

/** A subresource has verbs of its own; a collection can't be replaced or patched. */
function allows({ verbs, custom }: KindDefinition, request: ResourceRequest): boolean {
  if ('subresource' in request && request.subresource !== undefined) return true;
  if ((request.verb === 'update' || request.verb === 'patch') && request.name === '') return false;
  // When their definition goes fewer verbs are named, but each is answered.
  return custom?.terminating === true || verbs.includes(request.verb);
}

/** Go gives up at ten thousand; here what walks through a body must not run out of stack. */
const MAX_DEPTH = 1000;

function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  for (const key in value) if (isDeeper((value as { readonly [key: string]: unknown })[key], most - 1)) return true;
  return false;
}

/** Custom resources are found at the paths of their scope alone; lists may be of all namespaces. */
function isElsewhere({ custom, type }: KindDefinition, request: ResourceRequest): boolean {
  if (custom === undefined) return false;
  if (!type.namespaced) return Boolean(request.namespace);
  return !request.namespace && request.verb !== 'list' && request.verb !== 'watch';
}

/** Names and namespaces are segments of a path. */
function assertPath(request: ResourceRequest): void {
  const name = 'name' in request ? (request.name ?? '') : '';
  const faults =
    name === '.' || name === '..'
      ? [`may not be '${name}'`]
      : ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
  if (faults.length > 0) throw badRequestError(`Name parameter invalid: ${JSON.stringify(name)}: ${faults.join(';')}`);
}

function isDryRunDelete(request: ResourceRequest): boolean {
  return (request.verb === 'delete' || request.verb === 'deletecollection') && (request.body?.dryRun ?? []).includes('All');
}

function serve(scope: RequestScope, request: ResourceRequest): ApiResponse {
  const namespace = scope.kind.type.namespaced ? (request.namespace ?? '') : '';
  assertConvertible(scope, namespace, request);
  if (scope.kind.virtual) return answerVirtual(scope, namespace, request);
  if ('subresource' in request && isConnecting(request.subresource) && scope.kind.subresources.includes(request.subresource))
    return connect(scope, namespace, request.name ?? '', request.subresource, 'log' in request ? request.log : undefined);
  switch (request.verb) {
    case 'get':
      return read(scope, namespace, request);
    case 'list':
      return ok(listObjects(scope.server, scope.kind, namespace, request.options));
    case 'watch':
      return ok(watchObjects(scope.server, scope.kind, namespace, request.options));
    case 'create':
      return create(scope, namespace, request);
    case 'update':
      return update(scope, namespace, request);
    case 'patch':
      return patch(scope, namespace, request);
    case 'delete':
      return remove(scope, namespace, request);
    case 'deletecollection':
      return ok(deleteCollection(scope, namespace, request.options, request.body));
  }
}

type Of<V extends ApiRequest['verb']> = Extract<ApiRequest, { verb: V }>;

function read(scope: RequestScope, namespace: string, request: Of<'get'>): ApiResponse {
  if (request.subresource === 'scale') return ok(readScale(scope, namespace, request.name));
  if (request.subresource !== undefined)
    assertServed(scope.kind, request.name, request.subresource, ['status', 'resize', 'ephemeralcontainers', 'approval']);
  assertReached(scope.server, request.resourceVersion ?? '');
  return ok(getObject(scope.server, scope.kind, namespace, request.name));
}

function create(scope: RequestScope, namespace: string, request: Of<'create'>): ApiResponse {
  const { subresource, name = '' } = request;
  if (subresource === 'binding' || subresource === 'eviction') return send(scope, namespace, name, subresource, request);
  if (subresource === 'token') return created(createToken(scope, namespace, name, request.body));
  if (subresource !== undefined) throw unknownResourceError();
  if (scope.kind.type.namespaced && namespace === '') throw badRequestError('an empty namespace may not be set during creation');
  const { fieldValidation = 'Warn', repeated } = request.options ?? {};
  const { object: draft, warnings } = decodeObject(request.body, scope.kind, fieldValidation, repeated);
  scope.warnings?.push(...warnings);
  if (scope.kind.custom?.conversion !== undefined) {
    createObject({ ...scope, dryRun: true }, namespace, draft);
    assertStorable(scope);
  }
  const object = createObject(scope, namespace, draft);
  return created(object);
}

function send(
  scope: RequestScope,
  namespace: string,
  name: string,
  subresource: 'binding' | 'eviction',
  request: Of<'create'>,
): ApiResponse {
  const isBinding = subresource === 'binding';
  const { object, warnings } = isBinding ? decodeBinding(request.body, request.options) : decodeEviction(request.body, request.options);
  scope.warnings?.push(...warnings);
  return created(isBinding ? bindFromBody(scope, namespace, name, object) : evictPod(scope, namespace, name, object));
}

function update(scope: RequestScope, namespace: string, request: Of<'update'>): ApiResponse {
  const { name, subresource } = request;
  const { fieldValidation = 'Warn', repeated } = request.options ?? {};
  const { object: body, warnings } = decodeObject(request.body, subresource === 'scale' ? SCALE : scope.kind, fieldValidation, repeated);
  scope.warnings?.push(...warnings);
  assertName(body, name);
  if (subresource === 'scale') return ok(writeScale(scope, namespace, name, body));
  if (subresource !== undefined) {
    const stored = getObject(scope.server, scope.kind, namespace, name);
    return ok(replaceStored(scope, stored, scope.kind.default(body), strategyOf(scope, name, subresource)));
  }
  const { object, created: isNew } = updateObject(scope, namespace, name, withEmptyList(body, request.body));
  return isNew ? created(object) : ok(object);
}

function patch(scope: RequestScope, namespace: string, request: Of<'patch'>): ApiResponse {
  const { name, subresource, patchType } = request;
  if (patchType === 'apply') return apply(scope, namespace, request);
  if (subresource === 'scale') return ok(patchScale(scope, namespace, name, patchType, request.body, request.options));
  const strategy = subresource === undefined ? specStrategy(scope) : strategyOf(scope, name, subresource);
  return ok(patchObject(scope, namespace, name, patchType, request.body, strategy, request.options));
}

function apply(scope: RequestScope, namespace: string, { name, subresource, body, options = {} }: Of<'patch'>): ApiResponse {
  const manager = applierOf(options);
  if (subresource === 'scale') return ok(applyScale(scope, namespace, name, configurationOf(body, SCALE), manager, options.force ?? false));
  const strategy = subresource === undefined ? specStrategy(scope) : strategyOf(scope, name, subresource);
  const { object, created: isNew } = applyObject(scope, namespace, name, body, strategy, options);
  return isNew ? created(object) : ok(object);
}

/** Whoever asks that dependents go too is told when the object itself stays for a while. */
function remove(scope: RequestScope, namespace: string, { name, body }: Of<'delete'>): ApiResponse {
  warnOfOrphans(scope, body);
  const shownLast = deleteObject(scope, namespace, name, body);
  const stays = !scope.dryRun && readStored(scope.server, scope.kind, namespace, name) !== undefined;
  return { code: stays && body?.orphanDependents === false ? 202 : 200, body: shownLast, warnings: [] };
}

function strategyOf(scope: RequestScope, name: string, subresource: string): UpdateStrategy {
  const own = scope.kind.strategies?.[subresource];
  if (own !== undefined)
    return {
      prepare: (next, stored) => own.prepare(next, stored, scope),
      validate: (next, stored) => own.validate(next, stored),
      spec: true,
      subresource,
    };
  assertServed(scope.kind, name, subresource, ['status', 'finalize']);
  return subresource === 'status' ? statusStrategy(scope) : finalizeStrategy();
}

function assertServed(kind: KindDefinition, name: string, subresource: string, known: readonly string[]): void {
  if (known.includes(subresource) && (kind.subresources as readonly string[]).includes(subresource)) return;
  throw kind.custom === undefined ? unknownResourceError() : notFoundError(kind.type, name);
}

function assertName(body: KubeObject, name: string): void {
  const own = body.metadata.name;
  if (own === undefined || own === '') throw badRequestError('name must be provided');
  if (own !== name) throw badRequestError(`the name of the object (${own}) does not match the name on the URL (${name})`);
}

function ok(body: ApiResponse['body']): ApiResponse {
  return { code: 200, body, warnings: [] };
}

function created(body: ApiResponse['body']): ApiResponse {
  return { code: 201, body, warnings: [] };
}
