import { useEffect, useState } from 'react';
import { useEngine } from '../engine/react.tsx';
import type { Engine } from '../engine/engine.ts';
import { type EventRow, eventRow, mergeEvents } from '../state/events.ts';

const MOST_KEPT = 2_000;
const MOST_AT_ONCE = 500;
const EVERY_MS = 400;

/** Follows the cluster's Events while mounted; begins anew with a new cluster. */
export function useEvents(): readonly EventRow[] {
  const engine = useEngine();
  const [rows, setRows] = useState<readonly EventRow[]>([]);
  useEffect(() => follow(engine, setRows), [engine]);
  return rows;
}

function follow(engine: Engine, set: (change: (held: readonly EventRow[]) => readonly EventRow[]) => void): () => void {
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
    set((held) => mergeEvents(held, answer.events.map(eventRow), MOST_KEPT));
    if (answer.events.length === MOST_AT_ONCE) seen = -1;
  };
  const changed = (): void => {
    if (!engine.frames.latest()) {
      epoch++;
      after = 0;
      seen = -1;
      set(() => []);
    }
    timer ??= setTimeout(() => void ask(), EVERY_MS);
  };
  const stop = engine.frames.subscribe(changed);
  void ask();
  return () => {
    epoch++;
    stop();
    clearTimeout(timer);
  };
}
