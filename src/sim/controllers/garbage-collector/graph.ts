/**
 * Who depends on whom, kept by each object's changes: the uid of an owner → the objects that name it.
 * An object's owners stand in the object itself, so that nothing is remembered twice.
 */
import type { Client } from '../../../api/client.ts';
import { type KubeObject, type ResourceType, groupResource, keyOf } from '../../../api/object.ts';

export interface GarbageMemory {
  readonly dependents: Map<string, Set<ObjectId>>;
  /** Uids that were found to exist no more, the last few hundred. */
  readonly absent: Set<string>;
}

/** `resource.group|namespace/name`. */
export type ObjectId = string;

const MAX_ABSENT = 500;

export function createGraph(): GarbageMemory {
  return { dependents: new Map(), absent: new Set() };
}

export function idOf(type: ResourceType, object: KubeObject): ObjectId {
  return `${groupResource(type)}|${keyOf(object)}`;
}

/** What an id names; undefined for a resource that is no longer served. */
export function resolveId(client: Client, id: ObjectId): { type: ResourceType; namespace: string; name: string } | undefined {
  const bar = id.indexOf('|');
  const type = client.typeOfResource(id.slice(0, bar));
  if (type === undefined) return undefined;
  const slash = type.namespaced ? id.indexOf('/', bar) : bar;
  return { type, namespace: id.slice(bar + 1, Math.max(slash, bar + 1)), name: id.slice(slash + 1) };
}

/** Notes a dependent; true when it is the first that is known of this owner, which therefore should be looked for. */
export function addDependent(memory: GarbageMemory, ownerUid: string, id: ObjectId): boolean {
  const known = memory.dependents.get(ownerUid);
  if (known !== undefined) {
    known.add(id);
    return false;
  }
  memory.dependents.set(ownerUid, new Set([id]));
  return true;
}

/** How many dependents the owner has left. */
export function removeDependent(memory: GarbageMemory, ownerUid: string, id: ObjectId): number {
  const known = memory.dependents.get(ownerUid);
  if (known === undefined) return 0;
  known.delete(id);
  if (known.size === 0) memory.dependents.delete(ownerUid);
  return known.size;
}

export function dependentsOf(memory: GarbageMemory, ownerUid: string): readonly ObjectId[] {
  return [...(memory.dependents.get(ownerUid) ?? [])];
}

export function noteAbsent(memory: GarbageMemory, uid: string): void {
  memory.absent.add(uid);
  if (memory.absent.size <= MAX_ABSENT) return;
  for (const oldest of memory.absent) {
    memory.absent.delete(oldest);
    return;
  }
}
