/** The scale of what an autoscaler refers to, by its subresource. */
import type { Client } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { goQuote } from '../../../api/go-number.ts';
import { type ResourceType, namespaceOf } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { HorizontalPodAutoscaler, Scale } from '../../../api/types.gen.ts';

export interface Target {
  readonly type: ResourceType;
  readonly scale: Scale;
}

/** Or why there is none. */
export function targetOf(client: Client, autoscaler: HorizontalPodAutoscaler): Target | string {
  const { kind, apiVersion = '' } = autoscaler.spec.scaleTargetRef;
  const [group = '', ...rest] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  if (rest.length > 1) return `unexpected GroupVersion string: ${apiVersion}`;
  const type = client.types().find((one) => one.kind === kind && one.group === group);
  if (type === undefined) return `no matches for kind ${goQuote(kind)} in group ${goQuote(group)}`;
  const answer = refusable(() => client.request({ verb: 'get', ...scaleOf(autoscaler, type) }));
  return typeof answer === 'string' ? told(answer, type, autoscaler) : { type, scale: answer as unknown as Scale };
}

/** Or why it was refused. */
export function rescale(
  client: Client,
  autoscaler: HorizontalPodAutoscaler,
  { type, scale }: Target,
  replicas: number,
): string | undefined {
  const body = { ...scale, spec: { ...scale.spec, replicas } } as unknown as JsonValue;
  const answer = refusable(() => client.request({ verb: 'update', ...scaleOf(autoscaler, type), body }));
  return typeof answer === 'string' ? answer : undefined;
}

function scaleOf(autoscaler: HorizontalPodAutoscaler, { group, resource, version }: ResourceType) {
  const { name } = autoscaler.spec.scaleTargetRef;
  return { group, version, resource, namespace: namespaceOf(autoscaler), name, subresource: 'scale' } as const;
}

/** A kind without that subresource is answered without a Status, so that the client says what it had asked for. */
function told(message: string, { resource }: ResourceType, { spec }: HorizontalPodAutoscaler): string {
  return message === 'the server could not find the requested resource'
    ? `${message} (get ${resource} ${spec.scaleTargetRef.name})`
    : message;
}

function refusable<T extends object>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
