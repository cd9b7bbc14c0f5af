/** What holds of every object, whatever its kind: history, caches, versions of specs, owners. */
import { type KubeObject, controllerOf, groupResource, isTerminating, keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import type { Job, Pod } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { createInformer, listerOf, upsert } from '../../../sim/client/informer.ts';
import type { IndexName } from '../../../sim/kernel/component.ts';
import { scanWritten } from '../../../sim/store/store.ts';
import { listOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';
import { isAnothers, isKeptForTheNext } from './jobs.ts';

export const historyReplays = atRest('the log replays to the present', function* ({ cluster, objects }) {
  const { store } = cluster.state;
  for (const resource of store.tables.keys()) {
    const rebuilt = objects.get(resource) ?? new Map<string, KubeObject>();
    const present = new Map(scanWritten(store, resource));
    for (const [key, object] of present) if (rebuilt.get(key) !== object) yield `${resource} ${key} is not what the log says`;
    for (const key of rebuilt.keys()) if (!present.has(key)) yield `${resource} ${key} is in the log alone`;
  }
});

export const cachesEqualLists = atRest('a cache equals a fresh list, and its indexes follow from it', function* ({ cluster }) {
  const { store, processes } = cluster.state;
  for (const [id, { informers, watches }] of processes) {
    for (const { resource, node, pending } of watches.values()) {
      const informer = informers.get(resource);
      if (informer === undefined || pending.length > 0) continue;
      const fresh = createInformer();
      for (const [key, object] of scanWritten(store, resource)) if (node === '' || nodeOf(object) === node) upsert(fresh, key, object);
      for (const [key, object] of fresh.objects) if (informer.objects.get(key) !== object) yield `${id} has an old ${resource} ${key}`;
      for (const key of informer.objects.keys()) if (!fresh.objects.has(key)) yield `${id} still has ${resource} ${key}`;
      for (const [name, index] of informer.indexes) {
        for (const [value, bucket] of index) {
          const expected = listerOf(fresh).by(name as IndexName, value);
          if (!deepEqual(new Set(expected.map(keyOf)), new Set(bucket.keys()))) yield `${id} ${resource}: index ${name} of ${value}`;
        }
      }
    }
  }
});

function nodeOf(object: KubeObject): string | undefined {
  return object.kind === 'Node' ? object.metadata.name : (object as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName;
}

type Versioned = KubeObject & { readonly spec?: unknown; readonly status?: { readonly observedGeneration?: number } };

export const generationsCountSpecs = everyMoment<undefined>({
  name: 'a generation is a version of the spec',
  resource: '',
  start: () => undefined,
  onEntry(_memory, { object, previous, type, resource }) {
    const { generation = 0 } = object.metadata;
    const observed = (object as Versioned).status?.observedGeneration ?? 0;
    if (generation > 0 && observed > generation) return `${resource} ${keyOf(object)} has observed ${observed} of ${generation}`;
    if (type !== 'MODIFIED' || previous === undefined || generation === 0) return undefined;
    if (uidOf(object) !== uidOf(previous)) return `${resource} ${keyOf(object)} became another object`;
    const before = previous.metadata.generation ?? 0;
    const isSame = deepEqual((object as Versioned).spec, (previous as Versioned).spec);
    const began = isTerminating(object) && !isTerminating(previous);
    if (generation < before || generation > before + 1)
      return `${resource} ${keyOf(object)} went from generation ${before} to ${generation}`;
    if (!isSame && generation === before && !isBinding(object, previous))
      return `${resource} ${keyOf(object)}: the spec changed, the generation ${generation} did not`;
    if (isSame && generation > before && !began && !LOUD_KINDS.has(resource) && !isAnnotated(object, previous))
      return `${resource} ${keyOf(object)}: the generation went to ${generation} without a change`;
    return undefined;
  },
});

/** A binding writes into the spec of a pod, and makes no new generation of it. */
function isBinding(object: KubeObject, previous: KubeObject): boolean {
  return object.kind === 'Pod' && (object as Pod).spec?.nodeName !== (previous as Pod).spec?.nodeName;
}

/** Kinds without a spec: any of their fields is one. */
const LOUD_KINDS = new Set(['endpointslices.discovery.k8s.io']);

/** What a Deployment's annotations say is for its ReplicaSets too. */
function isAnnotated(object: KubeObject, previous: KubeObject): boolean {
  return object.kind === 'Deployment' && !deepEqual(object.metadata.annotations, previous.metadata.annotations);
}

/** Every living owner keeps an object; without one the collector takes it. */
export const ownersLive = atRest('nothing outlives its owners', function* ({ objects }) {
  const living = new Set<string>();
  for (const table of objects.values()) for (const object of table.values()) living.add(uidOf(object));
  for (const [resource, table] of objects) {
    if (resource === 'events') continue;
    for (const object of table.values()) {
      const owners = object.metadata.ownerReferences ?? [];
      if (owners.length === 0 || isTerminating(object)) continue;
      const dead = owners.filter(({ uid }) => !living.has(uid));
      if (dead.length > 0)
        yield `${resource} ${keyOf(object)} refers to ${dead.map(({ kind, name }) => `${kind} ${name}`).join()}, which is gone`;
    }
  }
});

/** What a kubelet takes beyond the grace of a pod at most. */
const LATE_MS = 5000;

/** Who is being deleted and still there is held by somebody, or has its grace. */
export const deletionsFinish = atRest('what is deleted goes', function* (ledger) {
  const { objects, cluster } = ledger;
  const blocking = new Set<string>();
  for (const table of objects.values())
    for (const object of table.values())
      for (const { uid, blockOwnerDeletion } of object.metadata.ownerReferences ?? []) if (blockOwnerDeletion === true) blocking.add(uid);
  for (const [resource, table] of objects) {
    for (const object of table.values()) {
      if (!isTerminating(object)) continue;
      const hasGrace = resource === 'pods' && Date.parse(object.metadata.deletionTimestamp ?? '') + LATE_MS >= cluster.state.now;
      const finalizers = object.metadata.finalizers ?? [];
      const isHeld = finalizers.some(
        (name) =>
          name.startsWith('example.com/') ||
          (name === 'batch.kubernetes.io/job-tracking' && (isKeptByIndex(objects, object) || isAnothers(object))) ||
          (name === 'foregroundDeletion' && blocking.has(uidOf(object))) ||
          (name === 'kubernetes.io/pvc-protection' && isMounted(objects, object)) ||
          name === 'kubernetes.io/pv-protection',
      );
      const isFull = resource === groupResource(NAMESPACE) && hasContent(objects, object.metadata.name ?? '');
      if (!isHeld && !isFull && !hasGrace) yield `${resource} ${keyOf(object)} is still there, with finalizers [${finalizers.join()}]`;
    }
  }
});

function isKeptByIndex(objects: Tables, pod: KubeObject): boolean {
  const job = objects.get('jobs.batch')?.get(`${namespaceOf(pod)}/${controllerOf(pod)?.name ?? ''}`);
  return job !== undefined && isKeptForTheNext(job as Job);
}

type Tables = ReadonlyMap<string, ReadonlyMap<string, KubeObject>>;

function hasContent(objects: Tables, namespace: string): boolean {
  for (const [resource, table] of objects) {
    if (resource === 'events') continue;
    for (const object of table.values()) if (object.metadata.namespace === namespace) return true;
  }
  return false;
}

type Mounting = { readonly spec?: { readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[] } };

function isMounted(objects: Tables, claim: KubeObject): boolean {
  for (const pod of objects.get('pods')?.values() ?? []) {
    if (pod.metadata.namespace !== claim.metadata.namespace) continue;
    if ((pod as Mounting).spec?.volumes?.some(({ persistentVolumeClaim: own }) => own?.claimName === claim.metadata.name)) return true;
  }
  return false;
}

export const namespacesHoldWhatLives = atRest('an object is in a namespace that exists', function* (ledger) {
  const names = new Set(listOf(ledger, NAMESPACE).map(({ metadata }) => metadata.name));
  for (const [resource, table] of ledger.objects) {
    if (resource === 'events') continue;
    for (const object of table.values()) {
      const { namespace } = object.metadata;
      if (namespace !== undefined && !names.has(namespace)) yield `${resource} ${keyOf(object)}`;
    }
  }
});
