/** What a component wrote and its informers have not heard of yet (as client-go's assume caches and mutation caches hold it). */
import { type KubeObject, keyOf } from '../../api/object.ts';
import type { Change } from '../kernel/component.ts';

/** By key: the newest version that was written. Keys of different kinds must differ. */
export type OwnWrites = Map<string, KubeObject>;

export function remember<T extends KubeObject>(writes: OwnWrites, object: T): T {
  writes.set(keyOf(object), object);
  return object;
}

/** What an informer holds, or what was written since. */
export function newest<T extends KubeObject>(writes: OwnWrites, object: T): T {
  const written = writes.size === 0 ? undefined : writes.get(keyOf(object));
  return written !== undefined && versionOf(written) > versionOf(object) ? (written as T) : object;
}

/** An informer tells of a change: it may have caught up. */
export function forgetWritten(writes: OwnWrites, { type, object }: Change): void {
  const written = writes.get(keyOf(object));
  if (written !== undefined && (type === 'DELETED' || versionOf(object) >= versionOf(written))) writes.delete(keyOf(object));
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? '0');
}
