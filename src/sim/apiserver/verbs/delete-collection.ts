/** DELETECOLLECTION: one object after the other, under the rules of DELETE. */
import { type KubeObject, nameOf, namespaceOf } from '../../../api/object.ts';
import type { ListOptions } from '../../../api/request.ts';
import type { DeleteOptions } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';
import { deleteObject } from './delete.ts';
import { listObjects } from './list.ts';

export function deleteCollection(
  scope: RequestScope,
  namespace: string,
  options: ListOptions = {},
  body: DeleteOptions = {},
): KubeObject[] {
  const { items } = listObjects(scope.server, scope.kind, namespace, options);
  for (const item of items) deleteObject(scope, namespaceOf(item), nameOf(item), body);
  return [...items];
}
