/** Server-side apply (endpoints/handlers/patch.go, k8s.io/apimachinery/pkg/util/managedfields). */
import { conflictError as applyConflict } from '../../../api/apply/conflicts.ts';
import { seriousConflicts, withLastApplied } from '../../../api/apply/last-applied.ts';
import { type Managers, NO_MANAGERS } from '../../../api/apply/managers.ts';
import { type TypedSchema, recordOf } from '../../../api/apply/typed-schema.ts';
import { type Applied, type Tracking, trackUpdate, tryApply } from '../../../api/apply/updater.ts';
import { findingsText } from '../../../api/apply/validate.ts';
import { decodeObject } from '../../../api/decode.ts';
import { ApiError, badRequestError, conflictError, failure, invalidError, notFoundError } from '../../../api/errors.ts';
import { required } from '../../../api/field-error.ts';
import type { KubeObject, ResourceType } from '../../../api/object.ts';
import type { WriteOptions } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import { managersOf, withEntries } from '../managed-fields/show.ts';
import { given } from '../managed-fields/track.ts';
import { trackingOf } from '../managed-fields/tracking.ts';
import { type RequestScope, readStored } from '../server.ts';
import { createObject, inNamespace } from './create.ts';
import type { UpdateStrategy } from './strategies.ts';
import { replaceStored } from './update.ts';

/** Creates what is not there, except through a subresource. */
export function applyObject(
  scope: RequestScope,
  namespace: string,
  name: string,
  body: JsonValue,
  strategy: UpdateStrategy,
  options: WriteOptions,
): { readonly object: KubeObject; readonly created: boolean } {
  const manager = applierOf(options);
  const stored = readStored(scope.server, scope.kind, namespace, name);
  if (stored === undefined && strategy.subresource !== '') throw notFoundError(scope.kind.type, name);
  const configuration = configurationOf(body, scope.kind);
  const tracking = trackingOf(scope.server, scope.kind, strategy.subresource, formatTime(scope.server.now()));
  assertTyped(tracking.schema, configuration, scope.kind.type);
  const live = stored === undefined ? NO_MANAGERS : managersOf(scope.server, scope.kind, stored);
  const { object, managers } = apply(
    tracking,
    stored,
    configuration,
    live,
    { manager, subresource: strategy.subresource },
    options.force ?? false,
  );
  noteComplaints(scope, options);
  const next = placed(scope, namespace, name, decoded(scope, object, configuration));
  const tracked: RequestScope = { ...scope, tracker: given(manager, live, managers) };
  if (stored !== undefined) return { object: replaceStored(tracked, stored, next, strategy), created: false };
  assertNew(scope, name, next);
  return { object: createObject(tracked, namespace, next), created: true };
}

