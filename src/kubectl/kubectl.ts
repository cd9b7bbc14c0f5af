import type { ApiPort } from '../api/request.ts';
import type { KubectlIo, Session, TextSink } from './session.ts';
import { CommandError, HelpRequest, errorText, isFailure } from './errors.ts';
import { GLOBAL_FLAGS, timeoutOf } from './global-flags.ts';
import { optionsHelp, rootHelp, verbHelp } from './help/help.ts';
import { type FlagSpecs, flagName, parseFlags } from './parse/flags.ts';
import type { Call, VerbDefinition } from './verb.ts';
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

async function dispatch(argv: readonly string[], io: KubectlIo, output: Pick<Session, 'stdout' | 'stderr'>): Promise<void> {
  const found = findVerb(argv);
  if ('help' in found) {
    output.stdout.push(found.help);
    return;
  }
  const { verb, path, words } = found;
  const usage = ['kubectl', ...path].join(' ');
  const specs = { ...GLOBAL_FLAGS, ...verb.flags };
  const { flags, given, args, rest } = parseFlags(specs, words, usage);
  const namespace = flags.namespace === '' ? io.namespace : flags.namespace;
  const session: Session = {
    ...output,
    io,
    port: actingAs(io.port, flags),
    namespace,
    namespaceGiven: given.has('namespace'),
    timeoutSeconds: timeoutOf(flags.requestTimeout),
    warned: new Set(),
    discovered: [],
  };
  if (flags.help) {
    output.stdout.push(verbHelp(verb, path.join(' ')));
    return;
  }
  await runVerb(session, verb, path, { flags, given, args, rest });
  if (flags.warningsAsErrors && session.warned.size > 0)
    throw new CommandError(`${session.warned.size} warning${session.warned.size === 1 ? '' : 's'} received`);
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

interface Credentials {
  readonly as: string;
  readonly asGroup: readonly string[];
  readonly asUid: string;
  readonly token: string;
}

/** The port as somebody else holds it. */
function actingAs(port: ApiPort, { as: user, asGroup: groups, asUid: uid, token }: Credentials): ApiPort {
  if (user === '' && token === '') return port;
  const credentials = {
    ...(user === '' ? {} : { impersonate: { user, groups, ...(uid === '' ? {} : { uid }) } }),
    ...(token === '' ? {} : { token }),
  };
  return {
    ...port,
    request: (request) => port.request({ ...request, ...credentials }),
    watch: (target, options) => port.watch({ ...target, ...credentials }, options),
  };
}

interface FoundVerb {
  readonly verb: VerbDefinition;
  readonly path: readonly string[];
  /** What is left of the command line. */
  readonly words: readonly string[];
}

/** Global flags may stand before the verb, as in `kubectl -n kube-system get pods`. */
function findVerb(argv: readonly string[]): FoundVerb | { readonly help: string } {
  const at = verbIndex(argv);
  const name = argv[at];
  const before = argv.slice(0, at);
  if (name === 'help') return { help: helpAbout(argv.slice(at + 1)) };
  if (name === 'options') return { help: optionsHelp() };
  if (name === undefined) {
    parseFlags(GLOBAL_FLAGS, before, 'kubectl');
    return { help: rootHelp(VERBS) };
  }
  const verb = VERBS.find((candidate) => answersTo(candidate, name));
  if (verb === undefined) throw new CommandError(unknownCommand(name));
  return descend(verb, [verb.name], before, argv.slice(at + 1));
}

/** `kubectl help create secret`; words that lead no further are left alone. */
function helpAbout([name, ...rest]: readonly string[]): string {
  if (name === undefined) return rootHelp(VERBS);
  const verb = VERBS.find((candidate) => answersTo(candidate, name));
  if (verb === undefined) return `Unknown help topic [\`${name}\`]\n\n\n${rootHelp(VERBS)}`;
  const found = descend(verb, [verb.name], [], rest);
  return verbHelp(found.verb, found.path.join(' '));
}

/** `create service clusterip web`: each word that names a subcommand leads one level down. */
function descend(verb: VerbDefinition, path: readonly string[], before: readonly string[], after: readonly string[]): FoundVerb {
  const [next, ...rest] = after;
  const sub = verb.subcommands?.find((candidate) => next !== undefined && answersTo(candidate, next));
  return sub === undefined ? { verb, path, words: [...before, ...after] } : descend(sub, [...path, sub.name], before, rest);
}

function answersTo(verb: VerbDefinition, name: string): boolean {
  return verb.name === name || verb.aliases?.includes(name) === true;
}

function verbIndex(argv: readonly string[]): number {
  let i = 0;
  while (argv[i]?.startsWith('-') === true) {
    const word = argv[i] ?? '';
    const takesNext = !word.includes('=') && (word === '-n' || word === '-s' || word === '-v' || isValueFlag(word.slice(2)));
    i += takesNext ? 2 : 1;
  }
  return i;
}

function isValueFlag(name: string): boolean {
  return Object.entries(GLOBAL_FLAGS).some(([key, spec]) => flagName(key) === name && spec.kind !== 'bool');
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
