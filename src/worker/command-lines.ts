/** Lines of kubectl that are still at work: what they have said so far, and how they are ended. */
export interface CommandLine {
  readonly said: { stdout: string; stderr: string };
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
  const said = { stdout: '', stderr: '' };
  return {
    said,
    sleep: (milliseconds) => Promise.race([sleep(milliseconds), interrupted]),
    say: (stream, text) => {
      said[stream] += text;
      if (said[stream].length > MOST_CHARACTERS) interrupt();
    },
    interrupt: () => interrupt(),
  };
}
