import { type ReactElement, useCallback } from 'react';
import type { Answers } from '../../../protocol/messages.ts';
import type { Engine } from '../../engine/engine.ts';
import { useLoaded } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import { Empty } from '../../parts/empty.tsx';
import { Button } from '../../parts/button.tsx';
import { clockTime } from '../../parts/names.ts';
import { follow } from '../../state/follow.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';

/** Why it is as it is: what led to its newest revision, back to a person's act or a fault. */
export function Why({ target }: { readonly target: Target }): ReactElement | null {
  const t = useT();
  const { kind, namespace, name } = target;
  const load = useCallback((engine: Engine) => engine.request({ type: 'causes', kind, namespace, name }), [kind, namespace, name]);
  const { value, error } = useLoaded(load, 1000);
  if (error !== '') return <Empty>{error}</Empty>;
  if (!value) return null;
  if (value.links.length === 0) return <Empty>{t('why.empty')}</Empty>;
  return (
    <>
      <Button look="quiet" data-testid="follow-object" onClick={() => follow({ of: 'object', ...target })}>
        {t('follow.object')}
      </Button>
      <Chain links={value.links} />
    </>
  );
}

function Chain({ links }: Answers['causes']): ReactElement {
  const t = useT();
  return (
    <ol className={css.chain} aria-label={t('why.label')} data-testid="causes">
      {links.map(({ at, actor, what }, index) => (
        <li key={`${index} ${at} ${what}`} className={css.cause}>
          <p className={css.what}>{what}</p>
          <p className={css.who}>
            {actor} · {clockTime(at)}
          </p>
        </li>
      ))}
    </ol>
  );
}
