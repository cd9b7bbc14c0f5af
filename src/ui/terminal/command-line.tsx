import { type ClipboardEvent, type FormEvent, type KeyboardEvent, type ReactElement, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { interruptLine } from '../actions/run-line.ts';
import type { Engine } from '../engine/engine.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { clearTerminal, useTerminal } from '../state/terminal.ts';
import { Candidates, LIST_ID, candidateId } from './candidates.tsx';
import { type Field, onKey } from './keys.ts';
import { type Sent, submit } from './submit.ts';
import { type Edit, editOf, useCompletion } from './use-completion.ts';
import css from './kubectl.module.css';

interface Wrong {
  readonly at: number;
  readonly message: string;
}

/** The line that is being typed, in as many lines as it takes. */
export function CommandLine({ onRun }: { readonly onRun: () => void }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<Wrong>();
  const completion = useCompletion(engine);
  const form = useRef<HTMLFormElement>(null);
  const { offered } = completion;
  const change = (edit: Edit): void => {
    show(form.current, edit, () => {
      setWrong(undefined);
      setText(edit.text);
    });
  };
  const pick = (index: number): void => {
    const edit = offered && editOf(text, offered, index);
    completion.close();
    if (edit) change(edit);
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    completion.close();
    // At once, so that what is typed meanwhile is the next line.
    change({ text: '', cursor: 0 });
    const sent = await submit(engine, text).catch((error: unknown): Sent => ({ type: 'wrong', at: 0, message: String(error) }));
    const typed = fieldOf(form.current)?.value ?? '';
    if (sent.type === 'runs') onRun();
    else if (sent.type === 'goes-on') change({ text: `${text}\n${typed}`, cursor: text.length + 1 + typed.length });
    else {
      change({ text: typed === '' ? text : `${text}\n${typed}`, cursor: text.length });
      setWrong(sent);
      fieldOf(form.current)?.setSelectionRange(sent.at, text.length);
    }
  };
  const complete = (): void => {
    void completion.complete(text, fieldOf(form.current)?.selectionStart ?? text.length).then((edit) => edit && change(edit));
  };
  const onKeyDown = (event: KeyboardEvent<Field>): void =>
    onKey(event, { completion, text, change, pick, send: () => void send(), interrupt: () => interruptLast(engine), clear: clearTerminal });
  const isLong = text.includes('\n');
  const shared = {
    className: css.input,
    value: text,
    'aria-label': t('kubectl.line'),
    'aria-autocomplete': 'list' as const,
    'aria-controls': offered ? LIST_ID : undefined,
    'aria-activedescendant': offered && offered.chosen >= 0 ? candidateId(offered.chosen) : undefined,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': wrong ? WRONG_ID : undefined,
    spellCheck: false,
    autoComplete: 'off',
    autoCapitalize: 'off',
    'data-testid': 'kubectl-input',
    onKeyDown,
    onBlur: () => completion.close(),
    onChange: (event: FormEvent<Field>) => {
      const { value, selectionStart } = event.currentTarget;
      setWrong(undefined);
      setText(value);
      completion.narrow(value, selectionStart ?? value.length);
    },
    onPaste: (event: ClipboardEvent<Field>) => {
      const pasted = event.clipboardData.getData('text').replaceAll('\r\n', '\n').replace(/\n+$/, '');
      if (!pasted.includes('\n')) return;
      // A field of one line would join them.
      event.preventDefault();
      const { selectionStart, selectionEnd } = event.currentTarget;
      const start = selectionStart ?? text.length;
      change({ text: text.slice(0, start) + pasted + text.slice(selectionEnd ?? start), cursor: start + pasted.length });
    },
  };
  return (
    <>
      {offered ? <Candidates offered={offered} onPick={pick} /> : null}
      {wrong ? (
        <p id={WRONG_ID} className={css.wrong} role="alert" data-testid="kubectl-wrong">
          {wrong.message}
          <code>{placeOf(text, wrong.at)}</code>
        </p>
      ) : null}
      <form
        ref={form}
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <span className={css.prompt} aria-hidden="true">
          $
        </span>
        {isLong ? (
          <textarea {...shared} rows={Math.min(MOST_ROWS, text.split('\n').length)} />
        ) : (
          <input
            {...shared}

            role="combobox"
            aria-expanded={offered !== undefined}
            aria-haspopup="listbox"
            placeholder="kubectl get pods -o wide"
          />
        )}
        <span className={css.touch}>
          <IconButton
            icon="drawer"
            label={t('kubectl.earlier')}
            data-testid="kubectl-earlier"
            onClick={() => completion.searchHistory(text)}
          />
          <IconButton icon="tab" label={t('kubectl.complete')} data-testid="kubectl-complete" onClick={complete} />
        </span>
        <span role="status" className="visually-hidden">
          {offered ? t('kubectl.found', { count: offered.candidates.length + offered.more }) : ''}
        </span>
        {completion.nothing ? (
          <span className={css.note} role="status" data-testid="kubectl-nothing">
            {t('kubectl.notFound')}
          </span>
        ) : null}
      </form>
    </>
  );
}

const WRONG_ID = 'kubectl-wrong';
const MOST_ROWS = 10;
const MOST_PLACE = 40;

/** The text from where it is wrong. */
function placeOf(text: string, at: number): string {
  const line = text.slice(at).split('\n')[0] ?? '';
  return line.length > MOST_PLACE ? `${line.slice(0, MOST_PLACE)}…` : line;
}

/** Shows a text with the cursor at its place, whichever field it takes. */
function show(form: HTMLFormElement | null, { cursor }: Edit, render: () => void): void {
  flushSync(render);
  const field = fieldOf(form);
  field?.focus();
  field?.setSelectionRange(cursor, cursor);
}

function fieldOf(form: HTMLFormElement | null): Field | undefined {
  const first = form?.elements.item(0);
  return first instanceof HTMLInputElement || first instanceof HTMLTextAreaElement ? first : undefined;
}

function interruptLast(engine: Engine): boolean {
  const busy = useTerminal.getState().entries.findLast(({ exitCode }) => exitCode === undefined);
  if (busy !== undefined) interruptLine(engine, busy.id);
  return busy !== undefined;
}
