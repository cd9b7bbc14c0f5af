/**
 * client-go's event correlator (tools/record/events_cache.go) as plain data: the same event again only counts up,
 * ten different messages of one kind within ten minutes are combined, and a talkative object is muted.
 */
import type { RecordedEvent, RecorderState, SubjectRecord } from '../kernel/state.ts';

/** Objects remembered by one source; the one whose first event is oldest is forgotten first. */
const SUBJECTS = 4096;
const EVENTS_PER_SUBJECT = 64;
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW_MS = 600_000;
const BURST = 25;
const REFILL_MS = 300_000;

export interface Happening {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string | undefined;
}

export interface Correlated {
  readonly message: string;
  /** What is known of this event: `count` is 0 until it was written. */
  readonly event: RecordedEvent;
}

export function createRecorder(): RecorderState {
  return { subjects: new Map() };
}

/** What to write for something that happened to `subject` (an object's uid), or undefined when it is muted. */
export function correlate(recorder: RecorderState, subject: string, happening: Happening, now: number): Correlated | undefined {
  const record = recordOf(recorder, subject, now);
  const combined = isTooSimilar(record, happening, now);
  const event = eventOf(record, happening, combined, now);
  if (!spend(record, now)) return undefined;
  return { message: combined ? `(combined from similar events): ${happening.message}` : happening.message, event };
}

function recordOf(recorder: RecorderState, subject: string, now: number): SubjectRecord {
  const known = recorder.subjects.get(subject);
  if (known !== undefined) return known;
  const record: SubjectRecord = { tokens: BURST, at: now, events: [] };
  recorder.subjects.set(subject, record);
  if (recorder.subjects.size > SUBJECTS) forgetOldest(recorder.subjects);
  return record;
}

function forgetOldest(subjects: Map<string, SubjectRecord>): void {
  for (const oldest of subjects.keys()) {
    subjects.delete(oldest);
    return;
  }
}

/** The tenth different message of one type and reason within the window, and every further one. */
function isTooSimilar({ events }: SubjectRecord, { type, reason, message }: Happening, now: number): boolean {
  if (events.length < SIMILAR_LIMIT - 1) return false;
  const recent = events.filter(
    (event) => event.type === type && event.reason === reason && !event.combined && now - event.last <= SIMILAR_WINDOW_MS,
  );
  return recent.length >= SIMILAR_LIMIT - 1 && !recent.slice(0, SIMILAR_LIMIT - 1).some((event) => event.message === message);
}

function eventOf(
  record: SubjectRecord,
  { type, reason, message, fieldPath = '' }: Happening,
  combined: boolean,
  now: number,
): RecordedEvent {
  const { events } = record;
  const known = events.find(
    (event) =>
      event.type === type &&
      event.reason === reason &&
      event.combined === combined &&
      (combined || (event.message === message && event.fieldPath === fieldPath)),
  );
  if (known !== undefined) {
    known.last = now;
    return known;
  }
  const event: RecordedEvent = { type, reason, message, fieldPath, combined, last: now, namespace: '', name: '', count: 0 };
  // There are as many of these lists as there are objects: none has room for more than it holds.
  record.events = events.length < EVENTS_PER_SUBJECT ? events.concat(event) : [...events.slice(1), event];
  return event;
}

function spend(record: SubjectRecord, now: number): boolean {
  const tokens = Math.min(BURST, record.tokens + (now - record.at) / REFILL_MS);
  record.at = now;
  record.tokens = tokens >= 1 ? tokens - 1 : tokens;
  return tokens >= 1;
}
