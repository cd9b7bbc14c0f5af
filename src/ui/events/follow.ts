import { create } from 'zustand';
import type { Engine } from '../engine/engine.ts';
import { type EventRow, eventRow, mergeEvents } from '../state/events.ts';

interface EventLog {
  readonly rows: readonly EventRow[];
}

/** The newest Events of the cluster, newest first. Outlives the panel that shows them. */
export const useEventLog = create<EventLog>(() => ({ rows: [] }));

const MOST_KEPT = 2_000;
const MOST_AT_ONCE = 500;
const EVERY_MS = 400;

/** Asks for what is new whenever the cluster changed, and begins anew with a new cluster. Returns what ends it. */
export function followEvents(engine: Engine): () => void {
  let after = 0;
  let seen = -1;
  let epoch = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  const ask = async (): Promise<void> => {
    timer = undefined;
    const frame = engine.frames.latest();
    if (busy || !frame || frame.revision === seen) return;
    busy = true;
    seen = frame.revision;
    const mine = epoch;
    const answer = await engine.request({ type: 'events', after, limit: MOST_AT_ONCE }).catch(() => undefined);
    busy = false;
    if (!answer || mine !== epoch) return;
    after = answer.last;
    useEventLog.setState(({ rows }) => ({ rows: mergeEvents(rows, answer.events.map(eventRow), MOST_KEPT) }));
    if (answer.events.length === MOST_AT_ONCE) seen = -1;
  };
  const forget = (): void => {
    epoch++;
    after = 0;
    seen = -1;
    useEventLog.setState({ rows: [] });
  };
  const stop = engine.frames.subscribe(() => {
    if (!engine.frames.latest()) forget();
    timer ??= setTimeout(() => void ask(), EVERY_MS);
  });
  void ask();
  return () => {
    epoch++;
    stop();
    clearTimeout(timer);
  };
}
