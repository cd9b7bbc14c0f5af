import type { ReactElement } from 'react';
import type { Inspection } from '../../../protocol/messages.ts';
import { useT } from '../../messages/language.ts';
import { Empty } from '../../parts/empty.tsx';
import { clockTime } from '../../parts/names.ts';
import { eventRow } from '../../state/events.ts';
import css from '../inspector.module.css';

/** Events about this object, newest first. */
export function Events({ inspection }: { readonly inspection: Inspection }): ReactElement {
  const t = useT();
  const rows = inspection.events.map(eventRow).toSorted((a, b) => b.at - a.at);
  if (rows.length === 0) return <Empty>{t('inspector.noEvents')}</Empty>;
  return (
    <ol className={css.events}>
      {rows.map(({ uid, at, warning, reason, message, count, source }) => (
        <li key={uid} className={css.event} data-warning={warning}>
          <p>
            <span className={css.reason}>{reason}</span>
            <span className={css.who}>
              {' '}
              · {clockTime(at)}
              {count > 1 ? ` · ×${count}` : ''} · {source}
            </span>
          </p>
          <p className={css.message}>{message}</p>
        </li>
      ))}
    </ol>
  );
}
