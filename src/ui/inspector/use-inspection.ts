import { useMemo } from 'react';
import type { Inspection } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { useLoaded } from '../engine/react.tsx';
import type { Target } from '../state/selection.ts';

export interface Inspected {
  /** The last that was seen of it; undefined when it never was. */
  readonly inspection: Inspection | undefined;
  readonly gone: boolean;
}

function looker({ kind, namespace, name }: Target): (engine: Engine) => Promise<Inspected> {
  let last: Inspection | undefined;
  return async (engine) => {
    const now = await engine.request({ type: 'inspect', kind, namespace, name });
    last = now ?? last;
    return { inspection: last, gone: now === null };
  };
}

/** The object as it is, asked for again whenever the cluster changed; what was last seen of it stays when it goes. */
export function useInspection({ kind, namespace, name }: Target): { readonly inspected: Inspected | undefined; readonly error: string } {
  const load = useMemo(() => looker({ kind, namespace, name }), [kind, namespace, name]);
  const { value, error } = useLoaded(load);
  return { inspected: value, error };
}
