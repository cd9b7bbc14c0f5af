/**
 * POST pods/<name>/eviction: a delete that says why and asks the pod's disruption budget first (pkg/registry/core/pod/storage/eviction.go).
 * Nothing comes between its steps here, so the real one's retries are not needed.
 */
import { badRequestError, conflictError, invalidError } from '../../../api/errors.ts';
import { invalid } from '../../../api/field-error.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import { isPodReady } from '../../../api/pod/conditions.ts';
import { formatTime } from '../../../api/time.ts';
import type { DeleteOptions, Eviction, Pod, PodCondition, Status } from '../../../api/types.gen.ts';
import { mutateInAdmission, validateInAdmission } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';
import { closed } from '../managed-fields/record.ts';
import { type RequestScope, commit, readStored, withManagedFields } from '../server.ts';
import { inNamespace } from '../verbs/create.ts';
import { deleteObject } from '../verbs/delete.ts';
import { getObject } from '../verbs/get.ts';
import { EVICTION } from './own-kinds.ts';
import { spendDisruption } from './disruption-budget.ts';

export function evictPod(scope: RequestScope, namespace: string, name: string, body: KubeObject): Status {
  const eviction = inNamespace(scope, namespace, body) as Eviction;
  const { deleteOptions: options = {} } = eviction;
  assertEviction(eviction, name);
  const own = options.dryRun?.includes('All') ? { ...scope, dryRun: true } : scope;
  admit(own, eviction, namespace);
  const pod = getObject(own.server, own.kind, namespace, name) as Pod;
  if (!mayIgnoreBudgets(pod)) spendDisruption(own, pod, isPodReady(pod));
  removePod(own, pod, options);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

function assertEviction(eviction: Eviction, name: string): void {
  if (nameOf(eviction) !== name) throw badRequestError('name in URL does not match name in Eviction object');
  if (eviction.deleteOptions?.ignoreStoreReadErrorWithClusterBreakingPotential !== true) return;
  const field = 'deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential';
  const why = 'can not be set for pod eviction, try after removing the option';
  throw invalidError({ group: 'policy', kind: 'Eviction' }, name, [invalid(field, true, why)]);
}

function admit(scope: RequestScope, eviction: Eviction, namespace: string): void {
  const attributes: AdmissionAttributes = { operation: 'CREATE', subresource: 'eviction', kind: EVICTION, namespace };
  validateInAdmission(scope, mutateInAdmission(scope, eviction, attributes), attributes);
}

/** Pods that have ended, never started, or are on their way out disturb nobody by going. */
function mayIgnoreBudgets({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '');
}

function removePod(scope: RequestScope, pod: Pod, options: DeleteOptions): void {
  const namespace = pod.metadata.namespace ?? '';
  if (!scope.dryRun) {
    assertPreconditions(pod, options);
    const marked = withDisruptionTarget(pod, formatTime(scope.server.now()));
    if (marked !== pod) commit(scope, 'evict', withManagedFields(marked, closed(pod.metadata.managedFields, pod)));
  }
  // The pod has just become newer than the one that was asked for.
  const { resourceVersion: _checked, ...others } = options.preconditions ?? {};
  const preconditions = scope.dryRun ? (options.preconditions ?? {}) : others;
  if (readStored(scope.server, scope.kind, namespace, nameOf(pod)) === undefined) return;
  deleteObject(scope, namespace, nameOf(pod), { ...options, preconditions });
}

function assertPreconditions({ metadata }: Pod, { preconditions = {} }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions;
  const refuse = (why: string) => conflictError({ group: '', resource: 'Pod' }, metadata.name ?? '', why);
  if (uid && uid !== metadata.uid) {
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ''}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ''}). The object might have been modified`,
    );
  }
}

function withDisruptionTarget(pod: Pod, now: string): Pod {
  const conditions = pod.status?.conditions ?? [];
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastProbeTime: null,
    lastTransitionTime: now,
  };
  const before = conditions.find(({ type }) => type === condition.type);
  if (before === undefined) return { ...pod, status: { ...pod.status, conditions: [...conditions, condition] } };
  if (before.reason === condition.reason && before.message === condition.message && before.status === condition.status) return pod;
  const lastTransitionTime = before.status === condition.status ? (before.lastTransitionTime ?? now) : now;
  const changed = conditions.map((own) => (own === before ? { ...condition, lastTransitionTime } : own));
  return { ...pod, status: { ...pod.status, conditions: changed } };
}
