import type { KindDefinition } from '../kind.ts';
import { apiVersionOf, groupResource } from '../object.ts';
import { configMapKind } from './config-map/config-map.ts';
import { deploymentKind } from './deployment/deployment.ts';
import { endpointSliceKind } from './endpoint-slice/endpoint-slice.ts';
import { endpointsKind } from './endpoints/endpoints.ts';
import { eventKind } from './event/event.ts';
import { leaseKind } from './lease/lease.ts';
import { namespaceKind } from './namespace/namespace.ts';
import { nodeKind } from './node/node.ts';
import { podKind } from './pod/pod.ts';
import { replicaSetKind } from './replica-set/replica-set.ts';
import { replicationControllerKind } from './replication-controller/replication-controller.ts';
import { secretKind } from './secret/secret.ts';
import { serviceAccountKind } from './service-account/service-account.ts';
import { serviceKind } from './service/service.ts';

/** Every kind that the cluster serves, in the order of discovery: groups as the server lists them, resources by name. */
export const KINDS: readonly KindDefinition[] = [
  configMapKind,
  endpointsKind,
  eventKind,
  namespaceKind,
  nodeKind,
  podKind,
  replicationControllerKind,
  secretKind,
  serviceAccountKind,
  serviceKind,
  deploymentKind,
  replicaSetKind,
  leaseKind,
  endpointSliceKind,
];

export function kindOf(type: { readonly group: string; readonly resource: string }): KindDefinition | undefined {
  return BY_RESOURCE.get(groupResource(type));
}

export function kindByGvk(apiVersion: string, kind: string): KindDefinition | undefined {
  return BY_GVK.get(`${apiVersion} ${kind}`);
}

const BY_RESOURCE: ReadonlyMap<string, KindDefinition> = new Map(KINDS.map((kind) => [groupResource(kind.type), kind]));
const BY_GVK: ReadonlyMap<string, KindDefinition> = new Map(KINDS.map((kind) => [`${apiVersionOf(kind.type)} ${kind.type.kind}`, kind]));
