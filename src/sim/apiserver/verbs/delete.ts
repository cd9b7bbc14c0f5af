/** DELETE: preconditions, propagation, grace, finalizers (registry/generic/registry/store.go, registry/rest/delete.go). */
import { conflictError, forbiddenError, invalidError, notFoundError } from '../../../api/errors.ts';
import { type FieldError, invalid, notSupported } from '../../../api/field-error.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import { formatTime, parseTime } from '../../../api/time.ts';
import type { DeleteOptions, Namespace, Pod, Status } from '../../../api/types.gen.ts';
import { validateInAdmission } from '../admission/admission.ts';
import { release } from '../allocation.ts';
import { type RequestScope, commit, commitRemoval, errorType, readStored } from '../server.ts';
import { hasSpecFinalizers } from './strategies.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Deletes or begins to delete. Gives what the server answers: the object, or a Status of success. */
export function deleteObject(scope: RequestScope, namespace: string, name: string, options: DeleteOptions = {}): KubeObject | Status {
  const { server, kind } = scope;
  assertOptions(options);
  const stored = readStored(server, kind, namespace, name);
  if (stored === undefined) throw notFoundError(errorType(kind), name);
  if (kind.type.kind === 'Namespace' && IMMORTAL.has(name)) throw forbiddenError(kind.type, name, 'this namespace may not be deleted');
  assertPreconditions(scope, stored, options);
  validateInAdmission(scope, stored, { operation: 'DELETE', subresource: '', namespace, stored });
  const isFirst = stored.metadata.deletionTimestamp === undefined;
  if (isFirst && kind.beginDeletion !== undefined) return commit(scope, 'delete', kind.beginDeletion(stored, formatTime(server.now())));
  const marked = { ...stored, metadata: { ...stored.metadata, ...finalizersFor(scope, stored, options) } };
  const grace = graceSeconds(marked, options);
  const waits = grace > 0 || isLivingNamespace(marked) || (marked.metadata.finalizers?.length ?? 0) > 0 || hasSpecFinalizers(marked);
  if (!waits) return answer(scope, removeNow(scope, lastForm(scope, marked, stored)));
  const terminating = beginDeletion(scope, marked, stored, grace);
  return terminating === stored ? stored : commit(scope, 'delete', terminating);
}

/** A namespace goes in two steps, even one without content: its controller takes the second. */
function isLivingNamespace({ kind, metadata }: KubeObject): boolean {
  return kind === 'Namespace' && metadata.deletionTimestamp === undefined;
}

/** Pods are told that their time is up before they go, even when there is none. */
function lastForm(scope: RequestScope, marked: KubeObject, stored: KubeObject): KubeObject {
  if (stored.kind !== 'Pod') return stored;
  const last = beginDeletion(scope, marked, stored, 0);
  return last === stored ? stored : commit(scope, 'delete', last);
}

/** Takes an object out of the store, with what it had allocated. */
function removeNow(scope: RequestScope, stored: KubeObject): KubeObject {
  release(scope, stored);
  return commitRemoval(scope, stored);
}

function answer(scope: RequestScope, removed: KubeObject): KubeObject | Status {
  const { type, returnsObjectOnDelete } = scope.kind;
  if (returnsObjectOnDelete) return removed;
  const group = type.group === '' ? {} : { group: type.group };
  const details = { name: nameOf(removed), ...group, kind: type.resource, uid: removed.metadata.uid ?? '' };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

function assertOptions(options: DeleteOptions): void {
  const { propagationPolicy: policy, orphanDependents, dryRun = [] } = options;
  const errors: FieldError[] = [];
  if (policy !== undefined && orphanDependents !== undefined)
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (policy !== undefined && !POLICIES.includes(policy)) errors.push(notSupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  if (!dryRun.every((value) => value === 'All')) errors.push(notSupported('dryRun', dryRun, ['All']));
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
}

function assertPreconditions(scope: RequestScope, stored: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = stored;
  const name = nameOf(stored);
  // Upstream names the kind here, where other conflicts name the resource.
  const type = { group: scope.kind.type.group, resource: scope.kind.type.kind };
  if (scope.kind.beginDeletion !== undefined) return assertUnchanged(scope, stored, options);
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ''}). The object might have been deleted and then recreated`;
    throw conflictError(type, name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ''}). The object might have been modified`;
    throw conflictError(type, name, why);
  }
}

