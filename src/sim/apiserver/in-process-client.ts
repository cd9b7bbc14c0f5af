/** The client that a component of the cluster holds: the same pipeline as every other request, without decoding what the compiler has checked. */
import type { Client } from '../../api/client.ts';
import { type KubeObject, type ResourceType, groupResource, nameOf, namespaceOf } from '../../api/object.ts';
import { POD } from '../../api/resources.ts';
import { allKinds, findKind, findResource, findType, isStoredAs } from './kinds.ts';
import { recorder } from './managed-fields/record.ts';
import { assertServing } from './outage.ts';
import type { RequestScope, Requester, Server } from './server.ts';
import { bindPod } from './subresources/binding.ts';
import { createObject } from './verbs/create.ts';
import { deleteObject } from './verbs/delete.ts';
import { getObject, listAll } from './verbs/get.ts';
import { patchTrusted } from './verbs/patch-trusted.ts';
import { finalizeStrategy, specStrategy, statusStrategy } from './verbs/strategies.ts';
import { replaceStored, updateObject } from './verbs/update.ts';

/** `cached`: for reads that no outage hinders. */
export function createClient(server: Server, requester: Requester, cached?: 'cached'): Client {
  const scopes = new WeakMap<ResourceType, RequestScope>();
  const tracker = requester.agent === undefined ? undefined : recorder(requester.agent);
  // Each request begins here.
  const scopeOf = (type: ResourceType): RequestScope => {
    if (cached === undefined) assertServing(server.stopped);
    const known = scopes.get(type);
    if (known !== undefined) return known;
    const kind = findKind(server, type);
    if (kind === undefined) throw new Error(`no kind serves ${groupResource(type)}`);
    const last = { verb: '', key: '', text: '' };
    const scope: RequestScope = { server, kind, requester, dryRun: false, last, ...(tracker === undefined ? {} : { tracker }) };
    // A custom resource's definition may change at any time.
    if (kind.custom === undefined) scopes.set(type, scope);
    return scope;
  };
  const replace = (type: ResourceType, object: KubeObject, subresource: 'status' | 'finalize') => {
    const scope = scopeOf(type);
    const stored = getObject(server, scope.kind, namespaceOf(object), nameOf(object));
    return replaceStored(scope, stored, object, subresource === 'status' ? statusStrategy(scope) : finalizeStrategy());
  };
  return {
    get: (type, namespace, name) => getObject(server, scopeOf(type).kind, namespace, name) as never,
    list: (type, namespace = '') => listAll(server, scopeOf(type).kind, namespace) as never,
    create: (type, object) => createObject(scopeOf(type), namespaceOf(object), object) as never,
    update: (type, object) => updateObject(scopeOf(type), namespaceOf(object), nameOf(object), object).object as never,
    updateStatus: (type, object) => replace(type, object, 'status') as never,
    finalize: (type, object) => replace(type, object, 'finalize') as never,
    patch: (type, namespace, name, patchType, patch, subresource) => {
      const scope = scopeOf(type);
      return patchTrusted(
        scope,
        namespace,
        name,
        patchType,
        patch,
        subresource === 'status' ? statusStrategy(scope) : specStrategy(scope),
      ) as never;
    },
    typeOfResource: (resource) => findResource(server, resource)?.type,
    typeOf: (apiVersion, kind) => findType(server, apiVersion, kind),
    types: () =>
      allKinds(server)
        .filter((kind) => kind.virtual === undefined && isStoredAs(kind))
        .map(({ type }) => type),
    request: (request) => {
      const extension = server.extension();
      if (extension === undefined) throw new Error('no extension');
      return extension.request(server, request, requester);
    },
    delete: (type, namespace, name, options) => void deleteObject(scopeOf(type), namespace, name, options),
    bind: (namespace, pod, uid, node) => bindPod(scopeOf(POD), namespace, pod, node, { uid }),
  };
}
