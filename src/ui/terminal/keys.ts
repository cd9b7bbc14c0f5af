import type { KeyboardEvent } from 'react';
import { useTerminal } from '../state/terminal.ts';
import { neighbour } from './candidates.tsx';
import type { Completion, Edit } from './use-completion.ts';

export type Field = HTMLInputElement | HTMLTextAreaElement;
type Key = KeyboardEvent<Field>;

/** What the keys of the line do. */
export interface Doings {
  readonly completion: Completion;
  readonly text: string;
  change(edit: Edit): void;
  /** Puts a candidate into the line. */
  pick(index: number): void;
  send(): void;
  /** Ends the last line that is at work; false when there is none. */
  interrupt(): boolean;
  clear(): void;
}

export function onKey(event: Key, doings: Doings): void {
  if (event.nativeEvent.isComposing || event.metaKey || event.altKey) return;
  const taken = event.ctrlKey ? control(event, doings) : plainKey(event, doings);
  if (!taken) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Returns whether the key did something here. */
function plainKey(event: Key, doings: Doings): boolean {
  const { completion, text, pick, send, change } = doings;
  const { offered } = completion;
  const { selectionStart } = event.currentTarget;
  const cursor = selectionStart ?? text.length;
  switch (event.key) {
    case 'Tab':
      return tab(event, cursor, doings);
    case 'Enter':
      if (event.shiftKey) change({ text: `${text.slice(0, cursor)}\n${text.slice(cursor)}`, cursor: cursor + 1 });
      else if (offered && offered.chosen >= 0) pick(offered.chosen);
      else send();
      return true;
    case 'Escape':
      if (!offered) leaving.add(event.currentTarget);
      completion.close();
      return offered !== undefined;
    case 'ArrowUp':
    case 'ArrowDown':
      return upOrDown(event.key === 'ArrowUp' ? -1 : 1, cursor, doings);
    default:
      leaving.delete(event.currentTarget);
      return false;
  }
}

/** Fields in which Escape was pressed: the next Tab leads out of them, as everywhere else in the page. */
const leaving = new WeakSet<Field>();

function tab(event: Key, cursor: number, { completion, text, change }: Doings): boolean {
  const { offered } = completion;
  if (offered) {
    const count = offered.candidates.length;
    completion.choose((offered.chosen + (event.shiftKey ? -1 : 1) + (event.shiftKey && offered.chosen < 0 ? 1 : 0) + count) % count);
    return true;
  }
  if (event.shiftKey || text.trim() === '' || leaving.delete(event.currentTarget)) return false;
  void completion.complete(text, cursor).then((edit) => edit && change(edit));
  return true;
}

function upOrDown(step: 1 | -1, cursor: number, { completion, text, change }: Doings): boolean {
  const { offered } = completion;
  if (offered) {
    completion.choose(neighbour(offered.chosen, step));
    return true;
  }
  const rest = step === -1 ? text.slice(0, cursor) : text.slice(cursor);
  if (rest.includes('\n')) return false;
  const line = earlierLine(text, step);
  if (line !== undefined) change({ text: line, cursor: line.length });
  return true;
}

/** How far back in the history the line stands, and what was being typed before. */
const past = { back: 0, shown: '', draft: '' };

function earlierLine(text: string, step: 1 | -1): string | undefined {
  const { history } = useTerminal.getState();
  if (past.back === 0 || text !== past.shown) Object.assign(past, { back: 0, draft: text });
  const back = past.back - step;
  if (back < 0 || back > history.length) return undefined;
  const shown = back === 0 ? past.draft : (history.at(-back) ?? '');
  Object.assign(past, { back, shown });
  return shown;
}

function control(event: Key, { completion, text, change, interrupt, clear }: Doings): boolean {
  const { selectionStart, selectionEnd } = event.currentTarget;
  switch (event.key.toLowerCase()) {
    case 'c':
      if (selectionStart !== selectionEnd || (document.getSelection()?.toString() ?? '') !== '') return false;
      completion.close();
      if (!interrupt()) change({ text: '', cursor: 0 });
      return true;
    case 'l':
      clear();
      return true;
    case 'r':
      completion.searchHistory(text);
      return true;
    case 'u':
      change({ text: text.slice(selectionStart ?? text.length), cursor: 0 });
      return true;
    default:
      return false;
  }
}