/** What was wrong with the text of the configuration is told only when it could be applied. */
function noteComplaints(scope: RequestScope, { fieldValidation = 'Warn', repeated = {} }: WriteOptions): void {
  const { complaints = [] } = repeated;
  if (complaints.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Warn') scope.warnings?.push(...complaints);
  else
    throw badRequestError(
      `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  ${complaints.join('\n  ')}`,
    );
}

/** Who applies must say who it is. */
export function applierOf({ fieldManager = '' }: WriteOptions): string {
  if (fieldManager !== '') return fieldManager;
  throw invalidError({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [required('fieldManager', 'is required for apply patch')]);
}

/** A body that can be applied to this kind, its types not yet looked at. */
export function configurationOf(body: JsonValue, { type }: { readonly type: ResourceType }): JsonObject {
  const configuration = recordOf(body);
  if (configuration === undefined)
    throw badRequestError(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${notAMap(body)}`);
  const given = kindText(configuration);
  if (given !== typeText(type)) throw badRequestError(`invalid object type: ${given}`);
  const managedFields = recordOf(configuration['metadata'])?.['managedFields'] ?? undefined;
  if (managedFields !== undefined) throw badRequestError('metadata.managedFields must be nil');
  return configuration;
}

function notAMap(body: JsonValue): string {
  const type = Array.isArray(body) ? 'array' : typeof body === 'boolean' ? 'bool' : typeof body;
  return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`;
}

function kindText(configuration: JsonObject): string {
  const [apiVersion, kind] = [configuration['apiVersion'], configuration['kind']].map((value) => (typeof value === 'string' ? value : ''));
  const [first = '', second, more] = (apiVersion ?? '').split('/');
  const version = more === undefined ? (second === undefined ? `/${first}` : `${first}/${second}`) : '/';
  return `${version}, Kind=${kind ?? ''}`;
}

function typeText({ group, version, kind }: ResourceType): string {
  return `${group}/${version}, Kind=${kind}`;
}

/** How errors call an object. */
function objectText(configuration: JsonObject, type: ResourceType): string {
  const { namespace, name } = recordOf(configuration['metadata']) ?? {};
  const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '');
  return `(${text(namespace)}/${text(name)}; ${typeText(type)})`;
}

export function assertTyped(schema: TypedSchema, configuration: JsonObject, type: ResourceType): void {
  const findings = findingsText(schema, configuration);
  if (findings !== undefined) throw failure(500, '', `failed to create typed patch object ${objectText(configuration, type)}: ${findings}`);
}

interface Applier {
  readonly manager: string;
  readonly subresource: string;
}

const KUBECTL = 'kubectl';

/** kubectl does not fight with what its own client-side apply left behind, and keeps that one's annotation up to date. */
function apply(
  tracking: Tracking,
  stored: KubeObject | undefined,
  configuration: JsonObject,
  live: Managers,
  { manager, subresource }: Applier,
  force: boolean,
): Applied & { readonly object: JsonValue } {
  const { apiVersion, schema } = tracking;
  const base = stored === undefined ? {} : (withEntries(stored, undefined) as unknown as JsonValue);
  const managers = live.size > 0 || stored === undefined ? live : firstManagers(tracking, base, subresource);
  const outcome = tryApply(tracking, base, configuration, managers, { manager, operation: 'Apply', apiVersion, subresource });
  const conflicts = manager === KUBECTL ? seriousConflicts(schema, apiVersion, base, outcome.conflicts) : outcome.conflicts;
  if (!force && conflicts.length > 0) throw applyConflict(conflicts);
  const merged = outcome.object ?? base;
  return { managers: outcome.managers, object: manager === KUBECTL ? withLastApplied(merged, configuration) : merged };
}

const BEFORE = 'before-first-apply';

/** Fields of an object that nobody was told to manage have a manager from its first apply on. */
function firstManagers(tracking: Tracking, base: JsonValue, subresource: string): Managers {
  const manager = { manager: BEFORE, operation: 'Update', apiVersion: tracking.apiVersion, subresource } as const;
  return trackUpdate(tracking, {}, base, NO_MANAGERS, manager);
}

/** What does not fit the types is found only when the merged object is read. */
function decoded(scope: RequestScope, object: JsonValue, configuration: JsonObject): KubeObject {
  const { kind } = scope;
  try {
    return kind.default(decodeObject(object, kind, 'Ignore').object);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.message.slice(
      error.message.indexOf(`cannot be handled as a ${kind.type.kind}: `) + `cannot be handled as a ${kind.type.kind}: `.length,
    );
    const type = typeText(kind.type);
    throw failure(
      500,
      '',
      `failed to convert new typed object ${objectText(configuration, kind.type)} to object: unable to convert unstructured object to ${type}: ${why}`,
    );
  }
}

/** In the request's namespace and of its name. */
function placed(scope: RequestScope, namespace: string, name: string, object: KubeObject): KubeObject {
  const here = inNamespace(scope, namespace, object);
  const own = here.metadata.name ?? '';
  if (own === '') throw badRequestError(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (own !== name) throw badRequestError(`the name of the object (${own}) does not match the name on the URL (${name})`);
  return here;
}

function assertNew({ kind }: RequestScope, name: string, { metadata }: KubeObject): void {
  if (!metadata.uid) return;
  throw conflictError(kind.type, name, `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`);
}
