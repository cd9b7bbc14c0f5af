/** Creating and deleting the pods of a controller, with the events that tell of it (pkg/controller/controller_utils.go). */
import { ApiError } from '../../api/errors.ts';
import { type KubeObject, nameOf, namespaceOf } from '../../api/object.ts';
import { nameIsDnsSubdomain } from '../../api/names.ts';
import { podFromTemplate } from '../../api/pod/template.ts';
import { POD } from '../../api/resources.ts';
import type { OwnerReference, Pod, PodTemplateSpec } from '../../api/types.gen.ts';
import type { ComponentContext } from '../kernel/component.ts';

/** The pod that `owner` makes of its template. Labels, annotations and spec are the template's own objects, shared by all its pods. */
export function podOfOwner(owner: KubeObject, template: PodTemplateSpec | undefined, ref: OwnerReference): Pod {
  return podFromTemplate(template, {
    generateName: podNamePrefix(nameOf(owner)),
    namespace: namespaceOf(owner),
    ownerReferences: [ref],
  });
}

export interface Creations {
  readonly created: number;
  readonly error: ApiError | undefined;
}

/**
 * Creates `count` pods, each as `podAt` gives it, in batches of 1, 2, 4, 8 …: what is refused once will be refused again, and then
 * few were tried. In a namespace that is being deleted nothing can be created and nothing need be: no error then.
 */
export function createPods<M>(context: ComponentContext<M>, owner: KubeObject, podAt: (index: number) => Pod, count: number): Creations {
  let created = 0;
  for (let batch = 1; created < count; batch *= 2) {
    const begin = created;
    const podOf = (index: number): Pod => podAt(begin + index);
    const { successes, error } = createBatch(context, owner, podOf, Math.min(batch, count - created));
    created += successes;
    if (error !== undefined) return { created, error: isNamespaceTerminating(error) ? undefined : error };
  }
  return { created, error: undefined };
}

/** Deletes a pod; gives the error rather than throwing it. A pod that is gone already makes no event. */
export function deletePod<M>(context: ComponentContext<M>, owner: KubeObject, pod: Pod): ApiError | undefined {
  try {
    context.client.delete(POD, namespaceOf(pod), nameOf(pod));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== 'NotFound') context.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
    return error;
  }
  context.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`);
  return undefined;
}

/** Whether a request was refused because its namespace is going away. */
export function isNamespaceTerminating(error: ApiError): boolean {
  return error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false;
}

function createBatch<M>(context: ComponentContext<M>, owner: KubeObject, podAt: (index: number) => Pod, size: number) {
  let failed = 0;
  let error: ApiError | undefined;
  for (let index = 0; index < size; index += 1) {
    const refused = createPod(context, owner, podAt(index));
    if (refused === undefined) continue;
    failed += 1;
    error ??= refused;
  }
  return { successes: size - failed, error };
}

function createPod<M>(context: ComponentContext<M>, owner: KubeObject, pod: Pod): ApiError | undefined {
  try {
    const created = context.client.create(POD, pod);
    context.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${nameOf(created)}`);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isNamespaceTerminating(error)) context.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    return error;
  }
}

/** `<owner>-` where that can begin a pod's name. */
function podNamePrefix(owner: string): string {
  const prefix = `${owner}-`;
  return nameIsDnsSubdomain(prefix, true).length === 0 ? prefix : owner;
}
