import { type CompletionForm, printCompletion } from './completion/print.ts';
import type { KubectlIo, Session, TextSink } from './session.ts';
import { CommandError, HelpRequest, errorText, isFailure } from './errors.ts';
import { HELP, findVerb } from './find-verb.ts';
import { openSession } from './open-session.ts';
import { optionsHelp, rootHelp, verbHelp } from './help/help.ts';
import { type FlagSpecs, parseFlags } from './parse/flags.ts';
import { GLOBAL_FLAGS, globalValues } from './parse/global-flags.ts';
import type { Call, VerbDefinition } from './verb.ts';
import { VERBS } from './verbs/registry.ts';

/**
 * kubectl as a client of an ApiPort and nothing else: command line in, text out, to the letter of kubectl 1.36.
 * It has no plugins and no terminal; time passes only through the port.
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
  if (verb === undefined || verb === HELP) {
    output.stdout.push(helpOf(verb, words, next));
    return;
  }
  const usage = ['kubectl', ...path].join(' ');
  const specs = { ...GLOBAL_FLAGS, ...verb.flags };
  const { flags, given, args, rest } = parseFlags(specs, words, usage);
  const session = openSession(io, output, globalValues(flags, verb.flags), {
    namespaceGiven: given.has('namespace'),
    isPlaceless: verb.isPlaceless === true,
  });
  if (flags.help) {
    output.stdout.push(verbHelp(verb, path.join(' ')));
    return;
  }
  await runVerb(session, verb, path, { flags, given, args, rest });
  if (flags.warningsAsErrors && session.warned.size > 0)
    throw new CommandError(`${session.warned.size} warning${session.warned.size === 1 ? '' : 's'} received`);
}

/** What stands there for no verb: nothing but flags, `help` and `options`. */
function helpOf(verb: VerbDefinition | undefined, words: readonly string[], next: string | undefined): string {
  if (verb === HELP) return helpAbout(words);
  if (next === 'options') return optionsHelp();
  if (next !== undefined) throw new CommandError(unknownCommand(next));
  parseFlags(GLOBAL_FLAGS, words, 'kubectl');
  return rootHelp(VERBS);
}

/** A verb that is nothing alone answers with its help. */
async function runVerb(session: Session, verb: VerbDefinition, path: readonly string[], call: Call<FlagSpecs>): Promise<void> {
  try {
    await verb.run(session, call);
  } catch (error) {
    if (!(error instanceof HelpRequest)) throw error;
    session[error.stream].push(verbHelp(verb, path.join(' ')));
    if (error.exitCode !== 0) throw error;
  }
}

/** `kubectl help create secret`; words that lead no further are left alone. */
function helpAbout(words: readonly string[]): string {
  const { verb, path, next } = findVerb(words);
  if (verb !== undefined && verb !== HELP) return verbHelp(verb, path.join(' '));
  return next === undefined ? rootHelp(VERBS) : `Unknown help topic [\`${next}\`]\n\n\n${rootHelp(VERBS)}`;
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
