import type { JsonValue } from '../../api/scalars.ts';
import type { KubeObject } from '../../api/object.ts';
import type { PrngState } from '../../base/prng.ts';

/** Something that will happen: when, for whom, what. Ties break by sequence number. */
export interface SimEvent {
  readonly at: number;
  readonly seq: number;
  readonly type: SimEventType;
  /** A component's id, or for `deliver` a watch's. */
  readonly target: string;
  /** Work-queue key or timer name. */
  readonly key: string;
  readonly data: JsonValue | undefined;
  readonly cause: number;
}

export type SimEventType =
  /** A component starts. */
  | 'start'
  /** A watch's cursor is moved to the head of the log. */
  | 'deliver'
  /** The component syncs the next key of its queue. */
  | 'work'
  /** A delayed key enters the queue. */
  | 'requeue'
  | 'timer'
  | 'signal'
  /** The API server's own housekeeping: compaction, expiry of Events. */
  | 'housekeeping'
  /** The administrator creates what the spec says. */
  | 'workload';

/** A watch of one process on one resource: a cursor, and the revisions between it and the head that concern it. */
export interface WatchState {
  readonly process: string;
  readonly resource: string;
  /** Only pods of this node; '' for everything. */
  readonly node: string;
  cursor: number;
  pending: number[];
  /** A `deliver` event is on its way. */
  scheduled: boolean;
}

/** A cache filled up to its watch's cursor, with the indexes that were asked for. */
export interface InformerState {
  readonly objects: Map<string, KubeObject>;
  /** Keys by value, by name of the index. */
  readonly indexes: Map<string, Map<string, Set<string>>>;
}

export interface ProcessState {
  readonly watches: Map<string, WatchState>;
  readonly informers: Map<string, InformerState>;
  /** Ids of its components, in boot order. */
  components: string[];
}

export interface QueueState {
  /** Keys in the order in which they will be synced. */
  ready: string[];
  /** Index of the first key of `ready` that is still waiting. */
  head: number;
  /** Keys in `ready`, with the cause that put them there first. */
  readonly queued: Map<string, number>;
  /** When a delayed key is due; a key has one delay at a time, the earliest. */
  readonly delayed: Map<string, number>;
  /** Consecutive failures. */
  readonly failures: Map<string, number>;
  /** A `work` event is on its way. */
  scheduled: boolean;
}

/** What one source of Kubernetes Events remembers of what it has said (client-go's EventCorrelator). */
export interface RecorderState {
  /** By the uid of the object that the events are about, oldest first. */
  readonly subjects: Map<string, SubjectRecord>;
}

export interface SubjectRecord {
  /** The spam filter's bucket, and when it was last filled. */
  tokens: number;
  at: number;
  events: readonly RecordedEvent[];
}

export interface RecordedEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string;
  /** Stands for many similar ones. */
  readonly combined: boolean;
  last: number;
  /** The Event object; its name is '' until it was written. */
  namespace: string;
  name: string;
  count: number;
}

export interface ComponentState {
  readonly name: string;
  readonly instance: string;
  readonly memory: unknown;
  readonly queue: QueueState;
  readonly recorder: RecorderState;
  readonly random: PrngState;
  lastSync: number;
}
