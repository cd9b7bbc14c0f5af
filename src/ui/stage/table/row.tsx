import type { ReactNode } from 'react';
import type { Item } from '../../../view/item.ts';
import { sameItem } from '../../../view/item.ts';
import { TABLES } from '../../../view/table/table.ts';
import type { TableOf } from '../../../view/table/table.ts';
import { TileSign } from '../legend.tsx';
import { cellOf, itemInRow } from './cells.ts';
import type { CellSetting } from './cells.ts';
import styles from './table.module.css';

/** In pixels. */
export const ROW_HEIGHT = 28;

interface RowProps {
  readonly id: string;
  readonly index: number;
  readonly row: number;
  readonly of: TableOf;
  readonly setting: CellSetting;
  readonly active: boolean;
  readonly selected: Item | undefined;
  readonly choose: (item: Item | undefined) => void;
}

/** One thing of the cluster, cell by cell. */
export function Row({ id, index, row, of, setting, active, selected, choose }: RowProps): ReactNode {
  const item = itemInRow(setting, of, row);
  return (
    <div
      id={id}
      role="row"
      className={styles['row']}
      aria-rowindex={index + 2}
      aria-selected={selected !== undefined && sameItem(item, selected)}
      data-active={active}
      data-row={row}
      data-testid="table-row"
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
      onClick={() => choose(item)}
    >
      {TABLES[of].map((by) => {
        const text = cellOf(setting, of, by, row);
        return (
          <span key={by} role="gridcell" data-by={by} title={text}>
            {by === 'state' && of === 'pods' ? <TileSign look={setting.frame.podLook[row] ?? 0} /> : null}
            <span>{text}</span>
          </span>
        );
      })}
    </div>
  );
}
