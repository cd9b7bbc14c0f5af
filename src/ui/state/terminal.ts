import { create } from 'zustand';
import type { KubectlPart } from '../../protocol/messages.ts';
import { isRecord, persist } from './persist.ts';

/** A kubectl line, typed or clicked, and what it said. */
export interface Entry {
  readonly id: number;
  readonly line: string;
  readonly parts: readonly KubectlPart[];
  /** Undefined while it is at work. */
  readonly exitCode: number | undefined;
}

interface Terminal {
  /** What was said stays when the panel is folded, and is gone with the page. */
  readonly entries: readonly Entry[];
  /** Lines as they were given, oldest first; kept. */
  readonly history: readonly string[];
}

const MOST_ENTRIES = 100;
const MOST_LINES = 500;
const MOST_CHARACTERS = 100_000;

export const useTerminal = create<Terminal>(() => ({ entries: [], history: [] }));

persist(useTerminal, {
  key: 'kubectl',
  write: ({ history }) => ({ history }),
  read: (kept) => {
    if (!isRecord(kept) || !Array.isArray(kept.history)) return {};
    return { history: fitting(kept.history.filter((line): line is string => typeof line === 'string')) };
  },
});

let lastId = 0;

export function beginEntry(line: string): number {
  lastId += 1;
  const entry: Entry = { id: lastId, line, parts: [], exitCode: undefined };
  useTerminal.setState(({ entries }) => ({ entries: [...entries, entry].slice(-MOST_ENTRIES) }));
  return lastId;
}

export function changeEntry(id: number, change: Partial<Pick<Entry, 'parts' | 'exitCode'>>): void {
  useTerminal.setState(({ entries }) => ({ entries: entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) }));
}

export function clearTerminal(): void {
  useTerminal.setState(({ entries }) => ({ entries: entries.filter(({ exitCode }) => exitCode === undefined) }));
}

/** A line that is given twice in a row is one. */
export function remember(line: string): void {
  useTerminal.setState(({ history }) => (history.at(-1) === line ? {} : { history: fitting([...history, line]) }));
}

/** The newest that fit. */
function fitting(lines: readonly string[]): readonly string[] {
  let room = MOST_CHARACTERS;
  return lines
    .slice(-MOST_LINES)
    .toReversed()
    .filter((line) => (room -= line.length) >= 0)
    .toReversed();
}
