/** An informer: a map of the objects of one resource, filled up to its watch's cursor, with indexes made when first asked for. */
import type { EndpointSlice, Pod } from '../../api/types.gen.ts';
import { type KubeObject, controllerOf } from '../../api/object.ts';
import { claimsOf } from './claims-of.ts';
import type { IndexName, Lister } from '../kernel/component.ts';
import type { InformerState } from '../kernel/state.ts';

export function createInformer(): InformerState {
  return { objects: new Map(), indexes: new Map() };
}

/** Puts the newest state of a key into the cache and gives what was there before. */
export function upsert(informer: InformerState, key: string, object: KubeObject): KubeObject | undefined {
  const { objects, indexes } = informer;
  const previous = objects.get(key);
  objects.set(key, object);
  for (const [name, index] of indexes) {
    const value = indexValue(name as IndexName, object);
    const before = previous === undefined ? undefined : indexValue(name as IndexName, previous);
    // Buckets hold keys: an object that stays where it was is none of their business.
    if (value === before) continue;
    for (const one of each(before)) if (!each(value).includes(one)) removeFrom(index, one, key);
    for (const one of each(value)) addTo(index, one, key);
  }
  return previous;
}

export function remove(informer: InformerState, key: string): KubeObject | undefined {
  const previous = informer.objects.get(key);
  if (previous === undefined) return undefined;
  informer.objects.delete(key);
  for (const [name, index] of informer.indexes) {
    for (const value of each(indexValue(name as IndexName, previous))) removeFrom(index, value, key);
  }
  return previous;
}

export function listerOf<T extends KubeObject>(informer: InformerState): Lister<T> {
  const objects = informer.objects as unknown as ReadonlyMap<string, T>;
  return {
    get: (namespace, name) => objects.get(namespace === '' ? name : `${namespace}/${name}`),
    byKey: (key) => objects.get(key),
    list: (namespace) => (namespace === undefined ? [...objects.values()] : (entriesOf(informer, 'namespace', namespace) as readonly T[])),
    get size() {
      return objects.size;
    },
    by: (index, value) => entriesOf(informer, index, value) as readonly T[],
  };
}

function entriesOf(informer: InformerState, name: IndexName, value: string): readonly KubeObject[] {
  const bucket = (informer.indexes.get(name) ?? buildIndex(informer, name)).get(value);
  const found: KubeObject[] = [];
  for (const key of bucket ?? NOWHERE) {
    const object = informer.objects.get(key);
    if (object !== undefined) found.push(object);
  }
  return found;
}

function buildIndex(informer: InformerState, name: IndexName): Map<string, Set<string>> {
  const index = new Map<string, Set<string>>();
  for (const [key, object] of informer.objects) {
    for (const value of each(indexValue(name, object))) addTo(index, value, key);
  }
  informer.indexes.set(name, index);
  return index;
}

/** Most objects stand at one place of an index. */
type IndexValue = string | readonly string[] | undefined;

const NOWHERE: readonly string[] = [];

function each(value: IndexValue): readonly string[] {
  if (value === undefined) return NOWHERE;
  return typeof value === 'string' ? [value] : value;
}

function indexValue(name: IndexName, object: KubeObject): IndexValue {
  switch (name) {
    case 'claim':
      return claimsOf(object as Pod);
    case 'finalizer':
      return object.metadata.finalizers?.map((finalizer) => `${object.metadata.namespace ?? ''}/${finalizer}`);
    case 'namespace':
      return object.metadata.namespace;
    case 'node':
      return (object as Pod).spec?.nodeName;
    case 'orphan':
      return controllerOf(object) === undefined ? object.metadata.namespace : undefined;
    case 'owner':
      return controllerOf(object)?.uid;
    case 'service': {
      const service = (object as EndpointSlice).metadata.labels?.['kubernetes.io/service-name'];
      return service === undefined ? undefined : `${object.metadata.namespace ?? ''}/${service}`;
    }
  }
}

function addTo(index: Map<string, Set<string>>, value: string, key: string): void {
  const bucket = index.get(value);
  if (bucket === undefined) index.set(value, new Set([key]));
  else bucket.add(key);
}

function removeFrom(index: Map<string, Set<string>>, value: string, key: string): void {
  const bucket = index.get(value);
  if (bucket === undefined) return;
  bucket.delete(key);
  if (bucket.size === 0) index.delete(value);
}
