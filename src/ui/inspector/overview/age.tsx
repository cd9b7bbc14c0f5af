import { type ReactElement, useRef } from 'react';
import { humanDuration } from '../../../api/time.ts';
import { useEngine, useFrameEffect } from '../../engine/react.tsx';

/** An age in virtual time; counts on by itself. */
export function Age({ since }: { readonly since: string | undefined }): ReactElement {
  const ref = useRef<HTMLSpanElement>(null);
  const engine = useEngine();
  const from = since === undefined ? Number.NaN : Date.parse(since);
  useFrameEffect(() => {
    if (ref.current) ref.current.textContent = Number.isNaN(from) ? '' : humanDuration(Math.max(0, engine.now() - from));
  }, 500);
  return <span ref={ref} />;
}
