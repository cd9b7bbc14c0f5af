import type { KindDefinition } from '../kind.ts';
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

/** The kinds that a cluster which nobody has touched is made of; all others are loaded when somebody asks. */
export const FIRST_KINDS: readonly KindDefinition[] = [
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
