import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { TABLES } from '../../../view/table/table.ts';
import type { TableColumn, TableOf, TableOrder } from '../../../view/table/table.ts';
import type { StageProps } from '../props.ts';
import { identityOf, itemInRow } from './cells.ts';
import type { CellSetting } from './cells.ts';
import { ROW_HEIGHT, Row } from './row.tsx';
import styles from './table.module.css';
import { useRows } from './use-rows.ts';
import { useTableWords } from './words.ts';

const KINDS: readonly TableOf[] = ['pods', 'nodes', 'services'];
/** Rows kept above and below what is seen. */
const BEYOND = 8;

interface TableProps {
  readonly stage: StageProps;
  readonly close: () => void;
}

/** The same that the stage shows, as a table: to be read, sorted, filtered, and walked through by keyboard. */
export default function Table({ stage, close }: TableProps): ReactNode {
  const said = useTableWords();
  const [of, setOf] = useState<TableOf>('pods');
  const [order, setOrder] = useState<TableOrder>({ by: 'state', descending: false });
  const [filter, setFilter] = useState('');
  const rows = useRows(stage.source, stage.words, said, { of, order, filter });
  // What was ordered last may be of another kind.
  const held = rows?.of === of ? rows : undefined;
  const turn = (to: TableOf): void => {
    setOf(to);
    setOrder({ by: 'state', descending: false });
  };
  const sort = (by: TableColumn): void => setOrder((before) => ({ by, descending: before.by === by && !before.descending }));
  return (
    <section
      className={styles['table']}
      aria-label={said.table}
      data-testid="stage-table"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div className={styles['bar']}>
        <div className={styles['kinds']} role="group" aria-label={said.table}>
          {KINDS.map((kind) => (
            <button type="button" key={kind} aria-pressed={of === kind} data-testid={`table-${kind}`} onClick={() => turn(kind)}>
              {said[kind]}
            </button>
          ))}
        </div>
        {of === 'pods' ? (
          <input
            type="search"
            aria-label={said.filter}
            placeholder={said.filterHint}
            value={filter}
            spellCheck={false}
            autoComplete="off"
            data-testid="table-filter"
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        ) : null}
        <output className={styles['count']} data-testid="table-count">
          {held === undefined ? '' : said.rows(held.rows.length, held.all)}
        </output>
        <button
          type="button"
          className={styles['close']}
          aria-label={said.close}
          title={said.close}
          data-testid="table-close"
          onClick={close}
        >
          ×
        </button>
      </div>
      {held === undefined ? null : (
        <Grid key={of} of={of} rows={held.rows} setting={held.setting} order={order} sort={sort} stage={stage} />
      )}
    </section>
  );
}

interface GridProps {
  readonly of: TableOf;
  readonly rows: Uint32Array;
  readonly setting: CellSetting;
  readonly order: TableOrder;
  readonly sort: (by: TableColumn) => void;
  readonly stage: StageProps;
}

/** Only the rows that can be seen are there; what the keyboard stands on is followed when the order changes. */
function Grid({ of, rows, setting, order, sort, stage }: GridProps): ReactNode {
  const { table, columns, empty } = setting.said;
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(400);
  const [active, setActive] = useState(-1);
  const at = useMemo(
    () => (active < 0 ? -1 : rows.findIndex((row) => identityOf(setting, of, row) === active)),
    [rows, setting, of, active],
  );
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return undefined;
    element.focus({ preventScroll: true });
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const from = Math.max(0, Math.min(rows.length - 1, first) - BEYOND);
  const to = Math.min(rows.length, first + 1 + Math.ceil(height / ROW_HEIGHT) + BEYOND);
  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (row === undefined) return;
    setActive(identityOf(setting, of, row));
    bringIntoSight(scroll.current, next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    const item = at < 0 ? undefined : itemInRow(setting, of, rows[at] ?? 0);
    if (step !== undefined) goTo(step);
    else if ((event.key === 'Enter' || event.key === ' ') && item !== undefined) stage.onSelect(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onMenu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    // The menu key has no place of its own.
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const row = element instanceof HTMLElement ? Number(element.dataset['row']) : rows[at];
    if (row === undefined) return;
    const box = (element ?? event.currentTarget).getBoundingClientRect();
    const item = itemInRow(setting, of, row);
    stage.onContextMenu(item, event.clientX === 0 ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY });
  };
  return (
    <div
      ref={scroll}
      className={styles['scroll']}
      role="grid"
      aria-label={table}
      aria-rowcount={rows.length + 1}
      aria-colcount={TABLES[of].length}
      aria-activedescendant={at >= from && at < to ? `${id}-${at}` : undefined}
      tabIndex={0}
      data-of={of}
      data-testid="table-grid"
      onScroll={(event) => setFirst(Math.floor(event.currentTarget.scrollTop / ROW_HEIGHT))}
      onKeyDown={onKeyDown}
      onContextMenu={onMenu}
    >
      <div className={styles['head']} role="row" aria-rowindex={1}>
        {TABLES[of].map((by) => (
          <span
            key={by}
            role="columnheader"
            data-by={by}
            aria-sort={order.by !== by ? 'none' : order.descending ? 'descending' : 'ascending'}
          >
            <button type="button" data-testid={`table-by-${by}`} onClick={() => sort(by)}>
              {columns[by]}
              <span aria-hidden="true">{order.by !== by ? '' : order.descending ? ' ↓' : ' ↑'}</span>
            </button>
          </span>
        ))}
      </div>
      <div className={styles['body']} role="rowgroup" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {Array.from(rows.subarray(from, to), (row, index) => (
          <Row
            key={identityOf(setting, of, row)}
            id={`${id}-${from + index}`}
            index={from + index}
            row={row}
            of={of}
            setting={setting}
            active={from + index === at}
            selected={stage.selection}
            choose={(item) => {
              setActive(identityOf(setting, of, row));
              stage.onSelect(item);
            }}
          />
        ))}
      </div>
      {rows.length === 0 ? <p className={styles['empty']}>{empty}</p> : null}
    </div>
  );
}

function bringIntoSight(scroll: HTMLElement | null, index: number): void {
  if (scroll === null) return;
  const head = ROW_HEIGHT;
  const y = index * ROW_HEIGHT;
  if (y < scroll.scrollTop) scroll.scrollTop = y;
  else if (y + head + ROW_HEIGHT > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = y + head + ROW_HEIGHT - scroll.clientHeight;
}
