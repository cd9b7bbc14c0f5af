import { type ClipboardEvent, type ReactElement, type RefObject, useEffect, useRef } from 'react';
import { applyActive } from '../../actions/apply.ts';
import { useEngine } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import { useFloating } from '../../state/floating.ts';
import { type EditorDocument, MOST_CHARACTERS, useApplied, useDocuments } from '../../state/documents.ts';
import { usePreferences } from '../../state/preferences.ts';
import css from '../editor.module.css';
import { keptFields } from '../hints/kept.ts';
import { readDefinitions } from '../schema/definitions.ts';
import { APPLY_ID, type TextViewHandle, type TextViewProps } from '../text-view.ts';
import { monaco, teachYaml } from './setup.ts';
import { dressMonaco } from './theme.ts';

type CodeEditor = monaco.editor.IStandaloneCodeEditor;

interface Props extends TextViewProps {
  /** Where the plain editor was left. */
  readonly from: { readonly offset: number; readonly focused: boolean; readonly scrollTop: number };
}

/** Monaco on the active document. Each document has a model of its own, so that its history of changes stays with it. */
export default function MonacoView({ document: active, problems, onText, onTooLong, onHandle, from }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const editor = useEditor(box, { onText, onTooLong, text: active.text }, onHandle);
  useTaughtYaml(editor);
  useModel(editor, active);
  useStart(editor, from);
  useMarkers(active, problems);
  useKeptHints(active);
  // Seen before Monaco sees it: laying out fifty megabytes would stop the page.
  const onPaste = (event: ClipboardEvent): void => {
    const characters = event.clipboardData.getData('text').length + active.text.length;
    if (characters <= MOST_CHARACTERS) return;
    event.preventDefault();
    event.stopPropagation();
    onTooLong(characters);
  };
  return <div ref={box} className={css.monaco} data-testid="editor-text" onPasteCapture={onPaste} />;
}

type Sink = Pick<TextViewProps, 'onText' | 'onTooLong'> & { readonly text: string };

function useEditor(box: RefObject<HTMLDivElement | null>, sink: Sink, onHandle: TextViewProps['onHandle']): RefObject<CodeEditor | null> {
  const engine = useEngine();
  const editor = useRef<CodeEditor>(null);
  const latest = useRef(sink);
  useEffect(() => {
    latest.current = sink;
  });
  useEffect(() => {
    if (!box.current) return undefined;
    const undress = dressMonaco();
    const made = monaco.editor.create(box.current, OPTIONS);
    editor.current = made;
    made.onDidChangeModelContent(() => takeChange(made, latest.current));
    addKeys(made, () => void applyActive(engine));
    onHandle(handleOf(made));
    return () => {
      onHandle(null);
      editor.current = null;
      made.dispose();
      undress();
    };
  }, [box, engine, onHandle]);
  return editor;
}

/** What is defined may have changed with every apply, and with whatever was done before the editor is turned to again. */
function useTaughtYaml(editor: RefObject<CodeEditor | null>): void {
  const engine = useEngine();
  const language = usePreferences((state) => state.language);
  const taught = useRef('');
  useEffect(() => {
    const learn = async (): Promise<void> => {
      const definitions = await readDefinitions(engine).catch(() => []);
      const lesson = [language, ...definitions.map(({ metadata }) => `${metadata.uid}/${metadata.generation}`)].join(' ');
      if (lesson === taught.current) return;
      taught.current = lesson;
      await teachYaml(language, definitions);
    };
    const tryLearn = (): void => void learn().catch(() => undefined);
    tryLearn();
    const focus = editor.current?.onDidFocusEditorText(tryLearn);
    const forget = useApplied.subscribe(({ busy }) => void (busy || tryLearn()));
    return () => {
      focus?.dispose();
      forget();
    };
  }, [editor, engine, language]);
}

function useModel(editor: RefObject<CodeEditor | null>, document: EditorDocument): void {
  const t = useT();
  const { name, text } = document;
  useEffect(() => {
    const model = modelFor(document);
    // The panel is narrow, and a comment is there to be read; to wrap a huge text takes long.
    editor.current?.updateOptions({ wordWrap: text.length < MOST_WRAPPED ? 'on' : 'off' });
    if (editor.current?.getModel() !== model) editor.current?.setModel(model);
    if (model.getValue() !== text) model.setValue(text);
    forgetClosed();
  }, [editor, document, text]);
  useEffect(() => {
    editor.current?.updateOptions({ ariaLabel: t('editor.text', { name }) });
  }, [editor, t, name]);
}

const MOST_WRAPPED = 100_000;

/** Goes on where the plain editor was left. */
function useStart(editor: RefObject<CodeEditor | null>, from: Props['from']): void {
  useEffect(() => {
    const made = editor.current;
    const model = made?.getModel();
    if (!made || !model) return;
    made.setPosition(model.getPositionAt(from.offset));
    made.setScrollTop(from.scrollTop);
    if (from.focused) made.focus();
  }, [editor, from]);
}

