import { keyOf, uidOf } from '../../../api/object.ts';
import type { DaemonSet } from '../../../api/types.gen.ts';
import { type Expectations, createExpectations } from '../../client/expectations.ts';
import { type Pace, createPace } from '../../client/pace.ts';
import type { LateContext } from '../../kernel/late-component.ts';

/** What the controller remembers of one DaemonSet, by its key. */
export interface DaemonMemory {
  readonly uid: string;
  readonly expectations: Expectations;
  readonly pace: Pace;
  /** Failed pods that were deleted lately, by generation and node. */
  readonly failures: Map<string, Backoff>;
  /** A node has changed in a way that is no reason for a sync: the next sync, for whatever reason, will see it. */
  isBehind: boolean;
}

/** Since when, and for how long, nothing is to be done again; in milliseconds. */
export interface Backoff {
  since: number;
  delayMs: number;
}

export type DaemonContext = LateContext<DaemonMemory>;

export function memoryOf({ memory }: DaemonContext, set: DaemonSet): DaemonMemory {
  const known = memory.get(keyOf(set));
  if (known !== undefined && known.uid === uidOf(set)) return known;
  const fresh: DaemonMemory = {
    uid: uidOf(set),
    expectations: createExpectations(),
    pace: createPace(),
    failures: new Map(),
    isBehind: false,
  };
  memory.set(keyOf(set), fresh);
  return fresh;
}

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 900_000;

/** How long a failed pod is left where it is, in milliseconds; 0 when it may go now, and then the next one has to wait longer. */
export function failureDelayMs({ failures }: DaemonMemory, key: string, now: number): number {
  const known = failures.get(key);
  if (known === undefined || now - known.since > 2 * LONGEST_DELAY_MS) {
    failures.set(key, { since: now, delayMs: FIRST_DELAY_MS });
    return 0;
  }
  if (now - known.since < known.delayMs) return known.delayMs;
  known.since = now;
  known.delayMs = Math.min(2 * known.delayMs, LONGEST_DELAY_MS);
  return 0;
}
