import { type ReactElement, Suspense, lazy } from 'react';
import type { Answers } from '../../protocol/messages.ts';
import { withWords } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import css from './editor.module.css';

const WhatIfAnswer = lazy(async () => ({ default: (await withWords('scheduling', import('../placement/fit.tsx'))).WhatIfAnswer }));

export type Asked = Answers['what-if'] | 'asking' | undefined;

/** What would become of the pods of the document at the cursor, and how many of them fit. Nothing is applied. */
export function WhatIfPane({ asked, onClose }: { readonly asked: Exclude<Asked, undefined>; readonly onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <section className={css.results} data-large="true" aria-label={t('fit.title')} data-testid="what-if-pane">
      <div className={css.resultsHead}>
        <p role="status">{asked === 'asking' ? t('fit.asking') : t('fit.title')}</p>
        <IconButton icon="close" label={t('dismiss')} onClick={onClose} />
      </div>
      <div className={css.whatIf}>{asked === 'asking' ? null : <Answer asked={asked} />}</div>
    </section>
  );
}

function Answer({ asked: { answer, problem } }: { readonly asked: Answers['what-if'] }): ReactElement {
  const t = useT();
  if (answer === null) return <p>{problem === 'no-pods' ? t('fit.noPods') : problem}</p>;
  return (
    <Suspense fallback={null}>
      <WhatIfAnswer answer={answer} />
    </Suspense>
  );
}
