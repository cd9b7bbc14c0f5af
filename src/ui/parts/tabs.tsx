import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import css from './parts.module.css';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

interface Props<Id extends string> {
  readonly label: string;
  /** Prefix of the ids that tie tabs and their panel together. */
  readonly name: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  /** False while their panel is folded away. */
  readonly open?: boolean;
  readonly onChoose: (id: Id) => void;
}

/** A row of tabs, one tab stop, arrows move. The panel carries `id={panelId(name)}` and `role="tabpanel"`. */
export function Tabs<Id extends string>({ label, name, tabs, chosen, open = true, onChoose }: Props<Id>): ReactElement {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void import('./edges.ts').then(({ watchEdges }) => row.current && watchEdges(row.current));
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next.id);
    document.getElementById(tabId(name, next.id))?.focus();
  };
  return (
    <div ref={row} role="tablist" aria-label={label} className={css.tabs} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabId(name, tab.id)}
          data-testid={tabId(name, tab.id)}
          data-text={tab.label}
          className={css.tab}
          aria-selected={tab.id === chosen}
          aria-controls={open ? panelId(name) : undefined}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export function tabId(name: string, id: string): string {
  return `${name}-tab-${id}`;
}

export function panelId(name: string): string {
  return `${name}-panel`;
}
