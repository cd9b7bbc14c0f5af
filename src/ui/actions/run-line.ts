import { messageOf } from '../../base/message-of.ts';
import type { Answers } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { useDocuments } from '../state/documents.ts';
import { beginEntry, changeEntry, useTerminal } from '../state/terminal.ts';

/** How often a line that goes on for long is asked what it has said. */
const FOLLOW_MS = 300;

/** Runs a line of kubectl and shows it in the panel, whoever gave it. `-f name.yaml` finds the editor's documents. */
export async function runLine(engine: Engine, line: string): Promise<Answers['kubectl']> {
  const id = beginEntry(line);
  const files = Object.fromEntries(useDocuments.getState().documents.map(({ name, text }) => [name, text]));
  const following = setInterval(() => void follow(engine, id), FOLLOW_MS);
  try {
    const answer = await engine.request({ type: 'kubectl', line, files, number: id });
    changeEntry(id, { parts: answer.parts, exitCode: answer.exitCode });
    return answer;
  } catch (error) {
    changeEntry(id, { parts: [{ stream: 'stderr', text: messageOf(error) }], exitCode: 1 });
    throw error;
  } finally {
    clearInterval(following);
  }
}

/** Ends it as Ctrl+C does. */
export function interruptLine(engine: Engine, id: number): void {
  engine.request({ type: 'kubectl-so-far', number: id, interrupt: true }).catch(() => undefined);
}

async function follow(engine: Engine, number: number): Promise<void> {
  const said = await engine.request({ type: 'kubectl-so-far', number, interrupt: false }).catch(() => undefined);
  const isBusy = useTerminal.getState().entries.some(({ id, exitCode }) => id === number && exitCode === undefined);
  if (said !== undefined && isBusy) changeEntry(number, { parts: said.parts });
}
