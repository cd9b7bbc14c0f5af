import type { ReactElement } from 'react';
import type { FitAccount, WhatIf } from '../../api/scheduling.ts';
import { useT } from '../messages/language.ts';
import { AccountTable } from './account-table.tsx';
import { Counts } from './counts.tsx';
import css from './placement.module.css';
import { Proposals } from './proposals.tsx';
import { choiceText, reasonsText } from './words.ts';

/** What would become of pods that do not exist, and how many of them there is room for. */
export function WhatIfAnswer({ answer }: { readonly answer: WhatIf }): ReactElement {
  const t = useT();
  const { object, refused, now, proposals, fit } = answer;
  if (refused !== '')
    return (
      <p className={css.refused}>
        {t('fit.refused')} {refused}
      </p>
    );
  return (
    <div className={css.answer} data-testid="what-if">
      {fit === undefined ? null : <Fit object={object} fit={fit} replicas={answer.replicas} />}
      {now === undefined ? null : (
        <>
          <p>
            {now.node === ''
              ? t('fit.wouldNot', { object, reasons: reasonsText(now.counts) || now.message })
              : `${t('fit.would', { object, node: now.node })} ${choiceText(t, now)}`}
          </p>
          {now.node === '' ? <Proposals proposals={proposals} hypothetical /> : null}
          {now.node === '' ? <Counts account={now} /> : null}
          <AccountTable account={now} />
        </>
      )}
    </div>
  );
}

const MOST_NODES = 40;

function Fit({ object, fit, replicas }: { readonly object: string; readonly fit: FitAccount; readonly replicas: number }): ReactElement {
  const t = useT();
  const { count, bounded, counts, nodes } = fit;
  const most = Math.max(1, ...nodes.map((node) => node.count));
  return (
    <section data-testid="fit">
      <p className={css.headline}>{bounded ? t('fit.bounded', { count, object }) : t('fit.count', { count, object })}</p>
      <p className={css.quiet}>
        {t('fit.wanted', { count: replicas })} {counts.length === 0 ? '' : t('fit.first', { reasons: reasonsText(counts) })}
      </p>
      <ul className={css.fits} aria-label={t('fit.perNode')}>
        {nodes
          .toSorted((a, b) => b.count - a.count)
          .slice(0, MOST_NODES)
          .map((node) => (
            <li key={node.name}>
              <span className={css.count}>{node.count}</span>
              <span>
                {node.name}
                <span className={css.names}>{node.reasons.join(', ')}</span>
              </span>
              <span className={css.blocks} aria-hidden="true">
                <span style={{ width: `${(100 * node.count) / most}%` }} />
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
