/** Requests of users as data. */
import type { PatchType, WriteRequest } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import type { Action } from '../plan.ts';
import type { Manifest } from './manifest.ts';
import type { RandomKind } from './kinds.ts';

/** An object that the plan creates, and so may change. */
export interface Known {
  readonly kind: Pick<RandomKind, 'kind' | 'group' | 'resource' | 'make' | 'scales' | 'template'>;
  readonly namespace: string;
  readonly name: string;
}

export function asAction(request: WriteRequest): Action {
  return { type: 'request', request };
}

export function create(resource: { readonly group: string; readonly resource: string }, manifest: Manifest): Action {
  const { namespace } = manifest.metadata;
  const place = { group: resource.group, resource: resource.resource, ...(namespace === undefined ? {} : { namespace }) };
  return asAction({ verb: 'create', ...place, body: manifest });
}

export function patch(known: Known, body: JsonValue, patchType: PatchType = 'merge', subresource = ''): Action {
  return asAction({
    verb: 'patch',
    ...placeOf(known),
    name: known.name,
    patchType,
    body,
    ...(subresource === '' ? {} : { subresource }),
    ...(patchType === 'apply' ? { options: { fieldManager: 'applier', force: true } } : {}),
  });
}

export function remove(known: Known, body: JsonObject): Action {
  return asAction({ verb: 'delete', ...placeOf(known), name: known.name, body });
}

export function removeAll(known: Pick<Known, 'kind' | 'namespace'>, labelSelector: string, body: JsonObject): Action {
  const options = labelSelector === '' ? {} : { options: { labelSelector } };
  return asAction({ verb: 'deletecollection', ...placeOf(known), ...options, body });
}

export const NODES = { group: '', resource: 'nodes' } as const;

export function patchNode(name: string, body: JsonValue): Action {
  return asAction({ verb: 'patch', ...NODES, name, patchType: 'strategic', body });
}

function placeOf({ kind, namespace }: Pick<Known, 'kind' | 'namespace'>) {
  return { group: kind.group, resource: kind.resource, ...(namespace === '' ? {} : { namespace }) };
}
