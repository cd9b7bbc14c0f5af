/** The scale of what an autoscaler refers to. */
import type { Client } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { goQuote } from '../../../api/go-number.ts';
import { type KubeObject, type ResourceType, namespaceOf } from '../../../api/object.ts';
import type { HorizontalPodAutoscaler } from '../../../api/types.gen.ts';

export interface Target {
  readonly type: ResourceType;
  readonly name: string;
  readonly replicas: number;
  readonly hasSelector: boolean;
}

type Scalable = KubeObject & { readonly spec?: { readonly replicas?: number; readonly selector?: object } };

/** Or why there is none. */
export function targetOf(client: Client, autoscaler: HorizontalPodAutoscaler): Target | string {
  const { kind, name, apiVersion = '' } = autoscaler.spec.scaleTargetRef;
  const type = client.typeOf(apiVersion === '' ? 'v1' : apiVersion, kind);
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  if (type === undefined) return `no matches for kind ${goQuote(kind)} in group ${goQuote(group)}`;
  try {
    const { spec } = client.get(type, namespaceOf(autoscaler), name) as Scalable;
    if (spec?.replicas === undefined) return 'the server could not find the requested resource';
    return { type, name, replicas: spec.replicas, hasSelector: spec.selector !== undefined };
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
