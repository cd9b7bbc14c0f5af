/** One part of the control plane, or a kubelet, looked into: what it has to do, what it did, what it knows. */
export interface PartDetails {
  /** As faults call it: `replicaset-controller`; a kubelet's is `kubelet`. */
  readonly name: string;
  /** The process that it runs in. */
  readonly process: string;
  readonly state: 'running' | 'stopped' | 'waiting';
  /** The host whose replica leads, or '' where none has to. */
  readonly leader: string;
  readonly queue: WorkQueue | undefined;
  /** Syncs since somebody began to look, newest first. */
  readonly syncs: readonly SyncNote[];
  /** When it last synced a key; milliseconds since the epoch, 0 for never. */
  readonly lastSync: number;
  /** What the trace says that it did, newest first. */
  readonly acts: readonly { readonly at: number; readonly what: string }[];
  readonly watches: readonly WatchNote[];
  /** How many values its memory is made of; at least that many when it `hasMore`. */
  readonly memory: { readonly values: number; readonly hasMore: boolean } | undefined;
  readonly etcd: EtcdDetails | undefined;
  readonly server: ServerDetails | undefined;
  readonly scheduling: readonly SchedulingPlace[];
  readonly kubelet: KubeletDetails | undefined;
}

export interface WorkQueue {
  /** The first of them, in the order in which they will be synced. */
  readonly ready: readonly string[];
  readonly readyCount: number;
  /** Keys that wait for their time, the next one first. */
  readonly delayed: readonly { readonly key: string; readonly at: number; readonly failures: number }[];
  readonly delayedCount: number;
}

export interface SyncNote {
  readonly at: number;
  readonly key: string;
  /** `again`: it asked to be called again after so many milliseconds; `failed`: what the API server said, and tries again. */
  readonly result: 'done' | 'again' | 'failed';
  readonly afterMs: number;
  readonly message: string;
}

export interface WatchNote {
  /** `pods`, `deployments.apps`. */
  readonly resource: string;
  /** Objects in its cache, and revisions that it has not been told of yet. */
  readonly objects: number;
  readonly behind: number;
}

export interface EtcdDetails {
  readonly revision: number;
  /** Revisions up to this one are gone. */
  readonly compacted: number;
  readonly nextCompactionAt: number;
  readonly keys: number;
  /** The resources with most objects. */
  readonly resources: readonly { readonly resource: string; readonly objects: number }[];
}

export interface ServerDetails {
  readonly watches: number;
  /** Writes in the last minute, by who made them; most first. */
  readonly writers: readonly { readonly actor: string; readonly writes: number }[];
}

/** A queue of the scheduler, and who waits there for what. */
export interface SchedulingPlace {
  readonly place: 'active' | 'backoff' | 'unschedulable' | 'gated';
  readonly count: number;
  readonly pods: readonly {
    readonly key: string;
    readonly attempts: number;
    readonly until: number;
    readonly rejectors: readonly string[];
  }[];
}

export interface KubeletDetails {
  readonly node: string;
  readonly pods: readonly { readonly key: string; readonly stage: string; readonly running: number; readonly containers: number }[];
  readonly images: number;
  /** Images that it pulls or will pull, the first under way. */
  readonly pulls: readonly string[];
}
