import { notFoundError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import { readObject } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

/** Nothing is created in a namespace that does not exist or is going away (plugin/pkg/admission/namespace/lifecycle). */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  mutate: (scope, object, { operation, namespace }) =>
    operation === 'CREATE' && scope.kind.type.namespaced ? inLivingNamespace(scope, object, namespace) : object,
};

function inLivingNamespace(scope: RequestScope, object: KubeObject, name: string): KubeObject {
  const namespace = readObject(scope.server.store, 'namespaces', name);
  if (namespace === undefined) throw notFoundError(NAMESPACE, name);
  if (namespace.metadata.deletionTimestamp === undefined) return object;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace' }];
  throw refusal(scope, object, why, causes);
}
