/** Fields of kubescheduler.config.k8s.io/v1: what kube-scheduler reads of its file, and what the editor knows of it. */

/** What a field may hold. */
export type Shape =
  | 'int32'
  | 'int64'
  | 'float32'
  | 'bool'
  | 'string'
  /** Kept as it is. */
  | 'any'
  | { readonly list: Shape }
  | Struct;

export interface Struct {
  /** Its name in Go. */
  readonly name: string;
  readonly fields: { readonly [name: string]: Shape };
}

export const API_VERSION = 'kubescheduler.config.k8s.io/v1';
export const CONFIGURATION_KIND = 'KubeSchedulerConfiguration';

const struct = (name: string, fields: { readonly [name: string]: Shape }): Struct => ({ name, fields });
const TYPE_META = { apiVersion: 'string', kind: 'string' } as const;

const PLUGIN_SET = struct('PluginSet', {
  enabled: { list: struct('Plugin', { name: 'string', weight: 'int32' }) },
  disabled: { list: struct('Plugin', { name: 'string', weight: 'int32' }) },
});

/** In the order in which a framework sets them up. */
export const EXTENSION_POINTS = {
  preFilter: 'PreFilterPlugin',
  filter: 'FilterPlugin',
  postFilter: 'PostFilterPlugin',
  reserve: 'ReservePlugin',
  preScore: 'PreScorePlugin',
  score: 'ScorePlugin',
  preBind: 'PreBindPlugin',
  bind: 'BindPlugin',
  postBind: 'PostBindPlugin',
  permit: 'PermitPlugin',
  preEnqueue: 'PreEnqueuePlugin',
  queueSort: 'QueueSortPlugin',
} as const;

export type ExtensionPoint = keyof typeof EXTENSION_POINTS;

const PLUGINS = struct('Plugins', {
  ...Object.fromEntries(Object.keys(EXTENSION_POINTS).map((point) => [point, PLUGIN_SET])),
  multiPoint: PLUGIN_SET,
  placementGenerate: PLUGIN_SET,
  placementScore: PLUGIN_SET,
});

const PROFILE = struct('KubeSchedulerProfile', {
  schedulerName: 'string',
  percentageOfNodesToScore: 'int32',
  plugins: PLUGINS,
  pluginConfig: { list: struct('PluginConfig', { name: 'string', args: 'any' }) },
});

const EXTENDER = struct('Extender', {
  urlPrefix: 'string',
  filterVerb: 'string',
  preemptVerb: 'string',
  prioritizeVerb: 'string',
  weight: 'int64',
  bindVerb: 'string',
  enableHTTPS: 'bool',
  tlsConfig: 'any',
  httpTimeout: 'string',
  nodeCacheCapable: 'bool',
  managedResources: { list: struct('ExtenderManagedResource', { name: 'string', ignoredByScheduler: 'bool' }) },
  ignorable: 'bool',
});

export const CONFIGURATION = struct('KubeSchedulerConfiguration', {
  ...TYPE_META,
  parallelism: 'int32',
  leaderElection: struct('LeaderElectionConfiguration', {
    leaderElect: 'bool',
    leaseDuration: 'string',
    renewDeadline: 'string',
    retryPeriod: 'string',
    resourceLock: 'string',
    resourceName: 'string',
    resourceNamespace: 'string',
  }),
  clientConnection: struct('ClientConnectionConfiguration', {
    kubeconfig: 'string',
    acceptContentTypes: 'string',
    contentType: 'string',
    qps: 'float32',
    burst: 'int32',
  }),
  enableProfiling: 'bool',
  enableContentionProfiling: 'bool',
  percentageOfNodesToScore: 'int32',
  podInitialBackoffSeconds: 'int64',
  podMaxBackoffSeconds: 'int64',
  profiles: { list: PROFILE },
  extenders: { list: EXTENDER },
  delayCacheUntilActive: 'bool',
});

const RESOURCES = { list: struct('ResourceSpec', { name: 'string', weight: 'int64' }) } as const;
const SHAPE = { list: struct('UtilizationShapePoint', { utilization: 'int32', score: 'int32' }) } as const;

/** By plugin. Those of other plugins are nobody's business here. */
export const ARGS: { readonly [plugin: string]: Struct } = {
  DefaultPreemption: struct('DefaultPreemptionArgs', {
    ...TYPE_META,
    minCandidateNodesPercentage: 'int32',
    minCandidateNodesAbsolute: 'int32',
  }),
  DynamicResources: struct('DynamicResourcesArgs', { ...TYPE_META, filterTimeout: 'string', bindingTimeout: 'string' }),
  InterPodAffinity: struct('InterPodAffinityArgs', {
    ...TYPE_META,
    hardPodAffinityWeight: 'int32',
    ignorePreferredTermsOfExistingPods: 'bool',
  }),
  NodeAffinity: struct('NodeAffinityArgs', { ...TYPE_META, addedAffinity: 'any' }),
  NodeResourcesBalancedAllocation: struct('NodeResourcesBalancedAllocationArgs', { ...TYPE_META, resources: RESOURCES }),
  NodeResourcesFit: struct('NodeResourcesFitArgs', {
    ...TYPE_META,
    ignoredResources: { list: 'string' },
    ignoredResourceGroups: { list: 'string' },
    scoringStrategy: struct('ScoringStrategy', {
      type: 'string',
      resources: RESOURCES,
      requestedToCapacityRatio: struct('RequestedToCapacityRatioParam', { shape: SHAPE }),
    }),
  }),
  PodTopologySpread: struct('PodTopologySpreadArgs', {
    ...TYPE_META,
    defaultConstraints: {
      list: struct('TopologySpreadConstraint', {
        maxSkew: 'int32',
        topologyKey: 'string',
        whenUnsatisfiable: 'string',
        labelSelector: 'any',
        minDomains: 'int32',
        nodeAffinityPolicy: 'string',
        nodeTaintsPolicy: 'string',
        matchLabelKeys: { list: 'string' },
      }),
    },
    defaultingType: 'string',
  }),
  VolumeBinding: struct('VolumeBindingArgs', { ...TYPE_META, bindTimeoutSeconds: 'int64', shape: SHAPE }),
};
