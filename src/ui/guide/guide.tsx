import type { ReactElement } from 'react';
import type { PlainKey } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { markDone, usePreferences } from '../state/preferences.ts';
import css from './guide.module.css';

/** Things to try, each with what shows that it was done (see `markDone`). */
const STEPS: readonly { readonly done: string; readonly text: PlainKey }[] = [
  { done: 'delete:Pod', text: 'guide.deletePod' },
  { done: 'apply', text: 'guide.apply' },
  { done: 'scale:Deployment', text: 'guide.scale' },
  { done: 'send-requests:Service', text: 'guide.requests' },
  { done: 'stop-node:Node', text: 'guide.stopNode' },
];

/** One line that says what to try next. */
export function Guide(): ReactElement | null {
  const t = useT();
  const done = usePreferences((state) => state.done);
  const hidden = usePreferences((state) => state.guideHidden);
  const step = STEPS.find((candidate) => !done.includes(candidate.done));
  if (hidden || !step) return null;
  const at = STEPS.indexOf(step) + 1;
  return (
    <aside className={css.guide} aria-label={t('guide.label')} data-testid="guide">
      <span className={css.at}>
        {at}/{STEPS.length}
      </span>
      <p className={css.text}>{t(step.text)}</p>
      {at < STEPS.length ? <IconButton icon="chevron" label={t('guide.next')} onClick={() => markDone(step.done)} /> : null}
      <IconButton
        icon="close"
        label={t('guide.hide')}
        data-testid="guide-hide"
        onClick={() => usePreferences.setState({ guideHidden: true })}
      />
    </aside>
  );
}
