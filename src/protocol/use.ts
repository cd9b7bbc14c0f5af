/** What nodes and pods of a cluster used over the last interval, as its metrics-server measured it: milliCPUs and bytes. */
export interface ClusterUse {
  readonly nodes: { readonly [name: string]: NodeUse };
  /** Of each pod that runs: its uid, its use (below 0 where there is no measurement), and what it requests. */
  readonly podUid: readonly string[];
  readonly podCpu: Float64Array;
  readonly podMemory: Float64Array;
  readonly podCpuRequested: Float64Array;
  readonly podMemoryRequested: Float64Array;
}

export interface NodeUse {
  readonly cpuMilli: number;
  readonly bytes: number;
}
