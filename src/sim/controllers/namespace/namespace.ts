/** The namespace controller (pkg/controller/namespace): empties a namespace that is being deleted, and then lets it go. */
import { ifFound } from '../../../api/errors.ts';
import { keyOf } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import type { Namespace } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';
import { deletionConditions } from './conditions.ts';
import { type Remains, deleteContent } from './content.ts';

export const namespaceController = defineComponent<null>({
  name: 'namespace-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:namespace-controller',
  watches: [
    watch(NAMESPACE, (context, { type, object }) => {
      if (type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined) context.enqueueAfter(keyOf(object), GRACE_MS);
    }),
  ],
  init: () => null,
  sync: syncNamespace,
});

/** API servers may take a moment to learn that nothing may be created in it any more. */
const GRACE_MS = 5000;
const FINALIZER = 'kubernetes';

function syncNamespace(context: ComponentContext<null>, name: string): number | void {
  const namespace = ifFound(() => context.client.get(NAMESPACE, '', name));
  if (namespace?.metadata.deletionTimestamp === undefined || !namespace.spec?.finalizers?.includes(FINALIZER)) return;
  const remains = deleteContent(context.client, namespace, context.now);
  const current = writeConditions(context, namespace, remains);
  if (remains.resources.size > 0) return (Math.trunc(remains.estimateSeconds / 2) + 1) * 1000;
  const finalizers = namespace.spec.finalizers.filter((finalizer) => finalizer !== FINALIZER);
  context.client.finalize(NAMESPACE, { ...current, spec: { ...current.spec, finalizers } });
}

function writeConditions(context: ComponentContext<null>, namespace: Namespace, remains: Remains): Namespace {
  const conditions = deletionConditions(namespace.status?.conditions ?? [], remains, context.now);
  if (deepEqual(namespace.status?.conditions, conditions)) return namespace;
  return context.client.updateStatus(NAMESPACE, { ...namespace, status: { ...namespace.status, conditions } });
}
