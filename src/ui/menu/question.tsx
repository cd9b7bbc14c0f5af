import { type FormEvent, type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type Action, openLine } from '../actions/action.ts';
import { perform } from '../actions/perform.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useFloating } from '../state/floating.ts';
import type { Target } from '../state/selection.ts';
import css from './menu.module.css';

const close = (): void => useFloating.setState({ question: undefined });

/** Asks for the one word that an action needs, and shows the kubectl line as it will run. */
export default function QuestionDialog({ action, target }: { readonly action: Action; readonly target: Target }): ReactElement | null {
  const t = useT();
  const engine = useEngine();
  const [typed, initial, setTyped] = useAnswer(action, target);
  const answer = typed ?? initial;
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    // So that what is typed takes the place of what was there, however late that came.
    if (typed === undefined && initial !== '') input.current?.select();
  }, [typed, initial]);
  const { question } = action;
  if (!question) return null;
  const fine = question.accepts(answer);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!fine) return;
    close();
    void perform(engine, action, target, answer);
  };
  return (
    <Dialog label={`${t(action.label)}: ${target.name}`} testId="question" onClose={close}>
      <form className={css.form} onSubmit={submit}>
        <h2>
          {t(action.label)} <span className={css.kind}>{target.name}</span>
        </h2>
        <label className={css.label}>
          {t(question.label)}
          <input
            ref={input}
            // The dialog was opened to answer this.
            autoFocus
            className={css.input}
            type={question.type}
            min={0}
            value={answer}
            spellCheck={false}
            autoComplete="off"
            data-testid="question-answer"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <pre className={css.preview} data-testid="question-line">
          {fine ? action.line(target, answer) : openLine(action, target)}
        </pre>
        <div className={css.buttons}>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" look="primary" disabled={!fine} data-testid="question-run">
            {t(action.label)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What was typed, undefined before; and where the answer starts, from the object as it is. */
function useAnswer({ question }: Action, { kind, namespace, name }: Target): [string | undefined, string, (typed: string) => void] {
  const engine = useEngine();
  const [typed, setTyped] = useState<string>();
  const [initial, setInitial] = useState('');
  useEffect(() => {
    let gone = false;
    engine.request({ type: 'inspect', kind, namespace, name }).then(
      (inspection) => {
        if (!gone) setInitial(question?.initial(inspection?.object) ?? '');
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [engine, question, kind, namespace, name]);
  return [typed, initial, setTyped];
}
