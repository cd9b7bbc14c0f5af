import { type CompletionForm, printCompletion } from './completion/print.ts';
import { CommandError, errorText, isFailure } from './errors.ts';
import { HELP, findVerb } from './find-verb.ts';
import { GLOBAL_FLAGS, openSession } from './global-flags.ts';
import { flagName, parseFlags } from './parse/flags.ts';
import { type KubectlIo, type Session, type TextSink, out } from './session.ts';
import type { VerbDefinition } from './verb.ts';
import { VERBS } from './verbs/registry.ts';

/**
 * kubectl as a client of an ApiPort and nothing else: command line in, text out, to the letter of kubectl 1.36.
 * It has no configuration files, no plugins and no terminal; time passes only through the port.
 */
export interface KubectlResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** `argv` without the leading `kubectl`. */
export async function runKubectl(argv: readonly string[], io: KubectlIo): Promise<KubectlResult> {
  const printed: { stdout: string[]; stderr: string[] } = { stdout: [], stderr: [] };
  const output = { stdout: sinkOf('stdout', printed.stdout, io), stderr: sinkOf('stderr', printed.stderr, io) };
  try {
    await dispatch(argv, io, output);
    return { stdout: printed.stdout.join(''), stderr: printed.stderr.join(''), exitCode: 0 };
  } catch (error) {
    if (!isFailure(error)) throw error;
    output.stderr.push(errorText(error));
    const exitCode = error instanceof CommandError ? error.exitCode : 1;
    return { stdout: printed.stdout.join(''), stderr: printed.stderr.join(''), exitCode };
  }
}

/** Keeps what is printed, and passes it on at once. */
function sinkOf(stream: 'stdout' | 'stderr', kept: string[], io: KubectlIo): TextSink {
  return {
    push(text) {
      kept.push(text);
      io.write?.(stream, text);
    },
  };
}

/** What shells ask before they offer words. */
const COMPLETION_FORMS: Readonly<Record<string, CompletionForm>> = { __complete: 'described', __completeNoDesc: 'bare' };

async function dispatch(argv: readonly string[], io: KubectlIo, output: Pick<Session, 'stdout' | 'stderr'>): Promise<void> {
  const form = COMPLETION_FORMS[argv[0] ?? ''];
  if (form !== undefined) return printCompletion(argv.slice(1), io, output, form);
  const { verb, path, words, next } = findVerb(argv);
  if (verb === undefined && next !== undefined) throw new CommandError(unknownCommand(next));
  if (verb === undefined || verb === HELP) return showHelp(output, words);
  const usage = `kubectl ${path.join(' ')}`;
  const specs = { ...GLOBAL_FLAGS, ...verb.flags };
  const { flags, given, args, rest } = parseFlags(specs, words, usage);
  const session = openSession(io, output, flags, given);
  if (flags.help) return verbHelp(session, verb, usage);
  await verb.run(session, { flags, given, args, rest });
  if (flags.warningsAsErrors && session.warned.size > 0)
    throw new CommandError(`${session.warned.size} warning${session.warned.size === 1 ? '' : 's'} received`);
}

/** cobra suggests what is at most two edits away or begins with what was typed. */
function unknownCommand(name: string): string {
  const near = VERBS.map((verb) => verb.name).filter((verb) => distance(name, verb) <= 2 || verb.startsWith(name.toLowerCase()));
  const suggestion = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((verb) => `\t${verb}\n`).join('')}`;
  return `unknown command ${JSON.stringify(name)} for "kubectl"${suggestion}`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function showHelp(output: Pick<Session, 'stdout'>, words: readonly string[]): void {
  const asked = VERBS.find((verb) => verb.name === words[0]);
  if (asked !== undefined) {
    output.stdout.push(helpText(asked, `kubectl ${asked.name}`));
    return;
  }
  const width = Math.max(...VERBS.map((verb) => verb.name.length)) + 2;
  const lines = VERBS.map((verb) => `  ${verb.name.padEnd(width)}${verb.summary}\n`);
  output.stdout.push(`Commands:\n${lines.join('')}\nUsage:\n  kubectl [flags] [options]\n`);
}

function verbHelp(session: Session, verb: VerbDefinition, usage: string): void {
  out(session, helpText(verb, usage).trimEnd());
}

function helpText(verb: VerbDefinition, usage: string): string {
  const subcommands = (verb.subcommands ?? []).map((sub) => `  ${sub.name.padEnd(16)}${sub.summary}\n`).join('');
  const flags = Object.entries(verb.flags).map(([key, spec]) => {
    const short = spec.short === '' ? '    ' : `-${spec.short}, `;
    return `    ${short}--${flagName(key)}\n`;
  });
  const options = flags.length === 0 ? '' : `\nOptions:\n${flags.join('')}`;
  return `${verb.summary}\n${subcommands === '' ? '' : `\nAvailable Commands:\n${subcommands}`}${options}\nUsage:\n  ${usage} ${verb.usage}\n`;
}
