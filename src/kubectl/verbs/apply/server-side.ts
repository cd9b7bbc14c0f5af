/** `kubectl apply --server-side`: the server merges; what client-side apply has left behind comes over to the new manager. */
import { hasPath, readFieldSet, union } from '../../../api/apply/field-set.ts';
import { type Path, fieldElement } from '../../../api/apply/path-element.ts';
import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { WriteOptions } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { ManagedFieldsEntry } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { CommandError } from '../../errors.ts';
import type { Item } from '../../parse/documents.ts';
import { type Session, patchObject, warn } from '../../session.ts';
import { type Applied, LAST_APPLIED } from './apply-item.ts';

const KUBECTL = 'kubectl';
const ANNOTATION_MANAGER = 'kubectl-last-applied';
const MAX_TRIES = 5;

/** `options` name the manager, and say whether it takes fields from others. */
export async function applyServerSide(session: Session, item: Item, options: WriteOptions, subresource = ''): Promise<Applied> {
  const object = await send(session, item, item.object, options, subresource);
  if (subresource !== '') return { object, result: 'serverside-applied' };
  return { object: await migrated(session, item, object, options), result: 'serverside-applied' };
}

async function send(session: Session, item: Item, configuration: KubeObject, options: WriteOptions, subresource = ''): Promise<KubeObject> {
  const part = subresource === '' ? {} : { subresource };
  try {
    return await patchObject(session, item, { patchType: 'apply', body: configuration as unknown as JsonValue, options, ...part });
  } catch (error) {
    throw error instanceof ApiError && error.reason === 'Conflict' ? new CommandError(`${error.message}\n${CONFLICT_ADVICE}`) : error;
  }
}

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** None of its steps fails the apply, which has been made already. */
async function migrated(session: Session, item: Item, applied: KubeObject, options: WriteOptions): Promise<KubeObject> {
  const keep = await attempt(session, 'failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply', () =>
    withAnnotationKept(session, item, applied, options),
  );
  if (keep === undefined) return applied;
  const moved = await attempt(session, 'server rejected managed fields migration to Server-Side Apply', () =>
    withManagersMoved(session, item, keep, options, MAX_TRIES),
  );
  if (moved === undefined || moved === keep) return keep;
  const again = await attempt(session, 'failed to re-apply configuration after performing Server-Side Apply migration', () =>
    send(session, item, item.object, options),
  );
  return again ?? moved;
}

async function attempt(session: Session, what: string, action: () => Promise<KubeObject>): Promise<KubeObject | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof CommandError)) throw error;
    warn(session, `${what}. This is non-fatal and will be retried next time you apply. Error: ${error.message}`);
    return undefined;
  }
}

const ANNOTATION: Path = ['metadata', 'annotations', LAST_APPLIED].map(fieldElement);

/** The annotation gets a manager of its own, so that it is not taken away with the fields of client-side apply. */
async function withAnnotationKept(session: Session, item: Item, object: KubeObject, options: WriteOptions): Promise<KubeObject> {
  const annotation = object.metadata.annotations?.[LAST_APPLIED];
  if (options.fieldManager !== KUBECTL || annotation === undefined || ownersOf(object, 'Apply').length > 0) return object;
  const { name = '', namespace } = object.metadata;
  const body = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations: { [LAST_APPLIED]: annotation } },
  };
  return patchObject(session, item, { patchType: 'apply', body, options: { ...options, fieldManager: ANNOTATION_MANAGER, force: false } });
}

/** Managers who wrote the annotation by updating were client-side apply; their fields become those of the server-side one. */
async function withManagersMoved(
  session: Session,
  item: Item,
  object: KubeObject,
  options: WriteOptions,
  tries: number,
): Promise<KubeObject> {
  const before = object.metadata.managedFields ?? [];
  const old = new Set(ownersOf(object, 'Update').map(({ manager }) => manager ?? ''));
  const after = [...old].reduce((entries, manager) => movedTo(entries, manager, options.fieldManager ?? ''), before);
  if (deepEqual(before, after)) return object;
  const body = [
    { op: 'replace', path: '/metadata/managedFields', value: after as unknown as JsonValue },
    { op: 'replace', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion ?? '' },
  ];
  const { force: _force, ...plain } = options;
  try {
    return await patchObject(session, item, { patchType: 'json', body, options: plain });
  } catch (error) {
    if (tries > 1 && error instanceof ApiError && error.reason === 'Conflict')
      return withManagersMoved(session, item, object, options, tries - 1);
    throw error;
  }
}

function ownersOf(object: KubeObject, operation: string): readonly ManagedFieldsEntry[] {
  const entries = object.metadata.managedFields ?? [];
  return entries.filter((entry) => entry.operation === operation && hasPath(fieldsOf(entry), ANNOTATION));
}

function fieldsOf({ fieldsV1 }: ManagedFieldsEntry) {
  return readFieldSet(fieldsV1 ?? {});
}

/** `entries` with the fields of the client-side manager in the server-side one, which is made of it where there is none yet. */
function movedTo(entries: readonly ManagedFieldsEntry[], from: string, to: string): readonly ManagedFieldsEntry[] {
  const isOld = (entry: ManagedFieldsEntry) => entry.manager === from && entry.operation === 'Update' && !entry.subresource;
  const isNew = (entry: ManagedFieldsEntry) => entry.manager === to && entry.operation === 'Apply' && !entry.subresource;
  const target = entries.find(isNew) ?? entries.find(isOld);
  if (target === undefined) return entries;
  const source = entries.find((entry) => isOld(entry) && entry.apiVersion === target.apiVersion);
  const fieldsV1 = source === undefined ? fieldsOf(target) : union(fieldsOf(target), fieldsOf(source));
  const joint: ManagedFieldsEntry = { ...target, manager: to, operation: 'Apply', fieldsV1 };
  return entries.filter((entry) => entry === target || !isOld(entry)).map((entry) => (entry === target ? joint : entry));
}
