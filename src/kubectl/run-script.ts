import { CommandError, errorText } from './errors.ts';
import { type KubectlResult, runKubectl } from './kubectl.ts';
import { type Command, type Problem, readScript } from './script.ts';
import type { KubectlIo } from './session.ts';

/** Runs a person's lines one after the other. What can't be read as a whole is not begun. */
export async function runScript(text: string, io: KubectlIo): Promise<KubectlResult> {
  const { commands, problem, open } = readScript(text);
  const wrong = problem ?? (open ? { at: text.length, message: 'the text ends in the middle of a command' } : undefined);
  if (wrong !== undefined) return refused(io, `${errorText(new CommandError(wrong.message))}${pointer(text, wrong)}`);
  let result: KubectlResult = { stdout: '', stderr: '', exitCode: 0 };
  for (const command of commands) {
    if (command.onSuccess && result.exitCode !== 0) continue;
    const { stdout, stderr, exitCode } = await runCommand(command, io);
    result = { stdout: result.stdout + stdout, stderr: result.stderr + stderr, exitCode };
    if (exitCode === INTERRUPTED) break;
  }
  return result;
}

const INTERRUPTED = 130;

function runCommand({ argv, stdin }: Command, io: KubectlIo): Promise<KubectlResult> {
  if (stdin === undefined) return runKubectl(argv, io);
  const text = 'text' in stdin ? stdin.text : io.readFile(stdin.file);
  if (text === undefined && 'file' in stdin) return Promise.resolve(refused(io, `${stdin.file}: No such file or directory\n`));
  return runKubectl(argv, { ...io, stdin: text ?? '' });
}

function refused(io: KubectlIo, stderr: string): KubectlResult {
  io.write?.('stderr', stderr);
  return { stdout: '', stderr, exitCode: 1 };
}

/** The line in question with a mark below the place. */
function pointer(text: string, { at }: Problem): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return `  ${text.slice(start, end < 0 ? text.length : end)}\n  ${' '.repeat(at - start)}^\n`;
}