/** Kinds whose deletion has a beginning of its own look first, in other words (customresourcedefinition/etcd.go). */
function assertUnchanged({ kind }: RequestScope, { metadata }: KubeObject, { preconditions = {} }: DeleteOptions): void {
  const check = (what: string, wanted: string | undefined, found = '') => {
    if (wanted === undefined || wanted === found) return;
    const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
    throw conflictError(kind.type, metadata.name ?? '', why);
  };
  check('UID', preconditions.uid, metadata.uid);
  check('ResourceVersion', preconditions.resourceVersion, metadata.resourceVersion);
}

/** The garbage collector's finalizers follow the propagation policy; a repeated delete leaves them as they are. */
function finalizersFor(scope: RequestScope, stored: KubeObject, options: DeleteOptions): { finalizers?: readonly string[] } {
  const current = stored.metadata.finalizers ?? [];
  if (stored.metadata.deletionTimestamp !== undefined) return {};
  const wanted = wantedFinalizer(scope, current, options);
  const kept = current.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const next = wanted === undefined ? kept : [...kept, wanted];
  return next.length === current.length && next.every((finalizer, index) => finalizer === current[index]) ? {} : { finalizers: next };
}

function wantedFinalizer(scope: RequestScope, current: readonly string[], options: DeleteOptions): string | undefined {
  const { propagationPolicy: policy, orphanDependents: orphan } = options;
  if (policy === 'Orphan' || orphan === true) return ORPHAN;
  if (policy === 'Foreground') return FOREGROUND;
  if (policy === 'Background' || orphan === false) return undefined;
  const standing = current.find((finalizer) => finalizer === ORPHAN || finalizer === FOREGROUND);
  return standing ?? (scope.kind.defaultPropagation === 'Orphan' ? ORPHAN : undefined);
}

/** Only Pods are given time; a pod that is on no node or has ended needs none. */
function graceSeconds(object: KubeObject, options: DeleteOptions): number {
  if (object.kind !== 'Pod') return 0;
  const { spec, status } = object as Pod;
  if (!spec?.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  const asked = options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
  return asked < 0 ? 1 : asked;
}

function beginDeletion(scope: RequestScope, marked: KubeObject, stored: KubeObject, grace: number): KubeObject {
  const now = scope.server.now();
  const { metadata } = marked;
  if (metadata.deletionTimestamp === undefined) {
    const generation = metadata.generation === undefined || metadata.generation === 0 ? {} : { generation: metadata.generation + 1 };
    const deletionTimestamp = formatTime(now + grace * 1000);
    if (marked.kind === 'Namespace') return inTermination({ ...(marked as Namespace), metadata: { ...metadata, deletionTimestamp } });
    return { ...marked, metadata: { ...metadata, ...generation, deletionTimestamp, deletionGracePeriodSeconds: grace } };
  }
  const before = metadata.deletionGracePeriodSeconds ?? 0;
  if (grace >= before) return stored;
  const started = parseTime(metadata.deletionTimestamp) - before * 1000;
  const due = started + grace * 1000;
  const deletionGracePeriodSeconds = due < now && grace > 0 ? 1 : grace;
  return { ...marked, metadata: { ...metadata, deletionTimestamp: formatTime(Math.max(due, now)), deletionGracePeriodSeconds } };
}

/** A namespace has no grace period, but a phase (pkg/registry/core/namespace/storage). */
function inTermination(namespace: Namespace): Namespace {
  return { ...namespace, status: { ...namespace.status, phase: 'Terminating' } };
}
