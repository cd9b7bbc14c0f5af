import { type ReactElement, Suspense, lazy, useEffect, useRef, useState } from 'react';
import type { PlainKey } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { markDone, usePreferences } from '../state/preferences.ts';
import css from './guide.module.css';

const Because = lazy(() => import('./because.tsx'));

/** Things to try, each with what shows that it was done (see `markDone`). */
const STEPS: readonly { readonly done: string; readonly text: PlainKey }[] = [
  { done: 'delete:Pod', text: 'guide.deletePod' },
  { done: 'apply', text: 'guide.apply' },
  { done: 'scale:Deployment', text: 'guide.scale' },
  { done: 'send-requests:Service', text: 'guide.requests' },
  { done: 'stop-node:Node', text: 'guide.stopNode' },
];

const READING_MS = 15_000;

/** One line that says what to try next, and after it was done for a while why things went as they went. */
export function Guide(): ReactElement | null {
  const t = useT();
  const done = usePreferences((state) => state.done);
  const hidden = usePreferences((state) => state.guideHidden);
  const step = STEPS.find((candidate) => !done.includes(candidate.done));
  const told = useTold(done);
  const shown = STEPS.find((candidate) => candidate.done === told.now) ?? step;
  if (hidden || !shown) return null;
  const next = (): void => {
    if (told.now === '') told.skip(shown.done);
    else told.end();
  };
  const at = STEPS.indexOf(shown) + 1;
  return (
    <aside className={css.guide} aria-label={t('guide.label')} data-testid="guide">
      <span className={css.at}>
        {at}/{STEPS.length}
      </span>
      <p className={css.text} role="status">
        {told.now === '' ? t(shown.text) : null}
        <Suspense fallback={null}>{told.now === '' ? null : <Because of={told.now} />}</Suspense>
      </p>
      {at < STEPS.length ? <IconButton icon="chevron" label={t('guide.next')} onClick={next} /> : null}
      <IconButton
        icon="close"
        label={t('guide.hide')}
        data-testid="guide-hide"
        onClick={() => usePreferences.setState({ guideHidden: true })}
      />
    </aside>
  );
}

/** The step that was done just now, until it has been read about; '' for none. What is skipped needs no reasons. */
function useTold(done: readonly string[]) {
  const [now, setNow] = useState('');
  const known = useRef(done);
  useEffect(() => {
    const fresh = done.find((id) => !known.current.includes(id) && STEPS.some((step) => step.done === id));
    known.current = done;
    if (fresh !== undefined) setNow(fresh);
  }, [done]);
  useEffect(() => {
    const timer = now === '' ? undefined : setTimeout(() => setNow(''), READING_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const skip = (id: string): void => {
    known.current = [...known.current, id];
    markDone(id);
  };
  return { now, skip, end: () => setNow('') };
}
