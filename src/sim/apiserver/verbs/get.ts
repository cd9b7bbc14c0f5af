/** GET of one object, and of all of a namespace or of the cluster: what the control plane's own clients ask for. */
import { notFoundError } from '../../../api/errors.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import { scanObjects } from '../../store/store.ts';
import { type Server, readStored, tableName, viewOf } from '../server.ts';

export function getObject(server: Server, kind: KindDefinition, namespace: string, name: string): KubeObject {
  const stored = readStored(server, kind, namespace, name);
  if (stored === undefined) throw notFoundError(kind.type, name);
  return stored;
}

/** '' for the objects of all namespaces. */
export function listAll({ store }: Server, kind: KindDefinition, namespace: string): KubeList {
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  return {
    kind: `${kind.type.kind}List`,
    apiVersion: apiVersionOf(kind.type),
    metadata: { resourceVersion: String(store.revision) },
    items: Array.from(scanObjects(store, tableName(kind), prefix), ([, object]) => viewOf(kind, object)),
  };
}
