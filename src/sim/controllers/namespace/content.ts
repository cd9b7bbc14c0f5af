/** Emptying a namespace that is going away (pkg/controller/namespace/deletion/namespaced_resources_deleter.go). */
import type { Client } from '../../../api/client.ts';
import { isReason } from '../../../api/errors.ts';
import { type ResourceType, groupResource, nameOf } from '../../../api/object.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { POD } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Namespace, Pod } from '../../../api/types.gen.ts';

/** What is still there after everything was asked to go. */
export interface Remains {
  /** `<resource>.<group>` → how many. */
  readonly resources: Map<string, number>;
  /** Finalizer → how many objects have it. */
  readonly finalizers: Map<string, number>;
  /** After so many seconds it may look different. */
  readonly estimateSeconds: number;
}

const FINALIZER_ESTIMATE_SECONDS = 15;

/** Pods go first: what they use must not be taken from under them. */
export function deleteContent(client: Client, namespace: Namespace, now: number): Remains {
  const remains: Remains = { resources: new Map(), finalizers: new Map(), estimateSeconds: 0 };
  const name = nameOf(namespace);
  const graceSeconds = longestGrace(client.list(POD, name).items, namespace, now);
  const afterPods = deleteAll(client, POD, name, remains, graceSeconds);
  const others = client.types().filter((type) => type.namespaced && groupResource(type) !== POD.resource);
  return remains.resources.size > 0 ? afterPods : others.reduce((sum, type) => deleteAll(client, type, name, sum, 0), afterPods);
}

function deleteAll(client: Client, type: ResourceType, namespace: string, remains: Remains, graceSeconds: number): Remains {
  for (const object of client.list(type, namespace).items) tryDelete(client, type, namespace, nameOf(object));
  const left = client.list(type, namespace).items;
  if (left.length === 0) return remains;
  remains.resources.set(`${type.resource}.${type.group}`, left.length);
  let hasFinalizers = false;
  for (const object of left) {
    for (const finalizer of object.metadata.finalizers ?? []) {
      hasFinalizers = true;
      remains.finalizers.set(finalizer, (remains.finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const estimate = graceSeconds > 0 ? graceSeconds : hasFinalizers ? FINALIZER_ESTIMATE_SECONDS : 0;
  return { ...remains, estimateSeconds: Math.max(remains.estimateSeconds, estimate) };
}

function tryDelete(client: Client, type: ResourceType, namespace: string, name: string): void {
  try {
    client.delete(type, namespace, name, { propagationPolicy: 'Background' });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

function longestGrace(pods: readonly Pod[], namespace: Namespace, now: number): number {
  let seconds = 0;
  for (const pod of pods) if (!isPodTerminal(pod)) seconds = Math.max(seconds, pod.spec?.terminationGracePeriodSeconds ?? 0);
  const deletedAt = namespace.metadata.deletionTimestamp;
  const elapsed = deletedAt === undefined ? 0 : Math.floor((now - parseTime(deletedAt)) / 1000);
  return Math.max(0, seconds - elapsed);
}
