import type { ReactElement } from 'react';
import type { QueueHistory } from '../../api/scheduling.ts';
import { useT } from '../messages/language.ts';
import { clockTime } from '../parts/names.ts';
import css from './placement.module.css';
import { reasonText, stepText } from './words.ts';

const SHOWN = 12;

/** What became of the pod in the scheduler's queue, step by step. */
export function QueueLine({ history: { steps, dropped } }: { readonly history: QueueHistory }): ReactElement | null {
  const t = useT();
  const [first, ...rest] = steps;
  if (first === undefined) return null;
  const shown = rest.slice(-SHOWN);
  const hidden = dropped + rest.length - shown.length;
  return (
    <section className={css.section} data-testid="queue-line">
      <h3>{t('queue.title')}</h3>
      <ol className={css.steps}>
        {[first, ...shown].map((step, index) => (
          <li key={`${step.at} ${step.to} ${index}`} data-to={step.to}>
            <span className={css.time}>{clockTime(step.at, true)}</span>
            <span>
              {stepText(t, step)}
              <span className={css.names}>{reasonText(t, step)}</span>
              {index === 0 && hidden > 0 ? <span className={css.names}>{t('queue.dropped', { count: hidden })}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
