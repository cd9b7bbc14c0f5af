import type { ReactElement } from 'react';
import type { PreemptionAccount } from '../../api/scheduling.ts';
import { useT } from '../messages/language.ts';
import css from './placement.module.css';

/** Whom each node would have to lose, and why this node's pods were chosen. */
export function Preemption({ preemption: { node, rule, nodes, more } }: { readonly preemption: PreemptionAccount }): ReactElement {
  const t = useT();
  return (
    <section className={css.section} data-testid="preemption">
      <h3>{t('preemption.title')}</h3>
      <p>
        {t('preemption.chosen', { node })} {rule === '' ? '' : t(`rule.${rule}`)}
      </p>
      <ul className={css.counts}>
        {nodes.map((candidate) => (
          <li key={candidate.node} data-chosen={candidate.node === node}>
            <span className={css.count}>{candidate.victimCount || '–'}</span>
            <span>
              {candidate.node}
              <span className={css.names}>
                {candidate.victims.map(({ key, priority }) => `${key.replace(/^default\//, '')} (${priority})`).join(', ')}
                {candidate.reasons.join(', ')}
                {candidate.violations > 0 ? ` · ${t('preemption.violations', { count: candidate.violations })}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className={css.quiet}>{t('verdict.more', { count: more })}</p> : null}
    </section>
  );
}
