import type { ReactElement } from 'react';
import { applyActive, applyLine } from '../actions/apply.ts';
import { useEngine, useEngineState } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { type EditorDocument, useApplied } from '../state/documents.ts';
import css from './editor.module.css';
import { APPLY_ID } from './text-view.ts';

interface Props {
  readonly document: EditorDocument | undefined;
  readonly onWhatIf: () => void;
}

/** The one button that matters here, and the line it stands for. */
export function ApplyBar({ document, onWhatIf }: Props): ReactElement {
  const t = useT();
  const engine = useEngine();
  const busy = useApplied((state) => state.busy);
  const ready = useEngineState((state) => state.phase === 'running');
  return (
    <div className={css.apply}>
      <Button
        id={APPLY_ID}
        look="primary"
        disabled={!document || !ready || busy}
        data-testid="apply"
        title={`${t('editor.apply')} (Ctrl/⌘ Enter)`}
        onClick={() => void applyActive(engine)}
      >
        {t(busy ? 'editor.applying' : 'editor.apply')}
      </Button>
      <Button look="quiet" disabled={!document || !ready} data-testid="what-if-ask" title={t('fit.ask')} onClick={onWhatIf}>
        {t('fit.whatIf')}
      </Button>
      <code className={css.command}>{document ? applyLine(document) : ''}</code>
    </div>
  );
}
