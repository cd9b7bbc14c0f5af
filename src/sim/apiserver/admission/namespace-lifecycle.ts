import { forbiddenError, notFoundError } from '../../../api/errors.ts';
import { type KubeObject, namespaceOf } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import { readObject } from '../../store/store.ts';
import { type RequestScope, admissionName } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** Nothing is created in a namespace that does not exist or is going away (plugin/pkg/admission/namespace/lifecycle). */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  mutate: (scope, object, { operation }) => (operation === 'CREATE' ? inLivingNamespace(scope, object) : object),
};

function inLivingNamespace(scope: RequestScope, object: KubeObject): KubeObject {
  const { server, kind } = scope;
  if (!kind.type.namespaced) return object;
  const name = namespaceOf(object);
  const namespace = readObject(server.store, 'namespaces', name);
  if (namespace === undefined) throw notFoundError(NAMESPACE, name);
  if (namespace.metadata.deletionTimestamp === undefined) return object;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace' }];
  throw forbiddenError(kind.type, admissionName(object), why, causes);
}
