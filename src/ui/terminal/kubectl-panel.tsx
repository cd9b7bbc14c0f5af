import { type FormEvent, type KeyboardEvent, type ReactElement, useState } from 'react';
import { create } from 'zustand';
import type { Engine } from '../engine/engine.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { useDocuments } from '../state/documents.ts';
import css from './kubectl.module.css';

interface Entry {
  readonly id: number;
  readonly line: string;
  readonly output: string;
  readonly error: string;
  readonly busy: boolean;
}

interface Terminal {
  readonly entries: readonly Entry[];
}

const MOST_ENTRIES = 100;
const MOST_OUTPUT = 200_000;

/** Outlives the panel: what was said stays when the panel is folded. */
const useTerminal = create<Terminal>(() => ({ entries: [] }));

/** A line of kubectl and its answer. `-f name.yaml` finds the editor's documents. */
export default function KubectlPanel(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const entries = useTerminal((state) => state.entries);
  const [line, setLine] = useState('');
  const [back, setBack] = useState(0);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (line.trim() === '') return;
    void run(engine, line.trim());
    setLine('');
    setBack(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const busy = entries.findLast((entry) => entry.busy);
    if (event.ctrlKey && event.key === 'c' && line === '' && busy !== undefined) {
      event.preventDefault();
      void engine.request({ type: 'kubectl-so-far', number: busy.id, interrupt: true });
    }
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(entries.length, back + step));
    setBack(to);
    setLine(to === 0 ? '' : (entries.at(-to)?.line ?? ''));
  };
  return (
    <div className={css.panel}>
      <div className={css.output} role="log" aria-label={t('kubectl.output')} tabIndex={0} data-testid="kubectl-output">
        <div>
          {entries.length === 0 ? <p className={css.hint}>{t('kubectl.empty')}</p> : null}
          {entries.map((entry) => (
            <Said
              key={entry.id}
              entry={entry}
              onStop={() => void engine.request({ type: 'kubectl-so-far', number: entry.id, interrupt: true })}
            />
          ))}
        </div>
      </div>
      <form className={css.form} onSubmit={onSubmit}>
        <span className={css.prompt} aria-hidden="true">
          $
        </span>
        <input
          className={css.input}
          value={line}
          placeholder="kubectl get pods -o wide"
          aria-label={t('kubectl.line')}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          data-testid="kubectl-input"
          onChange={(event) => setLine(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </form>
    </div>
  );
}

function Said({ entry, onStop }: { readonly entry: Entry; readonly onStop: () => void }): ReactElement {
  const t = useT();
  const { line, output, error, busy } = entry;
  return (
    <div className={css.entry}>
      <pre className={css.said}>$ {line}</pre>
      {output === '' ? null : <pre>{output}</pre>}
      {error === '' ? null : <pre className={css.error}>{error}</pre>}
      {busy ? (
        <button type="button" className={css.stop} onClick={onStop} data-testid="kubectl-stop">
          {t('kubectl.stop')}
        </button>
      ) : null}
    </div>
  );
}

async function run(engine: Engine, typed: string): Promise<void> {
  if (typed === 'clear') {
    useTerminal.setState({ entries: [] });
    return;
  }
  const line = wholeLine(typed);
  const id = (useTerminal.getState().entries.at(-1)?.id ?? 0) + 1;
  useTerminal.setState(({ entries }) => ({ entries: [...entries, { id, line, output: '', error: '', busy: true }].slice(-MOST_ENTRIES) }));
  const files = Object.fromEntries(useDocuments.getState().documents.map(({ name, text }) => [name, text]));
  const change = (said: Partial<Entry>): void =>
    useTerminal.setState(({ entries }) => ({ entries: entries.map((entry) => (entry.id === id ? { ...entry, ...said } : entry)) }));
  const following = setInterval(() => void follow(engine, id, change), FOLLOW_MS);
  const answer = await engine.request({ type: 'kubectl', line, files, number: id }).then(
    ({ stdout, stderr }) => ({ output: cut(stdout), error: cut(stderr) }),
    (error: unknown) => ({ output: '', error: error instanceof Error ? error.message : String(error) }),
  );
  clearInterval(following);
  change({ ...answer, busy: false });
}

/** How often a line that goes on for long is asked what it has said. */
const FOLLOW_MS = 300;

async function follow(engine: Engine, number: number, change: (said: Partial<Entry>) => void): Promise<void> {
  const said = await engine.request({ type: 'kubectl-so-far', number, interrupt: false }).catch(() => undefined);
  const isBusy = useTerminal.getState().entries.some(({ id, busy }) => id === number && busy);
  if (said !== undefined && isBusy) change({ output: cut(said.stdout), error: cut(said.stderr) });
}

/** `k get po` and `get po` are lines too. */
function wholeLine(typed: string): string {
  if (/^kubectl(\s|$)/.test(typed)) return typed;
  return `kubectl ${typed.replace(/^k\s+/, '')}`;
}

function cut(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.length > MOST_OUTPUT ? `${trimmed.slice(0, MOST_OUTPUT)}…` : trimmed;
}
