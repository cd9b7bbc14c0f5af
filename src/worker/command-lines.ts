/** Lines of kubectl that are still at work: what they have said so far, and how they are ended. */
import type { KubectlPart } from '../protocol/messages.ts';

export interface CommandLine {
  said(): readonly KubectlPart[];
  /** Like the cluster's own, until the line is interrupted. */
  sleep(milliseconds: number): Promise<void>;
  say(stream: 'stdout' | 'stderr', text: string): void;
  interrupt(): void;
}

/** A line that says more is ended. */
const MOST_CHARACTERS = 1_000_000;

export function createCommandLine(sleep: (milliseconds: number) => Promise<void>, interruption: () => Error): CommandLine {
  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<never>((_resolve, reject) => {
    interrupt = () => reject(interruption());
  });
  // Nobody may be asleep when it comes.
  interrupted.catch(() => undefined);
  const parts: { stream: 'stdout' | 'stderr'; text: string }[] = [];
  let characters = 0;
  return {
    said: () => parts.map((part) => ({ ...part })),
    sleep: (milliseconds) => Promise.race([sleep(milliseconds), interrupted]),
    say: (stream, text) => {
      if (text === '') return;
      const last = parts.at(-1);
      if (last?.stream === stream) last.text += text;
      else parts.push({ stream, text });
      characters += text.length;
      if (characters > MOST_CHARACTERS) interrupt();
    },
    interrupt: () => interrupt(),
  };
}
