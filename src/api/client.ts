import type { KubeObject, ResourceType } from './object.ts';
import type { ApiRequest, ApiResponse, KubeList } from './request.ts';
import type { JsonObject } from './scalars.ts';
import type { DeleteOptions } from './types.gen.ts';

/**
 * A control-plane component's typed, synchronous client. Every call is a request to the API server and takes effect
 * (or throws an ApiError) before it returns; what others did since is learned through informers, a little later.
 */
export interface Client {
  get<T extends KubeObject>(type: ResourceType<T>, namespace: string, name: string): T;
  /** Everything, or everything in a namespace. */
  list<T extends KubeObject>(type: ResourceType<T>, namespace?: string): KubeList<T>;
  create<T extends KubeObject>(type: ResourceType<T>, object: T): T;
  update<T extends KubeObject>(type: ResourceType<T>, object: T): T;
  updateStatus<T extends KubeObject>(type: ResourceType<T>, object: T): T;
  patch<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string,
    name: string,
    patchType: ComponentPatchType,
    patch: JsonObject,
    subresource?: string,
  ): T;
  delete<T extends KubeObject>(type: ResourceType<T>, namespace: string, name: string, options?: DeleteOptions): void;
  /** POST pods/<name>/binding. `annotations` are merged into the pod. */
  bind(namespace: string, pod: string, uid: string, node: string): void;
  /** Discovery: every resource that is stored, and the one of a kind. */
  types(): readonly ResourceType[];
  typeOf(apiVersion: string, kind: string): ResourceType | undefined;
  /** The type of `deployments.apps`. */
  typeOfResource(resource: string): ResourceType | undefined;
  /**
   * A request as any client makes it, which roles must allow and which is audited: for subresources, and for what other servers
   * answer behind this one. Only once there are requests from outside.
   */
  request(request: ApiRequest): ApiResponse['body'];
  /** PUT namespaces/<name>/finalize. */
  finalize<T extends KubeObject>(type: ResourceType<T>, object: T): T;
}

export type ComponentPatchType = 'merge' | 'strategic';
