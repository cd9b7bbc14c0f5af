/** Publishes the cluster's certificate authority in every namespace (pkg/controller/certificates/rootcacertpublisher). */
import { isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { CONFIG_MAP, NAMESPACE } from '../../../api/resources.ts';
import type { ConfigMap } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';

export const rootCaPublisher = defineComponent<null>({
  name: 'root-ca-certificate-publisher',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:root-ca-cert-publisher',
  watches: [
    watch(NAMESPACE, (context, { type, object }) => {
      if (type !== 'DELETED') context.enqueue(nameOf(object));
    }),
    watch(CONFIG_MAP, (context, { object }) => {
      if (nameOf(object) === NAME) context.enqueue(namespaceOf(object));
    }),
  ],
  init: () => null,
  sync: syncNamespace,
});

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Nothing is encrypted in a simulation: a certificate that says so. */
export const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNlcnRpZmljYXRlIGF1dGhvcml0eQ==\n-----END CERTIFICATE-----\n';

function syncNamespace(context: ComponentContext<null>, name: string): void {
  const namespace = context.lister(NAMESPACE).byKey(name);
  if (namespace === undefined || isTerminating(namespace)) return;
  const wanted = published(name);
  const present = context.lister(CONFIG_MAP).get(name, NAME);
  if (present === undefined) createOnce(context, wanted);
  else if (!deepEqual(present.data, wanted.data)) context.client.update(CONFIG_MAP, { ...present, data: wanted.data ?? {} });
}

function createOnce(context: ComponentContext<null>, configMap: ConfigMap): void {
  try {
    context.client.create(CONFIG_MAP, configMap);
  } catch (error) {
    // The informer may not have seen ours yet.
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
}

function published(namespace: string): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace, annotations: { 'kubernetes.io/description': DESCRIPTION } },
    data: { 'ca.crt': CERTIFICATE },
  };
}
