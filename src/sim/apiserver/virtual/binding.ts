/** POST bindings: the same as POST pods/<name>/binding, with the name in the body. */
import { POD } from '../../../api/resources.ts';
import type { Binding, Status } from '../../../api/types.gen.ts';
import { findKind } from '../kinds.ts';
import type { RequestScope } from '../server.ts';
import { bindFromBody } from '../subresources/binding.ts';

export function bindNamedPod(scope: RequestScope, binding: Binding, namespace: string): Status {
  const kind = findKind(scope.server, POD) ?? scope.kind;
  return bindFromBody({ ...scope, kind }, namespace, binding.metadata.name ?? '', binding);
}
