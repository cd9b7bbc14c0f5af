import { type KubeObject, nameOf } from '../../../api/object.ts';
import { type StoreState, countObjects, scanObjects } from '../../store/store.ts';

/** The name of the class that an annotation makes the default; of several the newest, and of those the first by name. */
export function defaultClass(store: StoreState, resource: string, annotations: readonly string[]): string | undefined {
  if (countObjects(store, resource) === 0) return undefined;
  let newest: KubeObject | undefined;
  for (const [, candidate] of scanObjects(store, resource, '')) {
    const marked = annotations.some((annotation) => candidate.metadata.annotations?.[annotation] === 'true');
    if (marked && (newest === undefined || bornOf(candidate) > bornOf(newest))) newest = candidate;
  }
  return newest && nameOf(newest);
}

/** RFC 3339 in seconds, which sorts as text. */
function bornOf({ metadata }: KubeObject): string {
  return metadata.creationTimestamp ?? '';
}
