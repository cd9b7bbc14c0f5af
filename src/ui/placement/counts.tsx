import type { ReactElement } from 'react';
import type { PlacementAccount, ReasonCount } from '../../api/scheduling.ts';
import { useT } from '../messages/language.ts';
import css from './placement.module.css';

const MOST_NAMES = 8;

/** Which nodes are counted under which words of the message, so that its sum can be checked by eye. */
export function Counts({ account }: { readonly account: PlacementAccount }): ReactElement | null {
  const t = useT();
  const { counts, preemptionCounts, nodeCount } = account;
  if (counts.length === 0) return null;
  return (
    <section className={css.section} data-testid="counts">
      <h3>{t('counts.title')}</h3>
      <Histogram counts={counts} nodeCount={nodeCount} />
      {preemptionCounts.length === 0 ? null : (
        <div data-testid="preemption-counts">
          <p className={css.second}>{t('counts.preemption')}</p>
          <Histogram counts={preemptionCounts} nodeCount={nodeCount} />
        </div>
      )}
    </section>
  );
}

interface HistogramProps {
  readonly counts: readonly ReasonCount[];
  readonly nodeCount: number;
}

function Histogram({ counts, nodeCount }: HistogramProps): ReactElement {
  const t = useT();
  const sum = counts.reduce((all, { count }) => all + count, 0);
  return (
    <>
      <ul className={css.counts}>
        {counts.map((one) => (
          <li key={one.reason}>
            <span className={css.count}>{one.count}</span>
            <span>
              {one.reason}
              <Names of={one} />
            </span>
            <span className={css.blocks} aria-hidden="true">
              <span style={{ width: `${(100 * one.count) / Math.max(1, nodeCount)}%` }} />
            </span>
          </li>
        ))}
      </ul>
      <p className={css.quiet}>
        {sum > nodeCount
          ? t('counts.twice')
          : `${counts.map(({ count }) => count).join(' + ')} = ${t('counts.sum', { count: sum, all: nodeCount })}`}
      </p>
    </>
  );
}

function Names({ of: { nodes } }: { readonly of: ReasonCount }): ReactElement | null {
  const t = useT();
  if (nodes.length === 0) return null;
  const more = nodes.length - MOST_NAMES;
  return (
    <span className={css.names}>
      {nodes.slice(0, MOST_NAMES).join(', ')} {more > 0 ? t('counts.more', { count: more }) : ''}
    </span>
  );
}
