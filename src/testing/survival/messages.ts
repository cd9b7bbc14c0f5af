/** What the run and the server that it torments say to one another, beside HTTP. */
export type ToServer =
  /** Another cluster takes the place of the one that is served. */
  | { readonly type: 'replace' }
  | { readonly type: 'pause' }
  | { readonly type: 'measure'; readonly explains: boolean }
  /** Begins to note the most memory that is held; `measure` tells it and ends that. */
  | { readonly type: 'sample' };

export interface Measured {
  /** Bytes of the heap after a collection of all garbage. */
  readonly heap: number;
  /** Bytes that a copy of the cluster's whole state takes; 0 when nobody asked. */
  readonly state: number;
  /** The most of heap and buffers since `sample`, garbage included. */
  readonly peak: number;
  /** Processor time since the start, in milliseconds. */
  readonly cpuMs: number;
  readonly sockets: number;
  readonly timers: number;
  readonly failures: readonly string[];
}

export type FromServer = { readonly type: 'listening'; readonly port: number } | { readonly type: 'done'; readonly measured: Measured };
