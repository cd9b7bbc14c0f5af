/** Which of the objects around a controller are its own (ClaimObject in pkg/controller/controller_ref_manager.go). */
import { type Selector, matchesSelector } from '../../api/labels.ts';
import { type KubeObject, type ResourceType, isTerminating, namespaceOf, uidOf } from '../../api/object.ts';
import type { ComponentContext } from '../kernel/component.ts';
import { adopt, release } from './controller-ref.ts';

/**
 * The objects of `type` that `owner` controls: its own without those that its selector has come to miss, which are released, and
 * with those that nobody controls and that it selects, which are adopted and given `finalizers`. Once it is being deleted neither
 * happens.
 */
export function claim<O extends KubeObject, T extends KubeObject>(
  { client, lister }: Pick<ComponentContext<unknown>, 'client' | 'lister'>,
  ownerType: ResourceType<O>,
  owner: O,
  type: ResourceType<T>,
  selector: Selector,
  isMember: (object: T) => boolean = () => true,
  finalizers: readonly string[] = [],
): T[] {
  const objects = lister(type);
  const isOurs = (object: T): boolean => matchesSelector(selector, object.metadata.labels) && isMember(object);
  const claimed: T[] = [];
  for (const object of objects.by('owner', uidOf(owner))) {
    if (isOurs(object)) claimed.push(object);
    else if (!isTerminating(owner)) release(client, [uidOf(owner)], type, object);
  }
  if (isTerminating(owner)) return claimed;
  for (const object of objects.by('orphan', namespaceOf(owner))) {
    if (isTerminating(object) || !isOurs(object)) continue;
    if (adopt(client, ownerType, owner, type, object, finalizers)) claimed.push(object);
  }
  return claimed;
}
