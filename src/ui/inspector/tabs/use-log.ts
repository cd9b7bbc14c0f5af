import { useEffect, useState } from 'react';
import { messageOf } from '../../../base/message-of.ts';
import type { ApiResponse, LogOptions, LogPosition } from '../../../api/request.ts';
import type { Status } from '../../../api/types.gen.ts';
import type { Engine } from '../../engine/engine.ts';
import { useEngine } from '../../engine/react.tsx';

export interface Log {
  readonly text: string;
  /** Why there is none, in the server's words; '' when it could be read. */
  readonly problem: string;
  /** The pod is on no node. */
  readonly nowhere: boolean;
}

export interface LogOf {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly previous: boolean;
  /** Changes when what is read from its beginning is another log. */
  readonly attempt: string;
}

const EVERY_MS = 400;
/** A container has more lines than anybody reads here. */
const MOST_LINES = 500;

/** A container's log, followed while it is looked at; undefined until it was asked for. */
export function useLog({ namespace, name, container, previous, attempt }: LogOf): Log | undefined {
  const engine = useEngine();
  const [log, setLog] = useState<Log>();
  useEffect(() => {
    let gone = false;
    let timer = 0;
    let held: Reading = { lines: [], after: undefined, problem: '', nowhere: false, over: false };
    const look = async (): Promise<void> => {
      const next = await read(engine, { namespace, name, container, previous, attempt }, held);
      if (gone) return;
      held = next;
      setLog((before) => same(before, { text: held.lines.join('\n'), problem: held.problem, nowhere: held.nowhere }));
      if (!held.over) timer = window.setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [engine, namespace, name, container, previous, attempt]);
  return log;
}

function same(before: Log | undefined, next: Log): Log {
  return before?.text === next.text && before.problem === next.problem && before.nowhere === next.nowhere ? before : next;
}

interface Reading {
  readonly lines: readonly string[];
  readonly after: LogPosition | undefined;
  readonly problem: string;
  readonly nowhere: boolean;
  /** Its container has ended: nothing more will come. */
  readonly over: boolean;
}

async function read(engine: Engine, of: LogOf, held: Reading): Promise<Reading> {
  try {
    return readOn(held, await ask(engine, of, held.after));
  } catch (error) {
    // Asked again: the worker may have been replaced.
    return { ...held, problem: messageOf(error) };
  }
}

function ask(engine: Engine, { namespace, name, container, previous }: LogOf, after: LogPosition | undefined): Promise<ApiResponse> {
  const from = after === undefined ? { tailLines: MOST_LINES } : { after };
  const log: LogOptions = { container, follow: true, ...(previous ? { previous } : {}), ...from };
  const request = { verb: 'get', group: '', version: 'v1', resource: 'pods', namespace, name, subresource: 'log', log } as const;
  return engine.request({ type: 'api', request });
}

function readOn(held: Reading, { code, body }: ApiResponse): Reading {
  if (code >= 400) return { ...held, after: undefined, problem: (body as Status).message ?? '', nowhere: false };
  if (!('text' in body)) return { lines: [], after: undefined, problem: '', nowhere: true, over: false };
  const more = body.text.split('\n').slice(0, -1);
  const lines = held.after === undefined ? more : more.length === 0 ? held.lines : [...held.lines, ...more].slice(-MOST_LINES);
  return { lines, after: body.next, problem: '', nowhere: false, over: body.next === undefined };
}
