import { type ChangeEvent, type ReactElement, useEffect, useRef } from 'react';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { middleEllipsis } from '../parts/names.ts';
import { activate, closeDocument, openDocument, useDocuments } from '../state/documents.ts';
import { toast } from '../state/notices.ts';
import { usePreferences } from '../state/preferences.ts';
import css from './editor.module.css';
import { openFiles } from './files.ts';
import { SAMPLES } from '../samples/registry.ts';

/** The open texts, and ways to open more. */
export function DocumentTabs(): ReactElement {
  const t = useT();
  const { documents, active } = useDocuments();
  const input = useRef<HTMLInputElement>(null);
  const close = (id: string): void => {
    const closed = closeDocument(id);
    if (closed)
      toast('plain', t('editor.closed', { name: closed.name }), {
        act: { label: t('undo'), run: () => openDocument(closed.name, closed.text) },
      });
  };
  const onFiles = (event: ChangeEvent<HTMLInputElement>): void => {
    void openFiles(event.currentTarget.files ?? []);
    event.currentTarget.value = '';
  };
  return (
    <div className={css.tabs}>
      <div className={css.files} role="group" aria-label={t('editor.documents')}>
        {documents.map(({ id, name }) => (
          <DocumentTab key={id} id={id} name={name} active={id === active} onClose={() => close(id)} />
        ))}
      </div>
      <SampleChoice />
      <IconButton icon="plus" label={t('editor.new')} data-testid="editor-new" onClick={() => openDocument('untitled.yaml', '')} />
      <IconButton icon="open" label={t('editor.open')} data-testid="editor-open" onClick={() => input.current?.click()} />
      <input ref={input} type="file" hidden multiple accept=".yaml,.yml,.json,.txt" data-testid="editor-file" onChange={onFiles} />
    </div>
  );
}

interface TabProps {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly onClose: () => void;
}

function DocumentTab({ id, name, active, onClose }: TabProps): ReactElement {
  const t = useT();
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  return (
    <span ref={ref} className={css.file} data-active={active}>
      <button type="button" className={css.fileName} aria-pressed={active} title={name} data-testid="document" onClick={() => activate(id)}>
        {middleEllipsis(name, 22)}
      </button>
      <IconButton icon="close" label={t('editor.close', { name })} onClick={onClose} />
    </span>
  );
}

function SampleChoice(): ReactElement {
  const t = useT();
  const language = usePreferences((state) => state.language);
  return (
    <select
      className={css.samples}
      value=""
      aria-label={t('editor.samples')}
      data-testid="editor-samples"
      onChange={(event) => {
        const sample = SAMPLES.find(({ name }) => name === event.currentTarget.value);
        if (sample) openDocument(sample.name, sample.text);
      }}
    >
      <option value="" disabled>
        {t('editor.samples')}
      </option>
      {SAMPLES.map(({ name, note }) => (
        <option key={name} value={name}>
          {name} – {note[language]}
        </option>
      ))}
    </select>
  );
}
