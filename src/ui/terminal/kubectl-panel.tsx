import { type ReactElement, useRef } from 'react';
import { interruptLine } from '../actions/run-line.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { useTerminal } from '../state/terminal.ts';
import { CommandLine } from './command-line.tsx';
import { Said } from './said.tsx';
import css from './kubectl.module.css';

/** Lines of kubectl and their answers, newest last, and the line that is being typed. */
export default function KubectlPanel(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const entries = useTerminal((state) => state.entries);
  const output = useRef<HTMLDivElement>(null);
  const onRun = (): void => output.current?.scrollTo({ top: 0, left: 0 });
  return (
    <div className={css.panel}>
      <div ref={output} className={css.output} role="log" aria-label={t('kubectl.output')} tabIndex={0} data-testid="kubectl-output">
        {entries.length === 0 ? (
          <div className={css.hint}>
            <p>{t('kubectl.empty')}</p>
            <p className={css.keys}>{t('kubectl.keys')}</p>
          </div>
        ) : null}
        <div className={css.entries}>
          {entries.map((entry) => (
            <Said key={entry.id} entry={entry} onStop={() => interruptLine(engine, entry.id)} />
          ))}
        </div>
      </div>
      <CommandLine onRun={onRun} />
    </div>
  );
}
