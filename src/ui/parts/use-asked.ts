import { useCallback, useState } from 'react';
import { messageOf } from '../../base/message-of.ts';
import type { Engine } from '../engine/engine.ts';
import { type Loaded, useEngine, useFrameEffect } from '../engine/react.tsx';

/**
 * Asks with the frames that come, at most every so many milliseconds, whether or not anything was written: for what time alone
 * changes. `again` asks out of turn. `load` must be stable.
 */
export function useAsked<T>(load: (engine: Engine) => Promise<T>, everyMs: number): Loaded<T> & { again(): void } {
  const engine = useEngine();
  const [held, setHeld] = useState<Loaded<T>>({ value: undefined, error: '' });
  const again = useCallback((): void => {
    load(engine).then(
      (value) => setHeld({ value, error: '' }),
      (error: unknown) => setHeld({ value: undefined, error: messageOf(error) }),
    );
  }, [engine, load]);
  useFrameEffect(again, everyMs);
  return { ...held, again };
}
