/**
 * What comes with the first request from outside (`handle.ts`): kinds that no component of a young cluster uses, the admission
 * plugins about them, custom resources, and the objects that every cluster is born with. All of it matters only in consequence of
 * such a request, so a cluster never sees when it came.
 */
import type { KindDefinition } from '../../api/kind.ts';
import type { ClusterSpec } from '../kernel/spec.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import type { BaseObjects } from '../store/store.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Requester, Server } from './server.ts';

export interface Extension {
  readonly kinds: readonly KindDefinition[];
  readonly admission: readonly AdmissionPlugin[];
  /**
   * The kind of a custom resource (`crontabs.stable.example.com`), in its storage version or in the one that is named; or one that
   * another server serves.
   */
  customKind(server: Server, resource: string, version?: string): KindDefinition | undefined;
  /** Every version of every custom resource that is served, and what other servers serve. */
  customKinds(server: Server): readonly KindDefinition[];
  /** Called when a custom object is gone. */
  customRemoved(server: Server, kind: KindDefinition): void;
  /** By the front door, for components that come as anybody else does. Throws what it is refused with. */
  request(server: Server, request: ApiRequest, requester: Requester): ApiResponse['body'];
  baseObjects(spec: ClusterSpec, seed: number): BaseObjects;
}
