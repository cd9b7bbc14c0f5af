import { type ReactElement, memo, useState } from 'react';
import type { KubectlPart } from '../../protocol/messages.ts';
import { useT } from '../messages/language.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { toast } from '../state/notices.ts';
import type { Entry } from '../state/terminal.ts';
import { type Shown, shownOf, toneOf } from './output.ts';
import css from './kubectl.module.css';

/** One line and what it said; of long answers the beginning, while it goes on the end. */
export const Said = memo(function Said({ entry, onStop }: { readonly entry: Entry; readonly onStop: () => void }): ReactElement {
  const t = useT();
  const [whole, setWhole] = useState(false);
  const { line, parts, exitCode } = entry;
  const shown = shownOf(parts, exitCode === undefined, whole);
  const before = exitCode === undefined;
  return (
    <div className={css.entry} data-testid="kubectl-entry" data-exit={exitCode}>
      <div className={css.head}>
        <pre className={css.said}>$ {line}</pre>
        {exitCode === undefined || exitCode === 0 ? null : (
          <span className={css.exit} data-testid="kubectl-exit">
            {t('kubectl.exit', { code: exitCode })}
          </span>
        )}
        {parts.length === 0 ? null : <Copy line={line} parts={parts} />}
      </div>
      {before ? <More shown={shown} onMore={() => setWhole(true)} /> : null}
      {shown.parts.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- what was said is only ever added to, so a place is an identity
        <Part key={at} part={part} failed={exitCode !== undefined && exitCode !== 0} />
      ))}
      {before ? null : <More shown={shown} onMore={() => setWhole(true)} />}
      {shown.cut > 0 ? <p className={css.hint}>{t('kubectl.cut', { count: shown.cut })}</p> : null}
      {exitCode === undefined ? (
        <Button onClick={onStop} data-testid="kubectl-stop">
          {t('kubectl.stop')}
        </Button>
      ) : null}
    </div>
  );
});

function Part({ part: { stream, text }, failed }: { readonly part: KubectlPart; readonly failed: boolean }): ReactElement {
  if (stream === 'stdout') return <pre>{text}</pre>;
  return (
    <pre>
      {text.split('\n').map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- what was said is only ever added to, so a place is an identity
        <span key={at} data-tone={toneOf(line, failed)}>
          {at === 0 ? line : `\n${line}`}
        </span>
      ))}
    </pre>
  );
}

function More({ shown, onMore }: { readonly shown: Shown; readonly onMore: () => void }): ReactElement | null {
  const t = useT();
  if (shown.hidden === 0) return null;
  return (
    <Button onClick={onMore} data-testid="kubectl-more">
      {t('kubectl.lines', { count: shown.hidden })}
    </Button>
  );
}

function Copy({ line, parts }: { readonly line: string; readonly parts: readonly KubectlPart[] }): ReactElement {
  const t = useT();
  const copy = (): void => {
    navigator.clipboard.writeText(parts.map(({ text }) => text).join('')).then(
      () => toast('ok', t('copied')),
      () => toast('bad', t('notCopied')),
    );
  };
  return <IconButton icon="copy" label={t('kubectl.copyOutput', { line })} data-testid="kubectl-copy" onClick={copy} />;
}
