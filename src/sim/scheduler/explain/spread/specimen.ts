/** The next pod of an owner: like those that it has, but new. */
import { type KubeObject, controllerOf, isTerminating, uidOf } from '../../../../api/object.ts';
import { POD, REPLICA_SET } from '../../../../api/resources.ts';
import type { Pod } from '../../../../api/types.gen.ts';
import type { Onlooker } from '../trial.ts';

export interface Owned {
  /** `ReplicaSet/web-5d9`. */
  readonly object: string;
  /** All of its pods. */
  readonly pods: readonly Pod[];
  /** One that waits for a node, or else one more like the newest. */
  readonly next: Pod;
}

/** `kind` Pod: those of its controller, or itself alone. Undefined for what has no pods. */
export function ownedBy(context: Onlooker, kind: string, namespace: string, name: string): Owned | undefined {
  if (kind === 'Pod') return ofPod(context, namespace, name);
  const pods = kind === 'Deployment' ? ofDeployment(context, namespace, name) : ofController(context, kind, namespace, name);
  const newest = pods.at(-1);
  return newest && { object: `${kind}/${name}`, pods, next: nextOf(pods, newest) };
}

function ofPod(context: Onlooker, namespace: string, name: string): Owned | undefined {
  const pod = context.lister(POD).byKey(`${namespace}/${name}`);
  if (pod === undefined) return undefined;
  const controller = controllerOf(pod);
  const pods = controller === undefined ? [pod] : context.lister(POD).by('owner', controller.uid);
  const object = controller === undefined ? `Pod/${name}` : `${controller.kind}/${controller.name}`;
  return { object, pods, next: isPlaced(pod) ? oneMore(pod) : pod };
}

function ofController({ lister }: Onlooker, kind: string, namespace: string, name: string): readonly Pod[] {
  return lister(POD)
    .list(namespace)
    .filter((pod) => isControlledBy(pod, kind, name));
}

/** Those of its newest ReplicaSet come last. */
function ofDeployment(context: Onlooker, namespace: string, name: string): readonly Pod[] {
  const sets = context
    .lister(REPLICA_SET)
    .list(namespace)
    .filter((set) => isControlledBy(set, 'Deployment', name));
  return sets
    .toSorted((a, b) => revisionOf(a) - revisionOf(b))
    .flatMap(({ metadata }) => context.lister(POD).by('owner', metadata.uid ?? ''));
}

function isControlledBy(object: KubeObject, kind: string, name: string): boolean {
  const controller = controllerOf(object);
  return controller?.kind === kind && controller.name === name;
}

function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

function nextOf(pods: readonly Pod[], newest: Pod): Pod {
  const controller = controllerOf(newest)?.uid;
  const waiting = pods.find((pod) => !isPlaced(pod) && !isTerminating(pod) && controllerOf(pod)?.uid === controller);
  return waiting ?? oneMore(newest);
}

function oneMore(pod: Pod): Pod {
  const { deletionTimestamp: _deleted, ...metadata } = pod.metadata;
  const { nodeName: _nodeName, ...spec } = pod.spec ?? { containers: [] };
  return { ...pod, metadata: { ...metadata, name: `${metadata.name ?? ''}-next`, uid: `next-of-${uidOf(pod)}` }, spec };
}

export function isPlaced(pod: Pod): boolean {
  return (pod.spec?.nodeName ?? '') !== '';
}
