import type { KubeObject, ResourceType } from './object.ts';
import type {
  ConfigMap,
  Deployment,
  Endpoints,
  EndpointSlice,
  Event,
  Lease,
  Namespace,
  Node,
  Pod,
  ReplicaSet,
  ReplicationController,
  Secret,
  Service,
  ServiceAccount,
} from './types.gen.ts';

/** Typed handles of the built-in resources. Their whole definitions stand in `kinds/`. */
function core<T extends KubeObject>(kind: string, resource: string, namespaced = true): ResourceType<T> {
  return { group: '', version: 'v1', kind, resource, namespaced };
}
function grouped<T extends KubeObject>(group: string, kind: string, resource: string): ResourceType<T> {
  return { group, version: 'v1', kind, resource, namespaced: true };
}

export const NAMESPACE = core<Namespace>('Namespace', 'namespaces', false);
export const NODE = core<Node>('Node', 'nodes', false);
export const POD = core<Pod>('Pod', 'pods');
export const EVENT = core<Event>('Event', 'events');
export const CONFIG_MAP = core<ConfigMap>('ConfigMap', 'configmaps');
export const SECRET = core<Secret>('Secret', 'secrets');
export const SERVICE_ACCOUNT = core<ServiceAccount>('ServiceAccount', 'serviceaccounts');
export const REPLICATION_CONTROLLER = core<ReplicationController>('ReplicationController', 'replicationcontrollers');
export const SERVICE = core<Service>('Service', 'services');
export const ENDPOINTS = core<Endpoints>('Endpoints', 'endpoints');
export const LEASE = grouped<Lease>('coordination.k8s.io', 'Lease', 'leases');
export const REPLICA_SET = grouped<ReplicaSet>('apps', 'ReplicaSet', 'replicasets');
export const DEPLOYMENT = grouped<Deployment>('apps', 'Deployment', 'deployments');
export const ENDPOINT_SLICE = grouped<EndpointSlice>('discovery.k8s.io', 'EndpointSlice', 'endpointslices');
