import { type ClusterCache, createClusterCache } from './cache/cluster-cache.ts';
import { type SchedulingQueue, createSchedulingQueue } from './queue/scheduling-queue.ts';
import type { QueueHistories } from './explain/history.ts';
import { BASIC_PROFILES } from './plugins/registry.ts';
import type { Profiles } from './profiles.ts';
import { type Verdicts, createVerdicts } from './verdicts.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import type { OwnWrites } from '../client/own-writes.ts';
import type { ComponentContext } from '../kernel/component.ts';

/** The scheduler's whole state, as plain data. */
export interface SchedulerMemory {
  readonly cache: ClusterCache;
  readonly queue: SchedulingQueue;
  readonly verdicts: Verdicts;
  readonly histories: QueueHistories;
  /** Where in the visiting order the next pod begins, when not all nodes are looked at. */
  nextNode: number;
  /** Virtual times of the timers on their way; 0 without one. */
  errorsFlushAt: number;
  leftoversFlushAt: number;
  /** By uid of a pod that others make way for: the one of them that is not told yet. */
  readonly preempting: Map<string, LastVictim>;
  /** By uid of a pod that has its place and can't be bound yet: what it waits for. */
  readonly binding: Map<string, WaitingBinding>;
  /** Claims and volumes that were written for pods. */
  readonly written: OwnWrites;
}

export interface WaitingBinding {
  readonly node: string;
  /** The plugin that says when it is ready. */
  readonly plugin: string;
  readonly awaited: JsonValue;
  readonly since: number;
}

export interface LastVictim {
  readonly uid: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly node: string;
  /** The schedulerName of the pod that it makes way for. */
  readonly profile: string;
}

/** What comes with the first request from outside: plugins about volumes, and configurations. */
export interface SchedulerParts {
  profilesFor(configuration: JsonObject | null): Profiles;
  /** Why kube-scheduler would not start with it. */
  flawOf(configuration: JsonValue): string | undefined;
}

export type SchedulerContext = ComponentContext<SchedulerMemory, () => SchedulerParts | undefined>;

export function profilesOf({ configuration, given }: SchedulerContext): Profiles {
  const parts = given();
  if (parts !== undefined) return parts.profilesFor(configuration);
  if (configuration !== null) throw new Error('a configuration of the scheduler needs what is not loaded');
  return BASIC_PROFILES;
}

export function createMemory(): SchedulerMemory {
  return {
    cache: createClusterCache(),
    queue: createSchedulingQueue(),
    verdicts: createVerdicts(),
    histories: new Map(),
    nextNode: 0,
    errorsFlushAt: 0,
    leftoversFlushAt: 0,
    preempting: new Map(),
    binding: new Map(),
    written: new Map(),
  };
}
