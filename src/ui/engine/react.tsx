import { createContext, use, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { messageOf } from '../../base/message-of.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { Engine } from './engine.ts';
import type { EngineState } from './engine-state.ts';
import type { FrameStore } from './frame-store.ts';

const EngineContext = createContext<Engine | undefined>(undefined);
export const EngineProvider = EngineContext.Provider;

export function useEngine(): Engine {
  const engine = use(EngineContext);
  if (!engine) throw new Error('used outside of EngineProvider');
  return engine;
}

export function useEngineState<T>(select: (state: EngineState) => T): T {
  const engine = useEngine();
  return useSyncExternalStore(engine.subscribe, () => select(engine.state()));
}

/** Calls back now and after frames, at most every so many milliseconds; the last frame is never missed. For painting into elements. */
export function useFrameEffect(paint: (frame: Frame | undefined, frames: FrameStore) => void, everyMs: number): void {
  const { frames } = useEngine();
  const latest = useRef(paint);
  useEffect(() => {
    latest.current = paint;
  });
  useEffect(() => {
    const look = (): boolean => {
      latest.current(frames.latest(), frames);
      return true;
    };
    return throttled(frames, look, everyMs);
  }, [frames, everyMs]);
}

/** A small value derived from the latest frame. `derive` and `same` must be stable functions. */
export function useFrameValue<T>(
  derive: (frame: Frame | undefined, frames: FrameStore) => T,
  same: (a: T, b: T) => boolean = Object.is,
  everyMs = 250,
): T {
  const { frames } = useEngine();
  const [value, setValue] = useState(() => derive(frames.latest(), frames));
  useEffect(() => {
    const look = (): boolean => {
      const next = derive(frames.latest(), frames);
      setValue((held) => (same(held, next) ? held : next));
      return true;
    };
    return throttled(frames, look, everyMs);
  }, [frames, derive, same, everyMs]);
  return value;
}

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: string;
}

/**
 * Asks the cluster for something, and again whenever its revision moved, one question at a time and at most every so many
 * milliseconds. `load` must be stable; a new one starts over, and until it is answered the value is undefined.
 */
export function useLoaded<T>(load: (engine: Engine) => Promise<T>, everyMs = 500): Loaded<T> {
  const engine = useEngine();
  const [held, setHeld] = useState<Loaded<T> & { readonly load: unknown }>({ value: undefined, error: '', load });
  useEffect(() => {
    let asked: number | undefined;
    let busy = false;
    let gone = false;
    const hold = (value: T | undefined, error: string): void => {
      busy = false;
      if (!gone) setHeld((before) => ({ value: value === undefined && before.load === load ? before.value : value, error, load }));
    };
    const look = (): boolean => {
      const revision = engine.frames.latest()?.revision;
      if (revision === undefined || revision === asked) return true;
      if (busy) return false;
      asked = revision;
      busy = true;
      load(engine).then(
        (value) => hold(value, ''),
        (error: unknown) => {
          // Asked again with the next frame: the worker may have been replaced.
          asked = undefined;
          hold(undefined, messageOf(error));
        },
      );
      return true;
    };
    const stop = throttled(engine.frames, look, everyMs);
    return () => {
      gone = true;
      stop();
    };
  }, [engine, load, everyMs]);
  return held.load === load ? held : NOTHING;
}

const NOTHING = { value: undefined, error: '' } as const;

/** Runs `look` at once and after each notification, not more often than asked, and once more after the last, until it says that it could. */
function throttled(frames: FrameStore, look: () => boolean, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const run = (): void => {
    timer = undefined;
    last = performance.now();
    if (!look()) timer = setTimeout(run, everyMs);
  };
  const stop = frames.subscribe(() => {
    timer ??= setTimeout(run, Math.max(0, last + everyMs - performance.now()));
  });
  run();
  return () => {
    stop();
    clearTimeout(timer);
  };
}
