import { type ReactElement, useMemo } from 'react';
import type { Engine } from '../../engine/engine.ts';
import { useLoaded } from '../../engine/react.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';

/** What kubectl describe prints, or printed last. */
export function Describe({ target: { kind, namespace, name } }: { readonly target: Target }): ReactElement | null {
  const t = useT();
  const load = useMemo(() => describer({ kind, namespace, name }), [kind, namespace, name]);
  const { value, error } = useLoaded(load, ASK_EVERY_MS);
  if (error !== '') return <Empty>{error}</Empty>;
  if (value === undefined) return null;
  if (value === null) return <Empty>{t('inspector.never', { kind, name })}</Empty>;
  return (
    <pre className={css.text} tabIndex={0} data-testid="describe">
      {value.text}
    </pre>
  );
}

const ASK_EVERY_MS = 1000;

type Described = { readonly text: string } | null;

function describer({ kind, namespace, name }: Target): (engine: Engine) => Promise<Described> {
  let last: Described = null;
  return async (engine) => {
    last = (await engine.request({ type: 'describe', kind, namespace, name })) ?? last;
    return last;
  };
}
