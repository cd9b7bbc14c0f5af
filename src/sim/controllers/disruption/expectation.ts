/** How many pods a budget may expect, and how many of them have to be healthy. */
import type { Client } from '../../../api/client.ts';
import { ifFound } from '../../../api/errors.ts';
import { scaledValue } from '../../../api/intstr.ts';
import { type KubeObject, controllerOf, groupResource, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import type { OwnerReference, Pod, PodDisruptionBudget } from '../../../api/types.gen.ts';

export interface Expectation {
  readonly expected: number;
  readonly desired: number;
  /** Pods that nothing controls, where a share of all was to be found. */
  readonly unmanaged: number;
}

/** Or why it can't be told. */
export function expectationOf(client: Client, { spec = {} }: PodDisruptionBudget, pods: readonly Pod[]): Expectation | string {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number')
    return { expected: pods.length, desired: minAvailable, unmanaged: 0 };
  if (maxUnavailable === undefined && minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: 0 };
  const scale = scaleOf(client, pods);
  if (typeof scale === 'string') return scale;
  const desired =
    maxUnavailable === undefined
      ? scaledValue(minAvailable ?? 0, scale.expected, true)
      : Math.max(0, scale.expected - scaledValue(maxUnavailable, scale.expected, true));
  return { ...scale, desired };
}

/** What the controllers of the pods want to have, each counted once. */
function scaleOf(client: Client, pods: readonly Pod[]): Omit<Expectation, 'desired'> | string {
  const replicas = new Map<string, number>();
  const seen = new Set<string>();
  let unmanaged = 0;
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (reference === undefined) unmanaged += 1;
    if (reference === undefined || seen.has(reference.uid)) continue;
    seen.add(reference.uid);
    const found = scalerOf(client, reference, namespaceOf(pod));
    if (typeof found === 'string') return found;
    if (found === undefined) return `found no controllers for pod ${JSON.stringify(nameOf(pod))}`;
    replicas.set(uidOf(found), found.spec?.replicas ?? 0);
  }
  return { expected: Array.from(replicas.values()).reduce((sum, count) => sum + count, 0), unmanaged };
}

type Scalable = KubeObject & { readonly spec?: { readonly replicas?: number } };

/** The controller that a reference names, or the Deployment above it. */
function scalerOf(client: Client, reference: OwnerReference, namespace: string): Scalable | string | undefined {
  const type = client.typeOf(reference.apiVersion, reference.kind);
  if (type === undefined) return undefined;
  const found = ifFound(() => client.get(type, namespace, reference.name) as Scalable);
  if (found === undefined || uidOf(found) !== reference.uid) return undefined;
  const above = reference.kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  if (above?.kind === 'Deployment') return scalerOf(client, above, namespace);
  return found.spec?.replicas === undefined ? `${groupResource(type)} does not implement the scale subresource` : found;
}
