import { type ReactElement, Suspense, lazy, useEffect, useRef, useState } from 'react';
import { useEngine, useFrameValue } from '../engine/react.tsx';
import type { PlainKey } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { markDone, usePreferences } from '../state/preferences.ts';
import { sameTarget } from '../state/selection.ts';
import { examplePod } from './example-pod.ts';
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
/** What is told as it happens takes its time. */
const WATCHING_MS = 40_000;

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
    <aside className={css.guide} data-tells={shown === STEPS[0]} aria-label={t('guide.label')} data-testid="guide">
      <span className={css.at}>
        {at}/{STEPS.length}
      </span>
      {told.now === '' ? (
        <p className={css.text} role="status">
          {t(shown.text)}
        </p>
      ) : (
        <Suspense fallback={<p className={css.text} />}>
          <Because of={told.now} />
        </Suspense>
      )}
      {told.now === '' && shown === STEPS[0] ? <ShowMe /> : null}
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

/** Does what a newcomer may not dare to do; nothing where no pod would be replaced. */
function ShowMe(): ReactElement | null {
  const t = useT();
  const engine = useEngine();
  const pod = useFrameValue(examplePod, sameTarget);
  if (pod === undefined) return null;
  return (
    <span className={css.action}>
      <Button
        data-testid="guide-show"
        onClick={({ currentTarget: { parentElement } }) => {
          // This button goes; the keyboard stays with the guide.
          const next = parentElement?.nextElementSibling;
          if (next instanceof HTMLElement) next.focus();
          void import('./show-me.ts').then(({ showMe }) => showMe(engine, pod));
        }}
      >
        {t('guide.showMe')}
      </Button>
    </span>
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
    const timer = now === '' ? undefined : setTimeout(() => setNow(''), now === 'delete:Pod' ? WATCHING_MS : READING_MS);
    return () => clearTimeout(timer);
  }, [now]);
  const skip = (id: string): void => {
    known.current = [...known.current, id];
    markDone(id);
  };
  return { now: done.includes(now) ? now : '', skip, end: () => setNow('') };
}
