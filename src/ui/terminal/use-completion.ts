import { useRef, useState } from 'react';
import type { KubectlCompletion } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { useDocuments } from '../state/documents.ts';
import { useTerminal } from '../state/terminal.ts';

/** What is offered for the line, and which of it is chosen (-1: none yet). */
export interface Offered {
  readonly of: 'completions' | 'history';
  readonly candidates: KubectlCompletion['candidates'];
  readonly more: number;
  /** A candidate takes the place of the text from here to `until`. */
  readonly from: number;
  readonly until: number;
  readonly chosen: number;
}

export interface Completion {
  readonly offered: Offered | undefined;
  /** Nothing was found the last time. */
  readonly nothing: boolean;
  /** What Tab does to a text at its cursor: resolves with the new text, if it changes. */
  complete(text: string, cursor: number): Promise<Edit | undefined>;
  searchHistory(text: string): void;
  /** The text was changed by hand while something was offered. */
  narrow(text: string, cursor: number): void;
  choose(index: number): void;
  close(): void;
}

export interface Edit {
  readonly text: string;
  readonly cursor: number;
}

export function editOf(text: string, { candidates, from, until }: Offered, index: number): Edit | undefined {
  const candidate = candidates[index];
  if (candidate === undefined) return undefined;
  return { text: text.slice(0, from) + candidate.insert + text.slice(until), cursor: from + candidate.insert.length };
}

export function useCompletion(engine: Engine): Completion {
  const [offered, setOffered] = useState<Offered>();
  const [nothing, setNothing] = useState(false);
  // Answers to questions that were overtaken by others are of no use.
  const asked = useRef(0);
  const ask = async (text: string, cursor: number): Promise<{ found: Found; late: boolean }> => {
    const number = ++asked.current;
    const files = useDocuments.getState().documents.map(({ name }) => name);
    const found = await engine.request({ type: 'kubectl-complete', text: text.slice(0, cursor), files }).catch(() => null);
    return { found, late: number !== asked.current };
  };
  const offer = (next: Offered | undefined): void => {
    setOffered(next);
    setNothing(false);
  };
  const searchHistory = (text: string): void => {
    asked.current++;
    const found = historyWith(text);
    offer(found);
    setNothing(found === undefined);
  };
  return {
    offered,
    nothing,
    async complete(text, cursor) {
      const { found, late } = await ask(text, cursor);
      if (late) return undefined;
      if (found === null || found.candidates.length === 0) {
        setOffered(undefined);
        setNothing(true);
        return undefined;
      }
      const all = offeredOf(found, cursor);
      if (found.candidates.length === 1) {
        offer(undefined);
        return editOf(text, all, 0);
      }
      const isLonger = found.common.length > cursor - found.from;
      const edit = { text: text.slice(0, found.from) + found.common + text.slice(cursor), cursor: found.from + found.common.length };
      offer(isLonger ? { ...all, until: edit.cursor } : all);
      return isLonger ? edit : undefined;
    },
    searchHistory,
    narrow(text, cursor) {
      asked.current++;
      setNothing(false);
      if (offered?.of === 'history') searchHistory(text);
      else if (offered !== undefined)
        void ask(text, cursor).then(({ found, late }) => {
          if (!late) setOffered(found === null || found.candidates.length === 0 ? undefined : offeredOf(found, cursor));
        });
    },
    choose: (index) => setOffered((now) => now && { ...now, chosen: index }),
    close() {
      asked.current++;
      offer(undefined);
    },
  };
}

type Found = KubectlCompletion | null;

const MOST_LINES = 100;

/** Earlier lines with the text in them, newest first. */
function historyWith(text: string): Offered | undefined {
  const lines = [...new Set(useTerminal.getState().history.toReversed())].filter((line) => line.includes(text));
  if (lines.length === 0) return undefined;
  const candidates = lines.slice(0, MOST_LINES).map((line) => ({ text: line, description: '', insert: line }));
  return { of: 'history', candidates, more: lines.length - candidates.length, from: 0, until: text.length, chosen: 0 };
}

function offeredOf({ candidates, more, from }: KubectlCompletion, until: number): Offered {
  return { of: 'completions', candidates, more, from, until, chosen: -1 };
}
