import type { Engine } from '../engine/engine.ts';
import { runLine } from '../actions/run-line.ts';
import { clearTerminal, remember } from '../state/terminal.ts';

/** What became of a text that was sent off: it runs, it goes on, or something in it is wrong and where. */
export type Sent =
  | { readonly type: 'runs' }
  | { readonly type: 'goes-on' }
  | { readonly type: 'wrong'; readonly at: number; readonly message: string };

const INTERRUPTED = 130;

/** Reads the text as a whole first. Its commands run one after the other, each with an answer of its own. */
export async function submit(engine: Engine, text: string): Promise<Sent> {
  if (text.trim() === 'clear') {
    clearTerminal();
    return { type: 'runs' };
  }
  const { commands, open, problem } = await engine.request({ type: 'kubectl-read', text });
  if (problem !== null) return { type: 'wrong', ...problem };
  if (open) return { type: 'goes-on' };
  remember(text.trim());
  void runAll(
    engine,
    commands.map(({ start, end, onSuccess }) => ({ line: wholeLine(text.slice(start, end).trim()), onSuccess })),
  );
  return { type: 'runs' };
}

async function runAll(engine: Engine, commands: readonly { readonly line: string; readonly onSuccess: boolean }[]): Promise<void> {
  let last = 0;
  for (const { line, onSuccess } of commands) {
    if (onSuccess && last !== 0) continue;
    // Said in the entry itself.
    last = await runLine(engine, line).then(
      ({ exitCode }) => exitCode,
      () => 1,
    );
    if (last === INTERRUPTED) return;
  }
}

/** `k get po` and `get po` are lines too. */
function wholeLine(line: string): string {
  return /^(kubectl|cat)(\s|$)/.test(line) ? line : `kubectl ${line.replace(/^k(\s+|$)/, '')}`;
}
