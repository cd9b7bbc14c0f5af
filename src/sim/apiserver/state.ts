import { type PrngState, createPrng } from '../../base/prng.ts';
import type { AuditRecord } from '../../api/audit.ts';

/** What the API server remembers beside etcd. */
export interface ServerState {
  readonly random: PrngState;
  /** Cluster IPs in use, with the Service (`namespace/name`) that holds them. */
  readonly clusterIps: Map<string, string>;
  readonly nodePorts: Map<number, string>;
  /** Leases of Kubernetes Events, in order of time. A lease whose revision is no longer the newest of its key has been renewed. */
  readonly expiries: { readonly at: number; readonly revision: number; readonly key: string }[];
  /** The revision at the last compaction: what the next one compacts to. */
  compactionMark: number;
  /** Bytes that came in from outside since then, roughly. */
  weightSinceMark: number;
  /** Requests from outside that were to write, oldest first. */
  readonly audit: AuditRecord[];
}

export function createServerState(seed: number): ServerState {
  return {
    random: createPrng(seed, 'kube-apiserver'),
    clusterIps: new Map(),
    nodePorts: new Map(),
    expiries: [],
    compactionMark: 0,
    weightSinceMark: 0,
    audit: [],
  };
}
