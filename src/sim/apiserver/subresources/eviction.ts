/** POST pods/<name>/eviction: a delete that says why (pkg/registry/core/pod/storage/eviction.go). */
import { badRequestError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { Eviction, Pod, PodCondition, Status } from '../../../api/types.gen.ts';
import { closed } from '../managed-fields/record.ts';
import { type RequestScope, commit, readStored, withManagedFields } from '../server.ts';
import { deleteObject } from '../verbs/delete.ts';
import { getObject } from '../verbs/get.ts';

export function evictPod(scope: RequestScope, namespace: string, name: string, body: KubeObject): Status {
  const eviction = body as Eviction;
  if (eviction.metadata?.name && eviction.metadata.name !== name)
    throw badRequestError('name in URL does not match name in Eviction object');
  const pod = getObject(scope.server, scope.kind, namespace, name) as Pod;
  if (isRunning(pod)) commit(scope, 'evict', withDisruptionTarget(pod, formatTime(scope.server.now())));
  if (readStored(scope.server, scope.kind, namespace, name) !== undefined) deleteObject(scope, namespace, name, eviction.deleteOptions);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

/** Pods that have ended, wait, or are on their way out are simply deleted. */
function isRunning(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && pod.metadata.deletionTimestamp === undefined;
}

function withDisruptionTarget(pod: Pod, now: string): Pod {
  const condition: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastProbeTime: null,
    lastTransitionTime: now,
    observedGeneration: pod.metadata.generation ?? 0,
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const evicted = { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
  return withManagedFields(evicted, closed(pod.metadata.managedFields, pod)) as Pod;
}