function useMarkers({ id, name }: Named, problems: TextViewProps['problems']): void {
  useEffect(() => {
    const model = monaco.editor.getModel(uriOf({ id, name }));
    if (model) monaco.editor.setModelMarkers(model, 'kubarium', problems.map(markerOf));
  }, [id, name, problems]);
}

const HINTS_AFTER_MS = 400;

/** Quiet dots under what is only kept: a manifest of a real cluster says more than this one carries out. */
function useKeptHints({ id, name, text }: EditorDocument): void {
  const t = useT();
  useEffect(() => {
    const timer = setTimeout(() => {
      const model = monaco.editor.getModel(uriOf({ id, name }));
      if (model === null) return;
      const hints = keptFields(text).map(({ line, column, endColumn, field }) => ({
        severity: monaco.MarkerSeverity.Hint,
        startLineNumber: line,
        startColumn: column,
        endLineNumber: line,
        endColumn,
        message: t('editor.kept', { field }),
      }));
      monaco.editor.setModelMarkers(model, 'kept', hints);
    }, HINTS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, name, text, t]);
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  minimap: { enabled: false },
  wrappingIndent: 'indent',
  fixedOverflowWidgets: true,
  tabSize: 2,
  tabFocusMode: true,
  insertSpaces: true,
  detectIndentation: false,
  fontSize: 12.5,
  lineHeight: 20,
  fontFamily:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Source Code Pro", "Noto Sans Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  folding: true,
  glyphMargin: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 2,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  padding: { top: 4, bottom: 12 },
  quickSuggestions: { other: true, strings: true, comments: false },
  // Keys that are not in the schema should stay what they are: no guesses from other words of the text.
  wordBasedSuggestions: 'off',
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
};

function takeChange(made: CodeEditor, { onText, onTooLong, text }: Sink): void {
  const model = made.getModel();
  if (!model) return;
  if (model.getValueLength() > MOST_CHARACTERS) {
    onTooLong(model.getValueLength());
    model.setValue(text);
  } else {
    onText(model.getValue());
  }
}

function addKeys(made: CodeEditor, apply: () => void): void {
  const { KeyMod, KeyCode } = monaco;
  made.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, apply);
  tabOnceInside(made);
  // Where Tab indents, Escape is the way out for the keyboard.
  made.addCommand(KeyCode.Escape, () => document.getElementById(APPLY_ID)?.focus(), NOTHING_TO_ESCAPE_FROM);
  made.addCommand(KeyMod.CtrlCmd | KeyCode.KeyK, () => useFloating.setState({ palette: true }));
}

/** Tab leads through the page and past the text, until something else was pressed here: then it indents. */
function tabOnceInside(made: CodeEditor): void {
  const { Tab, Shift, Ctrl, Alt, Meta, Escape } = monaco.KeyCode;
  const passing: ReadonlySet<monaco.KeyCode> = new Set([Tab, Shift, Ctrl, Alt, Meta, Escape]);
  made.onKeyDown(({ keyCode }) => void (passing.has(keyCode) || made.updateOptions({ tabFocusMode: false })));
  made.onMouseDown(() => made.updateOptions({ tabFocusMode: false }));
  made.onDidBlurEditorText(() => made.updateOptions({ tabFocusMode: true }));
}

const NOTHING_TO_ESCAPE_FROM = [
  'editorTextFocus',
  'suggestWidgetVisible',
  'findWidgetVisible',
  'markersNavigationVisible',
  'inSnippetMode',
  'editorHasSelection',
  'editorHasMultipleSelections',
].join(' && !');

function handleOf(made: CodeEditor): TextViewHandle {
  return {
    focus: () => made.focus(),
    goTo: (lineNumber, column) => {
      made.setPosition({ lineNumber, column });
      made.revealLineInCenterIfOutsideViewport(lineNumber);
      made.focus();
    },
    state: () => ({
      offset: made.getModel()?.getOffsetAt(made.getPosition() ?? { lineNumber: 1, column: 1 }) ?? 0,
      focused: made.hasTextFocus(),
      scrollTop: made.getScrollTop(),
    }),
  };
}

type Named = Pick<EditorDocument, 'id' | 'name'>;

function uriOf({ id, name }: Named): monaco.Uri {
  return monaco.Uri.from({ scheme: 'file', path: `/${id}/${name}` });
}

function modelFor(document: EditorDocument): monaco.editor.ITextModel {
  return monaco.editor.getModel(uriOf(document)) ?? monaco.editor.createModel(document.text, 'yaml', uriOf(document));
}

function forgetClosed(): void {
  const open = new Set(useDocuments.getState().documents.map((document) => uriOf(document).toString()));
  for (const model of monaco.editor.getModels()) {
    if (model.uri.scheme === 'file' && !open.has(model.uri.toString())) model.dispose();
  }
}

function markerOf({ line, column, endColumn, message }: TextViewProps['problems'][number]): monaco.editor.IMarkerData {
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    source: 'kubectl apply',
    startLineNumber: line,
    startColumn: column,
    endLineNumber: line,
    endColumn: Math.max(endColumn, column + 1),
  };
}
