import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useState } from 'react';
import { CLUSTER } from '../actions/registry.ts';
import { useTargetFlags } from '../actions/use-flags.ts';
import { runKubectl } from '../actions/perform.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import type { TreeNode } from '../objects/tree-node.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useFloating } from '../state/floating.ts';
import { useSelection } from '../state/selection.ts';
import { type Command, commandsFor, matching, objectCommands } from './commands.ts';
import { listedCommands, loadListed } from './listed.ts';
import css from './palette.module.css';

const close = (): void => useFloating.setState({ palette: false });
const MOST_SHOWN = 50;

/** Every action and every object by name; a kubectl line runs as it is. */
export default function Palette(): ReactElement {
  const t = useT();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(query);
  const chosen = Math.min(at, found.length - 1);
  const run = (command: Command | undefined): void => {
    close();
    command?.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((chosen + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label={t('palette.open')} testId="palette" className={css.palette} onClose={close}>
      <input
        // The palette was opened to type here.
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        aria-label={t('palette.open')}
        className={css.input}
        value={query}
        placeholder={t('palette.placeholder')}
        spellCheck={false}
        autoComplete="off"
        data-testid="palette-input"
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.results')} className={css.list}>
        {found.map((command, index) => (
          <Row key={command.id} id={`palette-${index}`} command={command} chosen={index === chosen} onRun={() => run(command)} />
        ))}
      </ul>
      {found.length === 0 ? <p className={css.none}>{t('palette.none')}</p> : null}
    </Dialog>
  );
}

function useFound(query: string): readonly Command[] {
  const t = useT();
  const engine = useEngine();
  const selected = useSelection((state) => state.selected);
  const flags = useTargetFlags(selected ?? CLUSTER);
  const commands = useMemo(() => commandsFor(t, engine, selected, flags), [t, engine, selected, flags]);
  const listed = useListed(query.trim().length >= 2);
  return useMemo(() => {
    if (/^(kubectl|k)\s+\S/.test(query)) return [kubectlCommand(engine, query)];
    const objects = objectCommands(engine, query);
    return [...matching(commands, query), ...objects, ...listedCommands(listed, query, objects)].slice(0, MOST_SHOWN);
  }, [commands, engine, query, listed]);
}

const NONE: readonly TreeNode[] = [];

/** Asked for once, when something is looked for by name. While the API server is away, what the picture shows can still be found. */
function useListed(on: boolean): readonly TreeNode[] {
  const engine = useEngine();
  const [listed, setListed] = useState(NONE);
  useEffect(() => {
    if (!on) return undefined;
    let gone = false;
    loadListed(engine).then(
      (found) => gone || setListed(found),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [on, engine]);
  return listed;
}

function kubectlCommand(engine: ReturnType<typeof useEngine>, query: string): Command {
  const line = query.trim().replace(/^k\s/, 'kubectl ');
  return { id: 'kubectl', title: line, note: 'kubectl', run: () => void runKubectl(engine, line) };
}

interface RowProps {
  readonly id: string;
  readonly command: Command;
  readonly chosen: boolean;
  readonly onRun: () => void;
}

function Row({ id, command: { title, note }, chosen, onRun }: RowProps): ReactElement {
  return (
    <li
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' });
      }}
      id={id}
      role="option"
      aria-selected={chosen}
      className={css.row}
      data-testid="palette-row"
      onClick={onRun}
    >
      <span className={css.title}>{title}</span>
      <span className={note.startsWith('kubectl ') ? css.line : css.note}>{note}</span>
    </li>
  );
}
