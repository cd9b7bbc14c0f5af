/**
 * client-go's event correlator (tools/record/events_cache.go) as plain data: the same event again only counts up,
 * ten different messages of one kind within ten minutes are combined, and a talkative object is muted.
 */
import type { RecorderState, SeenEvent } from '../kernel/state.ts';

const CACHE = 4096;
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
const BURST = 25;
const REFILL_MS = 300_000;

export interface Correlated {
  readonly message: string;
  /** Under which the written Event is to be remembered. */
  readonly key: string;
  /** The Event that this one repeats. */
  readonly seen: SeenEvent | undefined;
}

export function createRecorder(): RecorderState {
  return { seen: new Map(), similar: new Map(), budget: new Map() };
}

/** What to write for an event about `object` (its kind, key and uid in one string), or undefined when it is muted. */
export function correlate(recorder: RecorderState, object: string, type: string, reason: string, message: string, now: number): Correlated | undefined {
  const group = `${object}|${type}|${reason}`;
  const combined = tooManySimilar(recorder, group, message, now);
  const key = combined ? `${group}|` : `${group}|${message}`;
  if (!spend(recorder, object, now)) return undefined;
  return { message: combined ? `(combined from similar events): ${message}` : message, key, seen: recorder.seen.get(key) };
}

export function remember(recorder: RecorderState, key: string, event: SeenEvent): void {
  recorder.seen.delete(key);
  recorder.seen.set(key, event);
  dropOldest(recorder.seen);
}

function tooManySimilar(recorder: RecorderState, group: string, message: string, now: number): boolean {
  const known = recorder.similar.get(group);
  const fresh = known === undefined || now - known.last > SIMILAR_WINDOW_MS;
  const record = fresh ? { messages: new Set<string>(), last: now } : known;
  record.last = now;
  record.messages.add(message);
  if (fresh) {
    recorder.similar.set(group, record);
    dropOldest(recorder.similar);
  }
  if (record.messages.size < SIMILAR_LIMIT) return false;
  // One message leaves, as in upstream, so that the window keeps sliding.
  for (const oldest of record.messages) {
    record.messages.delete(oldest);
    break;
  }
  return true;
}

function spend(recorder: RecorderState, object: string, now: number): boolean {
  const bucket = recorder.budget.get(object);
  if (bucket === undefined) {
    recorder.budget.set(object, { tokens: BURST - 1, at: now });
    dropOldest(recorder.budget);
    return true;
  }
  const tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL_MS);
  bucket.at = now;
  bucket.tokens = tokens >= 1 ? tokens - 1 : tokens;
  return tokens >= 1;
}

function dropOldest(map: Map<string, unknown>): void {
  if (map.size <= CACHE) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
