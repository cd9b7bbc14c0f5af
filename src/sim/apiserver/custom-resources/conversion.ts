/**
 * Custom resources whose definition has a webhook convert between versions. Nothing that runs in this cluster can answer one, so what
 * would have to be converted fails as it does when nobody answers (apiextensions-apiserver/pkg/apiserver/conversion).
 */
import { type ApiError, failure } from '../../../api/errors.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import { scanObjects } from '../../store/store.ts';
import { unanswered } from '../admission/webhooks.ts';
import { type RequestScope, type Server, storedObject, tableName } from '../server.ts';

interface Place {
  readonly verb: string;
  readonly name?: string;
}

/** Refuses what would read an object in another version than the one it is stored in, or write one. */
export function assertConvertible({ server, kind }: RequestScope, namespace: string, { verb, name = '' }: Place): void {
  if (kind.custom?.conversion === undefined || verb === 'create') return;
  const strange = name === '' ? strangeObject(server, kind, namespace) : storedObject(server, kind, namespace, name);
  if (strange !== undefined && strange.apiVersion !== apiVersionOf(kind.type)) throw unconverted(server, kind, strange.apiVersion);
  if (strange !== undefined && (verb === 'update' || verb === 'patch')) assertStorable({ server, kind });
}

/** What is valid in a version is still to be stored in another. */
export function assertStorable({ server, kind }: Pick<RequestScope, 'server' | 'kind'>): void {
  const { version } = kind.view?.of ?? kind.type;
  if (kind.custom?.conversion !== undefined && version !== kind.type.version) throw unconverted(server, kind, apiVersionOf(kind.type));
}

function strangeObject(server: Server, kind: KindDefinition, namespace: string): KubeObject | undefined {
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  for (const [, object] of scanObjects(server.store, tableName(kind), prefix))
    if (object.apiVersion !== apiVersionOf(kind.type)) return object;
  return undefined;
}

function unconverted({ store }: Server, { type, custom }: KindDefinition, from = ''): ApiError {
  const why = unanswered(store, custom?.conversion ?? {}, 30);
  return failure(500, '', `conversion webhook for ${from}, Kind=${type.kind} failed: ${why}`);
}
