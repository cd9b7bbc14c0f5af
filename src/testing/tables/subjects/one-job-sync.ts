/** One sync of the Job controller on its own, with the requests that it makes written down: as the tables about it were made. */
import type { Client } from '../../../api/client.ts';
import { ApiError, failure } from '../../../api/errors.ts';
import type { FeatureGates } from '../../../api/feature-gates.ts';
import type { KubeObject, ResourceType } from '../../../api/object.ts';
import { JOB } from '../../../api/resources.ts';
import type { Job, JobCondition, JobStatus, Pod } from '../../../api/types.gen.ts';
import { syncJob } from '../../../sim/controllers/job/job.ts';
import { type JobContext, type JobMemory, memoryOf } from '../../../sim/controllers/job/memory.ts';
import type { Lister } from '../../../sim/kernel/component.ts';

export interface Synced {
  readonly status: JobStatus;
  readonly created: readonly Pod[];
  readonly deleted: number;
  readonly patched: number;
}

export interface World {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly now: number;
  /** What every request about pods is refused with. */
  readonly podError?: string;
  /** Most pods that may be created. */
  readonly podLimit?: number;
  readonly gates?: FeatureGates;
  readonly remember?: (memory: JobMemory) => void;
}

export function syncOnce({ job, pods, now, podError = '', podLimit = 0, gates, remember }: World): Synced {
  const seen = { status: job.status ?? {}, created: [] as Pod[], deleted: 0, patched: 0, tries: 0 };
  const refuse = (isRefused: boolean): void => {
    if (isRefused) throw failure(500, 'InternalError', podError);
  };
  const client: Client = {
    ...NOTHING_ELSE,
    create(_type, object) {
      seen.tries += 1;
      refuse(podLimit > 0 && seen.tries > podLimit);
      seen.created.push(object as KubeObject as Pod);
      refuse(podError !== '');
      return object;
    },
    patch() {
      seen.patched += 1;
      refuse(podError !== '');
      return pods[0] as never;
    },
    delete() {
      seen.deleted += 1;
      refuse(podError !== '');
    },
    updateStatus(_type, object) {
      seen.status = (object as KubeObject as Job).status ?? {};
      return object;
    },
  };
  const context = contextOf(client, now, job, pods, gates);
  const memory = memoryOf(context, job);
  remember?.(memory);
  try {
    syncJob(context, memory, job);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
  return seen;
}

/** The status as the tables give it: without times and without what says how many pods are ready. */
export function timeless({ startTime: _start, completionTime: _end, ready: _ready, conditions, ...rest }: JobStatus): JobStatus {
  return { ...rest, ...(conditions === undefined ? {} : { conditions: conditions.map(withoutTimes) }) };
}

export function withoutTimes({ lastProbeTime: _probe, lastTransitionTime: _transition, ...condition }: JobCondition): JobCondition {
  return condition;
}

function contextOf(client: Client, now: number, job: Job, pods: readonly Pod[], featureGates: FeatureGates = {}): JobContext {
  const nothing = (): undefined => undefined;
  return {
    now,
    instance: '',
    memory: new Map(),
    spec: { startTime: now, machines: [], images: 'preloaded', featureGates },
    configuration: null,
    given: undefined,
    client,
    reachable: true,
    cached: client,
    lead: () => undefined,
    lister: <T extends KubeObject>({ kind }: ResourceType<T>) => listerOf<KubeObject>(kind === JOB.kind ? [job] : pods) as Lister<T>,
    enqueue: nothing,
    enqueueAfter: nothing,
    timer: nothing,
    random: () => 0,
    event: nothing,
    because: nothing,
    cause: 0,
    resume: nothing,
    resumeFault: nothing,
    ask: nothing,
    hint: nothing,
  };
}

function listerOf<T extends KubeObject>(objects: readonly T[]): Lister<T> {
  return {
    get: () => objects[0],
    byKey: () => objects[0],
    list: () => objects,
    size: objects.length,
    by: (index) => (index === 'owner' ? objects : []),
  };
}

function never(): never {
  throw new Error('the Job controller asks for nothing else');
}

const NOTHING_ELSE = {
  get: never,
  list: never,
  update: never,
  bind: never,
  types: never,
  typeOf: never,
  typeOfResource: never,
  request: never,
  finalize: never,
};
