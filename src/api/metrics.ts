/** What the metrics API serves (k8s.io/metrics/pkg/apis/metrics/v1beta1): use of cpu and memory, as it was last measured. */
import type { KubeObject, ResourceType } from './object.ts';
import type { Quantity, Time } from './scalars.ts';

export const METRICS_GROUP = 'metrics.k8s.io';

/** The API service that sends requests of the group on to a metrics-server. */
export const METRICS_API_SERVICE = `v1beta1.${METRICS_GROUP}`;

export interface ResourceUse {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

interface Measured extends KubeObject {
  /** The end of the interval over which cpu was measured. */
  readonly timestamp: Time;
  /** Its length, as Go writes durations: `15s`. */
  readonly window: string;
}

export interface NodeMetrics extends Measured {
  readonly usage: ResourceUse;
}

export interface PodMetrics extends Measured {
  readonly containers: readonly { readonly name: string; readonly usage: ResourceUse }[];
}

export const NODE_METRICS: ResourceType<NodeMetrics> = {
  group: METRICS_GROUP,
  version: 'v1beta1',
  kind: 'NodeMetrics',
  resource: 'nodes',
  namespaced: false,
};

export const POD_METRICS: ResourceType<PodMetrics> = {
  group: METRICS_GROUP,
  version: 'v1beta1',
  kind: 'PodMetrics',
  resource: 'pods',
  namespaced: true,
};

/** What a metrics-server is asked behind the API; all nodes unless some are named. */
export interface MetricsQuestion {
  readonly nodes?: readonly string[];
}

/** What it measured last. Nodes and pods without a measurement are not there. */
export interface Samples {
  /** Milliseconds since the epoch, and the length of the interval that ends then. */
  readonly at: number;
  readonly windowMs: number;
  readonly nodes: { readonly [name: string]: NodeSample };
}

export interface NodeSample {
  /** Billionths of a cpu. */
  readonly cpuNano: number;
  /** Of the working set. */
  readonly bytes: number;
  /** By uid. */
  readonly pods: { readonly [uid: string]: PodSample };
}

export interface PodSample {
  readonly windowMs: number;
  readonly containers: readonly ContainerUse[];
}

export interface ContainerUse {
  readonly name: string;
  readonly cpuNano: number;
  readonly bytes: number;
}
