/** A cluster as the scheduler's cache sees it, built from plain objects. For tests. */
import type { Labels } from '../../api/labels.ts';
import type { KubeObject } from '../../api/object.ts';
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  StorageClass,
  VolumeAttachment,
} from '../../api/types.gen.ts';
import { type ClusterCache, addPod, createClusterCache, nodeNamed, putNode } from './cache/cluster-cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import { podFacts } from './cache/pod-facts.ts';
import { addService } from './cache/service-index.ts';
import { type Cycle, type Rejection, SKIP, type SchedulerPlugin } from './framework/plugin.ts';

export interface TestCluster {
  readonly nodes?: readonly unknown[];
  /** Assigned pods. */
  readonly pods?: readonly unknown[];
  readonly services?: readonly unknown[];
  readonly controllers?: readonly unknown[];
  readonly budgets?: readonly unknown[];
  /** Claims, volumes, classes, drivers and what else there is of storage, each with its kind. */
  readonly storage?: readonly unknown[];
  readonly namespaces?: { readonly [name: string]: Labels };
}

/** The cycle of one pod in that cluster. Pods without a namespace are in ''. */
export function cycleOf(pod: unknown, cluster: TestCluster): Cycle {
  const cache = cacheOf(cluster);
  const incoming = complete(pod as Pod, 'incoming');
  const controllers = (cluster.controllers ?? []) as (ReplicaSet | ReplicationController)[];
  const find = (kind: string, name: string): unknown => controllers.find((object) => object.kind === kind && object.metadata.name === name);
  const all = (kind: string) => ((cluster.storage ?? []) as KubeObject[]).filter((object) => object.kind === kind);
  const one = (kind: string, key: string) =>
    all(kind).find(({ metadata: { namespace = '', name = '' } }) => `${namespace}/${name}` === key) as unknown;
  return {
    pod: incoming,
    spec: incoming.spec ?? { containers: [] },
    facts: podFacts(incoming.spec ?? { containers: [] }),
    cache,
    informers: {
      replicaSet: (_namespace, name) => find('ReplicaSet', name) as ReplicaSet | undefined,
      replicationController: (_namespace, name) => find('ReplicationController', name) as ReplicationController | undefined,
      statefulSet: (_namespace, name) => find('StatefulSet', name) as StatefulSet | undefined,
      namespaceLabels: (name) => cluster.namespaces?.[name],
      pod: () => undefined,
      claim: (key) => one('PersistentVolumeClaim', key) as PersistentVolumeClaim | undefined,
      volume: (name) => one('PersistentVolume', `/${name}`) as PersistentVolume | undefined,
      volumes: () => all('PersistentVolume') as PersistentVolume[],
      storageClass: (name) => one('StorageClass', `/${name}`) as StorageClass | undefined,
      csiNode: (name) => one('CSINode', `/${name}`) as CSINode | undefined,
      csiDriver: (name) => one('CSIDriver', `/${name}`) as CSIDriver | undefined,
      storageCapacities: () => all('CSIStorageCapacity') as CSIStorageCapacity[],
      attachmentsTo: (node) => (all('VolumeAttachment') as VolumeAttachment[]).filter(({ spec }) => spec.nodeName === node),
      disruptionBudgets: () => (cluster.budgets ?? []) as PodDisruptionBudget[],
      podsOn: (node) =>
        (cluster.pods ?? []).map((pod, index) => complete(pod as Pod, `pod-${index}`)).filter(({ spec }) => spec?.nodeName === node),
    },
  };
}

function cacheOf({ nodes = [], pods = [], services = [] }: TestCluster): ClusterCache {
  const cache = createClusterCache();
  for (const node of nodes) putNode(cache, { ...(node as Node), metadata: (node as Node).metadata ?? {} }, undefined);
  for (const [index, pod] of pods.entries()) {
    const assigned = complete(pod as Pod, `pod-${index}`);
    addPod(cache, assigned, assigned.spec?.nodeName ?? '');
  }
  for (const { metadata, spec } of services as Service[])
    addService(cache.services, metadata?.namespace ?? '', metadata?.name ?? '', spec?.selector);
  return cache;
}

export function nodesOf(cycle: Cycle, names: readonly unknown[]): readonly NodeInfo[] {
  return names.map((node) => {
    const name = (node as Node).metadata?.name ?? '';
    const info = nodeNamed(cycle.cache, name);
    if (info === undefined) throw new Error(`no node ${name}`);
    return info;
  });
}

/** What PreFilter and Filter of one plugin say to each node; 'Skip' when the plugin is not concerned. */
export function filterWith(plugin: SchedulerPlugin, cycle: Cycle, nodes: readonly NodeInfo[]): 'Skip' | readonly (Rejection | undefined)[] {
  const prepared = plugin.preFilter?.(cycle);
  if (prepared === SKIP) return 'Skip';
  if (prepared !== undefined && 'rejection' in prepared) return nodes.map(() => prepared.rejection);
  return nodes.map((node) => plugin.filter?.(cycle, node, prepared?.state));
}

/** Normalised scores of one plugin; 'Skip' when it has nothing to score. */
export function scoreWith(
  plugin: SchedulerPlugin,
  cycle: Cycle,
  nodes: readonly NodeInfo[],
): 'Skip' | { readonly error: string } | readonly number[] {
  const prepared = plugin.preScore?.(cycle, nodes);
  if (prepared === SKIP) return 'Skip';
  if (prepared !== undefined && 'error' in prepared) return { error: prepared.error };
  const uniform = prepared !== undefined && 'everyone' in prepared;
  const raw = nodes.map((node) => (uniform ? prepared.everyone : (plugin.score?.(cycle, node, prepared?.state) ?? 0)));
  return plugin.normalise?.(raw) ?? raw;
}

/** A status of the case tables: absent means success. */
export interface TableStatus {
  readonly code: string;
  readonly reasons?: readonly string[];
}

export function statusOf(rejection: Rejection | undefined): TableStatus {
  return rejection === undefined ? { code: 'Success' } : { code: rejection.code, reasons: rejection.reasons };
}

function complete(pod: Pod, uid: string): Pod {
  return {
    ...pod,
    metadata: { namespace: '', uid, ...pod.metadata },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [] },
  };
}
