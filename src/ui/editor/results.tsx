import type { ReactElement } from 'react';
import { type DocumentResult, SCHEDULER_FILE } from '../../protocol/messages.ts';
import { useT } from '../messages/language.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { follow } from '../state/follow.ts';
import { useApplied } from '../state/documents.ts';
import css from './editor.module.css';

interface Props {
  readonly applied: { readonly results: readonly DocumentResult[] };
  /** The text was changed since. */
  readonly stale: boolean;
  readonly onGo: (line: number, column: number) => void;
}

/** The server's answer to each document, in its own words; an error leads to its line. */
export function Results({ applied: { results }, stale, onGo }: Props): ReactElement | null {
  const t = useT();
  if (results.length === 0) return null;
  const errors = results.filter(({ result }) => result === 'error').length;
  return (
    <section className={css.results} data-stale={stale} aria-label={t('results.label')} data-testid="apply-results">
      <div className={css.resultsHead}>
        <p role="status">{errors === 0 ? t('results.fine', { count: results.length }) : t('results.errors', { count: errors })}</p>
        {results.some(({ result }) => result === 'created' || result === 'configured') && !stale ? (
          <Button look="quiet" data-testid="follow-apply" onClick={() => follow({ of: 'last' })}>
            {t('follow.begin')}
          </Button>
        ) : null}
        <IconButton icon="close" label={t('dismiss')} onClick={() => useApplied.setState({ results: [] })} />
      </div>
      <ol className={css.resultList}>
        {results.map((result) => (
          <OneResult key={`${result.line} ${result.object}`} result={result} onGo={onGo} />
        ))}
      </ol>
    </section>
  );
}

const ICON = { created: 'plus', configured: 'check', unchanged: 'dot', error: 'cross' } as const;

function OneResult({ result, onGo }: { readonly result: DocumentResult; readonly onGo: Props['onGo'] }): ReactElement {
  const t = useT();
  const { line, message, problems, warnings } = result;
  const told = problems.filter((problem) => !message.includes(problem.message) || problems.length > 1);
  return (
    <li className={css.result} data-result={result.result} data-testid="apply-result">
      <Icon name={ICON[result.result]} />
      <div>
        <button type="button" className={css.message} onClick={() => onGo(problems[0]?.line ?? line, problems[0]?.column ?? 1)}>
          {message}
        </button>
        {result.object === SCHEDULER_FILE && result.result === 'configured' ? <p className={css.note}>{t('results.file')}</p> : null}
        {warnings.map((warning) => (
          <p key={warning} className={css.warning}>
            Warning: {warning}
          </p>
        ))}
        {(told.length > 0 ? told : problems).map((problem) => (
          <ProblemLine
            key={`${problem.line}:${problem.column} ${problem.message}`}
            problem={problem}
            plain={told.length === 0}
            onGo={onGo}
          />
        ))}
      </div>
    </li>
  );
}

interface ProblemProps {
  readonly problem: DocumentResult['problems'][number];
  /** The message has been said above: only its place is worth a word. */
  readonly plain: boolean;
  readonly onGo: Props['onGo'];
}

function ProblemLine({ problem, plain, onGo }: ProblemProps): ReactElement {
  const t = useT();
  return (
    <button type="button" className={css.problem} data-testid="apply-problem" onClick={() => onGo(problem.line, problem.column)}>
      <span className={css.place}>{t('results.line', { line: problem.line })}</span>
      {plain ? null : <span> {problem.message}</span>}
    </button>
  );
}
