/** The service account controller (pkg/controller/serviceaccount): every active namespace has a ServiceAccount `default`. */
import { isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { NAMESPACE, SERVICE_ACCOUNT } from '../../../api/resources.ts';
import { type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';

export const serviceAccountController = defineComponent<null>({
  name: 'serviceaccount-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:service-account-controller',
  watches: [
    watch(NAMESPACE, (context, { type, object }) => {
      if (type !== 'DELETED') context.enqueue(nameOf(object));
    }),
    watch(SERVICE_ACCOUNT, (context, { type, object }) => {
      if (type === 'DELETED' && nameOf(object) === DEFAULT) context.enqueue(namespaceOf(object));
    }),
  ],
  init: () => null,
  sync: syncNamespace,
});

const DEFAULT = 'default';

function syncNamespace(context: ComponentContext<null>, name: string): void {
  const namespace = context.lister(NAMESPACE).byKey(name);
  if (namespace === undefined || isTerminating(namespace)) return;
  if (context.lister(SERVICE_ACCOUNT).get(name, DEFAULT) !== undefined) return;
  try {
    context.client.create(SERVICE_ACCOUNT, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: DEFAULT, namespace: name } });
  } catch (error) {
    // The informer may not have seen ours yet.
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
}
