import type { ApiPort, Credentials } from '../api/request.ts';
import { type KubectlIo, type Session, type TextSink, nothingDiscovered, out } from './session.ts';
import { CommandError, errorText, isFailure } from './errors.ts';
import { type Choice, type Connection, connectionOf, namespaceOf } from './kubeconfig/connection.ts';
import { loadConfig } from './kubeconfig/files.ts';
import { flagName, parseFlags } from './parse/flags.ts';
import { GLOBAL_FLAGS, type GlobalFlags, globalValues } from './parse/global-flags.ts';
import type { VerbDefinition } from './verb.ts';
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

async function dispatch(argv: readonly string[], io: KubectlIo, output: Pick<Session, 'stdout' | 'stderr'>): Promise<void> {
  const { verb, path, words } = findVerb(argv);
  if (verb === undefined) return showHelp(output, path, words);
  const usage = `kubectl ${path.join(' ')}`;
  const specs = { ...GLOBAL_FLAGS, ...verb.flags };
  const { flags, given, args, rest } = parseFlags(specs, words, usage);
  const session = openSession(io, output, globalValues(flags, verb.flags), {
    namespaceGiven: given.has('namespace'),
    isPlaceless: verb.isPlaceless === true,
  });
  if (flags.help) return verbHelp(session, verb, usage);
  await verb.run(session, { flags, given, args, rest });
  if (flags.warningsAsErrors && session.warned.size > 0)
    throw new CommandError(`${session.warned.size} warning${session.warned.size === 1 ? '' : 's'} received`);
}

interface Place {
  readonly namespaceGiven: boolean;
  readonly isPlaceless: boolean;
}

/** What the command line and the kubeconfig choose is found out when a verb needs it: some do without. */
function openSession(
  io: KubectlIo,
  output: Pick<Session, 'stdout' | 'stderr'>,
  flags: GlobalFlags,
  { namespaceGiven, isPlaceless }: Place,
): Session {
  const kubeconfig = io.config === undefined ? undefined : { files: io.config, explicit: flags.kubeconfig };
  const choice = once(() => (kubeconfig === undefined ? undefined : { config: loadConfig(kubeconfig), flags, files: kubeconfig.files }));
  const connection = once(() => connectionIn(choice()));
  const namespace = once(() => namespaceIn(choice(), io, flags));
  const port = once(() => {
    // A mistake in the context is told in the words of who asks first.
    if (!isPlaceless) namespace();
    return portOf(io, connection(), flags);
  });
  return {
    ...output,
    io,
    get port() {
      return port();
    },
    get namespace() {
      return namespace();
    },
    get server() {
      return io.config === undefined ? io.server : connection()?.server;
    },
    kubeconfig,
    namespaceGiven,
    warned: new Set(),
    discovered: nothingDiscovered(),
  };
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: find() }).value;
}

function connectionIn(choice: Choice | undefined): Connection | undefined {
  return choice === undefined ? undefined : connectionOf(choice);
}

function namespaceIn(choice: Choice | undefined, io: KubectlIo, flags: GlobalFlags): string {
  if (choice !== undefined) return namespaceOf(choice);
  return flags.namespace === '' ? io.namespace : flags.namespace;
}

function portOf(io: KubectlIo, connection: Connection | undefined, flags: GlobalFlags): ApiPort {
  if (connection === undefined) return actingAs(io.port, credentialsOf(flags));
  return actingAs(io.connect?.(connection) ?? io.port, connection.credentials);
}

function credentialsOf({ as: user, asGroup: groups, asUid: uid, token }: GlobalFlags): Credentials {
  return {
    ...(user === '' ? {} : { impersonate: { user, groups, ...(uid === '' ? {} : { uid }) } }),
    ...(token === '' ? {} : { token }),
  };
}

/** The port as somebody else holds it. */
function actingAs(port: ApiPort, credentials: Credentials): ApiPort {
  if (Object.keys(credentials).length === 0) return port;
  const raw = port.raw?.bind(port);
  return {
    ...port,
    request: (request) => port.request({ ...request, ...credentials }),
    watch: (target, options) => port.watch({ ...target, ...credentials }, options),
    ...(raw === undefined ? {} : { raw: (uri) => raw(uri, credentials) }),
  };
}

interface FoundVerb {
  readonly verb: VerbDefinition | undefined;
  readonly path: readonly string[];
  /** What is left of the command line. */
  readonly words: readonly string[];
}

/** Global flags may stand before the verb, as in `kubectl -n kube-system get pods`. */
function findVerb(argv: readonly string[]): FoundVerb {
  const at = verbIndex(argv);
  const name = argv[at];
  const before = argv.slice(0, at);
  if (name === undefined || name === 'help') return { verb: undefined, path: [], words: argv.slice(at + 1) };
  const verb = VERBS.find((candidate) => answersTo(candidate, name));
  if (verb === undefined) throw new CommandError(unknownCommand(name));
  return descend(verb, [verb.name], before, argv.slice(at + 1));
}

/** `create service clusterip web`: each word that names a subcommand leads one level down. */
function descend(verb: VerbDefinition, path: readonly string[], before: readonly string[], after: readonly string[]): FoundVerb {
  const at = verbIndex(after);
  const next = after[at];
  const sub = verb.subcommands?.find((candidate) => next !== undefined && answersTo(candidate, next));
  if (sub === undefined) return { verb, path, words: [...before, ...after] };
  return descend(sub, [...path, sub.name], [...before, ...after.slice(0, at)], after.slice(at + 1));
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

function showHelp(output: Pick<Session, 'stdout'>, _path: readonly string[], words: readonly string[]): void {
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
