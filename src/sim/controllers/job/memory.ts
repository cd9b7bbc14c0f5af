import { keyOf, uidOf } from '../../../api/object.ts';
import type { Job } from '../../../api/types.gen.ts';
import { type Expectations, createExpectations } from '../../client/expectations.ts';
import type { LateContext } from '../../kernel/late-component.ts';
import { type Backoff, NO_FAILURES } from './backoff.ts';

/** What the controller remembers of one Job, by its key. */
export interface JobMemory {
  readonly uid: string;
  readonly expectations: Expectations;
  /** Uids of pods that were let go and are not yet seen without the finalizer: they are counted already. */
  readonly released: Set<string>;
  backoff: Backoff;
  /** The job was said to be finished, whether or not the informer knows. */
  isFinished: boolean;
  /** Syncs in a row that the API server has refused. */
  refusals: number;
}

export type JobContext = LateContext<JobMemory>;

export function memoryOf({ memory }: Pick<JobContext, 'memory'>, job: Job): JobMemory {
  const known = memory.get(keyOf(job));
  if (known !== undefined && known.uid === uidOf(job)) return known;
  const fresh: JobMemory = {
    uid: uidOf(job),
    expectations: createExpectations(),
    released: new Set(),
    backoff: NO_FAILURES,
    isFinished: false,
    refusals: 0,
  };
  memory.set(keyOf(job), fresh);
  return fresh;
}
