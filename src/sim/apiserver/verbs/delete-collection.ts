/** DELETECOLLECTION: one object after the other, under the rules of DELETE. */
import { nameOf, namespaceOf } from '../../../api/object.ts';
import type { KubeList, ListOptions } from '../../../api/request.ts';
import type { DeleteOptions } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';
import { deleteObject } from './delete.ts';
import { listObjects } from './list.ts';
import { warnOfOrphans } from './warn-of-orphans.ts';

export function deleteCollection(scope: RequestScope, namespace: string, options: ListOptions = {}, body: DeleteOptions = {}): KubeList {
  const list = listObjects(scope.server, scope.kind, namespace, options);
  warnOfOrphans(scope, body);
  for (const item of list.items) deleteObject(scope, namespaceOf(item), nameOf(item), body);
  return list;
}
