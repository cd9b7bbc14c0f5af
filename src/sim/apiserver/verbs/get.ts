/** GET of one object, and of all of a namespace or of the cluster: what the control plane's own clients ask for. */
import { failure, notFoundError } from '../../../api/errors.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import { scanObjects } from '../../store/store.ts';
import { tooLarge, versionFinding } from './versions.ts';
import { type Server, errorType, readStored, tableName, viewOf } from '../server.ts';

export function getObject(server: Server, kind: KindDefinition, namespace: string, name: string): KubeObject {
  const stored = readStored(server, kind, namespace, name);
  if (stored === undefined) throw notFoundError(errorType(kind), name);
  return stored;
}

/** A client may ask for an object that is not older than a version; `0` and nothing are content with any. */
export function assertReached({ store }: Server, version: string): void {
  const finding = versionFinding(version);
  if (finding !== undefined) throw failure(500, '', finding);
  if (Number(version) > store.revision) throw tooLarge(version, store.revision, 1);
}

/** '' for the objects of all namespaces. */
export function listAll({ store }: Server, kind: KindDefinition, namespace: string): KubeList {
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  return {
    kind: kind.listKind ?? `${kind.type.kind}List`,
    apiVersion: apiVersionOf(kind.type),
    metadata: { resourceVersion: String(store.revision) },
    items: Array.from(scanObjects(store, tableName(kind), prefix), ([, object]) => viewOf(kind, object)),
  };
}
