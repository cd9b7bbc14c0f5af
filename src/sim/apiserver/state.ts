import { type PrngState, createPrng } from '../../base/prng.ts';
import type { AuditRecord } from '../../api/audit.ts';

/**
 * Leases of Kubernetes Events, in order of time; number n stands at place n of each list: there are as many as there are Events.
 * A lease whose revision is no longer the newest of its key has been renewed.
 */
export interface Expiries {
  readonly at: number[];
  readonly revisions: number[];
  readonly keys: string[];
}

/** What the API server remembers beside etcd. */
export interface ServerState {
  readonly random: PrngState;
  /** Cluster IPs in use, with the Service (`namespace/name`) that holds them. */
  readonly clusterIps: Map<string, string>;
  readonly nodePorts: Map<number, string>;
  readonly expiries: Expiries;
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
    expiries: { at: [], revisions: [], keys: [] },
    compactionMark: 0,
    weightSinceMark: 0,
    audit: [],
  };
}
