import { type KeyboardEvent, type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import { useT } from '../messages/language.ts';
import { Empty } from '../parts/empty.tsx';
import { clockTime } from '../parts/names.ts';
import { openMenu } from '../state/floating.ts';
import { type EventRow, matchesFilter } from '../state/events.ts';
import { select } from '../state/selection.ts';
import css from './events.module.css';
import { useEventLog } from './follow.ts';

const SHOWN = 300;

/** The cluster's Events, newest first, as they happen. */
export default function EventsPanel(): ReactElement {
  const t = useT();
  const rows = useEventLog((state) => state.rows);
  const [text, setText] = useState('');
  const [warningsOnly, setWarningsOnly] = useState(false);
  const [limit, setLimit] = useState(SHOWN);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => rows.filter((row) => matchesFilter(row, { text: wanted, warningsOnly })), [rows, wanted, warningsOnly]);
  return (
    <>
      <div className={css.bar}>
        <input
          type="search"
          className={css.filter}
          value={text}
          placeholder={t('events.filter')}
          aria-label={t('events.filter')}
          data-testid="events-filter"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <label className={css.only}>
          <input
            type="checkbox"
            checked={warningsOnly}
            data-testid="events-warnings"
            onChange={(event) => setWarningsOnly(event.currentTarget.checked)}
          />
          {t('events.warningsOnly')}
        </label>
        <span className={css.count} role="status">
          {found.length === rows.length
            ? t('events.count', { count: rows.length })
            : t('events.found', { found: found.length, of: rows.length })}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty>{t(rows.length === 0 ? 'events.empty' : 'events.noneFound')}</Empty>
      ) : (
        <div className={css.scroll} tabIndex={0} role="region" aria-label={t('panel.events')} onKeyDown={moveAmongRows}>
          <ol data-testid="events">
            {found.slice(0, limit).map((row) => (
              <Row key={row.uid} row={row} />
            ))}
          </ol>
          {found.length > limit ? (
            <button type="button" className={css.more} onClick={() => setLimit(limit + SHOWN)}>
              {t('events.more')}
            </button>
          ) : null}
        </div>
      )}
    </>
  );
}

/** One tab stop for all rows: arrows move from row to row. */
function moveAmongRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('li button')];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  event.preventDefault();
}

function Row({ row }: { readonly row: EventRow }): ReactElement {
  const { at, warning, reason, about, message, count } = row;
  return (
    <li className={css.row} data-warning={warning} data-testid="event">
      <time className={css.time}>{clockTime(at)}</time>
      <span className={css.reason}>{reason}</span>
      <button
        type="button"
        className={css.about}
        tabIndex={-1}
        onClick={() => select(about)}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(about, { x: event.clientX, y: event.clientY });
        }}
      >
        <span className={css.kind}>{about.kind}</span> {about.name}
      </button>
      <span className={css.message}>
        {message}
        {count > 1 ? <span className={css.times}> ×{count}</span> : null}
      </span>
    </li>
  );
}
