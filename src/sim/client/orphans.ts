/** Objects that nobody controls, by namespace: whom a new controller may adopt, without looking through everything. */
import { type KubeObject, keyOf, namespaceOf } from '../../api/object.ts';

export type Orphans = Map<string, Set<string>>;

/** False when it was known already. */
export function noteOrphan(orphans: Orphans, object: KubeObject): boolean {
  const key = keyOf(object);
  const known = orphans.get(namespaceOf(object));
  if (known === undefined) orphans.set(namespaceOf(object), new Set([key]));
  else if (known.has(key)) return false;
  else known.add(key);
  return true;
}

export function forgetOrphan(orphans: Orphans, object: KubeObject): void {
  const known = orphans.get(namespaceOf(object));
  if (known?.delete(keyOf(object)) === true && known.size === 0) orphans.delete(namespaceOf(object));
}

/** Keys of the namespace's orphans, first seen first. */
export function orphansOf(orphans: Orphans, namespace: string): Iterable<string> {
  return orphans.get(namespace) ?? [];
}
