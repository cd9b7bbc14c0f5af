import { type ClipboardEvent, type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { useT } from '../messages/language.ts';
import { MOST_CHARACTERS } from '../state/documents.ts';
import css from './editor.module.css';
import type { TextViewProps } from './text-view.ts';

/** A plain text field: there at once, on small screens for good, and whenever Monaco could not be loaded. */
export function PlainView({ document: { text, name }, onText, onTooLong, onHandle }: TextViewProps): ReactElement {
  const t = useT();
  const ref = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = ref.current;
    if (!area) return undefined;
    onHandle({
      focus: () => area.focus(),
      goTo: (line, column) => goTo(area, line, column),
      state: () => ({ offset: area.selectionStart, focused: globalThis.document.activeElement === area, scrollTop: area.scrollTop }),
    });
    return () => onHandle(null);
  }, [onHandle]);
  const onPaste = (event: ClipboardEvent): void => {
    const characters = event.clipboardData.getData('text').length + text.length;
    if (characters <= MOST_CHARACTERS) return;
    event.preventDefault();
    onTooLong(characters);
  };
  return (
    <textarea
      ref={ref}
      className={css.plain}
      value={text}
      aria-label={t('editor.text', { name })}
      data-testid="editor-text"
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      wrap="off"
      onPaste={onPaste}
      onKeyDown={indent}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  );
}

function goTo(area: HTMLTextAreaElement, line: number, column: number): void {
  const before = area.value
    .split('\n')
    .slice(0, line - 1)
    .join('\n');
  const offset = before.length + (line > 1 ? 1 : 0) + column - 1;
  area.focus();
  area.setSelectionRange(offset, offset);
  area.scrollTop = Math.max(0, (line - 4) * 20);
}

/** Tab leaves the field, as everywhere; Enter keeps the indentation. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.metaKey || event.ctrlKey || event.nativeEvent.isComposing) return;
  const { value, selectionStart } = event.currentTarget;
  const [spaces = ''] = /^ */.exec(value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1)) ?? [];
  if (spaces === '') return;
  event.preventDefault();
  event.currentTarget.setRangeText(`\n${spaces}`, selectionStart, event.currentTarget.selectionEnd, 'end');
  event.currentTarget.dispatchEvent(new Event('input', { bubbles: true }));
}
