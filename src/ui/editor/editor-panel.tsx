import { type DragEvent, type ReactElement, useEffect, useMemo, useState } from 'react';
import { messageOf } from '../../base/message-of.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Empty } from '../parts/empty.tsx';
import { useApplied, useDocuments, openDocument, setText } from '../state/documents.ts';
import { ApplyBar } from './apply-bar.tsx';
import { DocumentTabs } from './document-tabs.tsx';
import css from './editor.module.css';
import { openFiles, refuseLong } from './files.ts';
import { Results } from './results.tsx';
import { SAMPLES } from '../samples/registry.ts';
import { type Asked, WhatIfPane } from './what-if.tsx';
import { TextEditor } from './text-editor.tsx';
import type { Problem, TextViewHandle } from './text-view.ts';

const NO_PROBLEMS: readonly Problem[] = [];

/** Manifests: write, open, apply, and read the server's answers beside the text. */
export default function EditorPanel(): ReactElement {
  const t = useT();
  const { documents, active } = useDocuments();
  const applied = useApplied();
  const [handle, setHandle] = useState<TextViewHandle | null>(null);
  const [dropping, setDropping] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [askedOf, setAskedOf] = useState('');
  const engine = useEngine();
  useEffect(openFirstSample, []);
  const document = documents.find(({ id }) => id === active);
  const mine = applied.document === active;
  const problems = useMemo(() => (mine ? applied.results.flatMap((result) => result.problems) : NO_PROBLEMS), [mine, applied.results]);
  const ask = (): void => {
    if (!document) return;
    const { text } = document;
    const line = text.slice(0, handle?.state().offset ?? 0).split('\n').length;
    setAskedOf(document.id);
    setAsked('asking');
    useApplied.setState({ results: [] });
    engine
      .request({ type: 'what-if', pods: { from: 'text', text, line, namespace: 'default' }, fit: true })
      .then(setAsked, (error: unknown) => {
        setAsked({ answer: null, problem: messageOf(error) });
      });
  };
  const onDrop = (event: DragEvent): void => {
    setDropping(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void openFiles(event.dataTransfer.files);
  };
  return (
    <div
      className={css.panel}
      data-dropping={dropping}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
    >
      <DocumentTabs />
      {document ? (
        <TextEditor
          document={document}
          problems={problems}
          onHandle={setHandle}
          onText={(text) => setText(document.id, text)}
          onTooLong={refuseLong}
        />
      ) : (
        <Empty>{t('editor.empty')}</Empty>
      )}
      <ApplyBar document={document} onWhatIf={ask} />
      {asked === undefined || askedOf !== active || (mine && applied.results.length > 0) ? null : (
        <WhatIfPane asked={asked} onClose={() => setAsked(undefined)} />
      )}
      {mine ? (
        <Results applied={applied} stale={document?.text !== applied.text} onGo={(line, column) => handle?.goTo(line, column)} />
      ) : null}
    </div>
  );
}

function openFirstSample(): void {
  const [{ name, text }] = SAMPLES;
  if (useDocuments.getState().documents.length === 0) openDocument(name, text);
}
