import { type KeyboardEvent, type MouseEvent, type ReactElement, useRef, useState } from 'react';
import { useT } from '../messages/language.ts';
import type { TreeNode } from '../objects/tree-node.ts';
import { Icon } from '../parts/icon.tsx';
import { openMenu } from '../state/floating.ts';
import { sameTarget, select, useSelection } from '../state/selection.ts';
import css from './outline.module.css';
import { type TreeRow, visibleRows } from './tree.ts';

interface Props {
  readonly trees: readonly TreeNode[];
  readonly flipped: ReadonlySet<string>;
  readonly onFlip: (key: string) => void;
}

/** One tab stop; arrows move and fold, Enter selects, the menu key asks what can be done. */
export function OutlineTree({ trees, flipped, onFlip }: Props): ReactElement {
  const t = useT();
  const rows = visibleRows(trees, flipped);
  const ref = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string>();
  const stop = rows.some(({ node }) => node.key === focused) ? focused : rows[0]?.node.key;
  const focus = (row: TreeRow | undefined): void => {
    const at = row ? rows.indexOf(row) : -1;
    const item = ref.current?.children[at];
    if (item instanceof HTMLElement) item.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ node }) => node.key === stop);
    const row = rows[at];
    if (!row || !moved(event, rows, at, focus, onFlip)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ul ref={ref} role="tree" aria-label={t('panel.objects')} className={css.tree} data-testid="outline" onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <Row key={row.node.key} row={row} tabStop={row.node.key === stop} onFocus={() => setFocused(row.node.key)} onFlip={onFlip} />
      ))}
    </ul>
  );
}

function moved(
  event: KeyboardEvent,
  rows: readonly TreeRow[],
  at: number,
  focus: (row: TreeRow | undefined) => void,
  onFlip: (key: string) => void,
): boolean {
  const row = rows[at];
  if (!row || event.metaKey || event.ctrlKey || event.altKey) return false;
  const { node, expanded, parent } = row;
  switch (event.key) {
    case 'ArrowDown':
      focus(rows[at + 1]);
      return true;
    case 'ArrowUp':
      focus(rows[at - 1]);
      return true;
    case 'Home':
      focus(rows[0]);
      return true;
    case 'End':
      focus(rows.at(-1));
      return true;
    case 'ArrowRight':
      if (expanded === false) onFlip(node.key);
      else if (expanded) focus(rows[at + 1]);
      return true;
    case 'ArrowLeft':
      if (expanded) onFlip(node.key);
      else focus(rows.find((candidate) => candidate.node.key === parent));
      return true;
    case 'Enter':
    case ' ':
      if (node.target) select(node.target);
      else onFlip(node.key);
      return true;
    default:
      return false;
  }
}

interface RowProps {
  readonly row: TreeRow;
  readonly tabStop: boolean;
  readonly onFocus: () => void;
  readonly onFlip: (key: string) => void;
}

function Row({ row: { node, level, expanded }, tabStop, onFocus, onFlip }: RowProps): ReactElement {
  const selected = useSelection((state) => node.target !== undefined && sameTarget(state.selected, node.target));
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    if (!node.target) return;
    event.preventDefault();
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    // The menu key has no place of its own.
    openMenu(node.target, event.clientX === 0 ? { x: left + 24, y: bottom } : { x: event.clientX, y: event.clientY });
  };
  return (
    <li
      role="treeitem"
      className={css.row}
      aria-level={level}
      aria-expanded={expanded}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      style={{ paddingLeft: `${8 + (level - 1) * 16}px` }}
      data-testid="outline-item"
      data-kind={node.target?.kind}
      data-name={node.target?.name}
      onFocus={onFocus}
      onClick={() => (node.target ? select(node.target) : onFlip(node.key))}
      onContextMenu={onContextMenu}
    >
      <span
        className={css.fold}
        data-open={expanded}
        onClick={(event) => {
          event.stopPropagation();
          if (expanded !== undefined) onFlip(node.key);
        }}
      >
        {expanded === undefined ? null : <Icon name="chevron" />}
      </span>
      <span className={level === 1 ? css.group : css.name}>{node.label}</span>
      <span className={css.note}>{node.note}</span>
    </li>
  );
}
