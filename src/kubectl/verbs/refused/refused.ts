import { CommandError, PlainError, helpError } from '../../errors.ts';
import { type FlagSpecs, array, bool, duration, int, list, text, withValues } from '../../parse/flags.ts';
import { type Arguments, type VerbDefinition, defineVerb } from '../../verb.ts';

/** Verbs that need what is not here yet: containers that can be talked to, and a machine around kubectl. */

const MINUTE_MS = 60_000;
const TERMINAL = { container: text('', 'c'), quiet: bool('q'), stdin: bool('i'), tty: bool('t') } satisfies FlagSpecs;

interface Refusal {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly flags: FlagSpecs;
  readonly args?: Arguments;
  /** What is wrong with the command line, which is told first. */
  mistake?(args: readonly string[], rest: readonly string[]): CommandError | undefined;
  /** Why it can't be done. */
  readonly why: string;
}

function refused({ name, summary, usage, flags, args: declared, mistake, why }: Refusal): VerbDefinition {
  return defineVerb({
    name,
    summary,
    usage,
    flags,
    ...(declared === undefined ? {} : { args: declared }),
    run(_session, { args, rest }) {
      throw mistake?.(args, rest) ?? new CommandError(`${name} is not possible here yet: ${why}`);
    },
  });
}

export const execVerb = refused({
  name: 'exec',
  summary: 'Execute a command in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  args: { of: 'pods' },
  flags: {
    ...TERMINAL,
    container: withValues(TERMINAL.container, 'containers'),
    filename: list('f'),
    podRunningTimeout: duration(MINUTE_MS),
  },
  mistake(args, rest) {
    if (args.length === 0) return new CommandError('pod, type/name or --filename must be specified');
    if (args.length > 1 && rest.length === 0)
      return new CommandError('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
    return rest.length === 0 ? new CommandError('you must specify at least one command for the container') : undefined;
  },
  why: 'the simulated containers run no commands',
});

export const attachVerb = refused({
  name: 'attach',
  summary: 'Attach to a running container',
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  args: { of: 'pods' },
  flags: { ...TERMINAL, detachKeys: text('ctrl-p,ctrl-q'), podRunningTimeout: duration(MINUTE_MS) },
  mistake: (args) => (args.length === 0 ? new CommandError('at least 1 argument is required for attach') : undefined),
  why: 'the simulated containers have no input and no output',
});

export const portForwardVerb = refused({
  name: 'port-forward',
  summary: 'Forward one or more local ports to a pod',
  usage: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  args: { of: 'pods' },
  flags: { address: list('', ['localhost']), podRunningTimeout: duration(MINUTE_MS) },
  mistake: (args) =>
    args.length < 2 ? helpError('kubectl port-forward', 'TYPE/NAME and list of ports are required for port-forward') : undefined,
  why: 'there are no local ports, and the simulated containers answer no connections from outside',
});

export const proxyVerb = refused({
  name: 'proxy',
  summary: 'Run a proxy to the Kubernetes API server',
  usage: '[--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: {
    acceptHosts: text(String.raw`^localhost$,^127\.0\.0\.1$,^\[::1\]$`),
    acceptPaths: text('^.*'),
    address: text('127.0.0.1'),
    apiPrefix: text('/'),
    appendServerPath: bool(),
    disableFilter: bool(),
    keepalive: duration(),
    port: int(8001, 'p'),
    rejectMethods: text('^$'),
    rejectPaths: text('^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach'),
    unixSocket: text('', 'u'),
    www: text('', 'w'),
    wwwPrefix: text('/static/', 'P'),
  },
  why: 'there are no local ports to serve on',
});

export const cpVerb = refused({
  name: 'cp',
  summary: 'Copy files and directories to and from containers',
  usage: '<file-spec-src> <file-spec-dest>',
  flags: { container: text('', 'c'), noPreserve: bool(), retries: int(0) },
  mistake: (args) => (args.length !== 2 ? new CommandError('source and destination are required') : undefined),
  why: 'the simulated containers have no files',
});

export const debugVerb = refused({
  name: 'debug',
  summary: 'Create debugging sessions for troubleshooting workloads and nodes',
  usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  args: { of: 'objects' },
  flags: {
    ...TERMINAL,
    argumentsOnly: bool(),
    attach: bool(),
    copyTo: text(),
    custom: text(),
    env: array(),
    filename: list('f'),
    image: text(),
    imagePullPolicy: text(),
    keepAnnotations: bool(),
    keepInitContainers: bool('', true),
    keepLabels: bool(),
    keepLiveness: bool(),
    keepReadiness: bool(),
    keepStartup: bool(),
    profile: text('general'),
    replace: bool(),
    sameNode: bool(),
    setImage: array(),
    shareProcesses: bool('', true),
    target: text(),
  },
  why: 'the simulated containers can not be looked into',
});

export const pluginVerb = defineVerb({
  name: 'plugin',
  summary: 'Provides utilities for interacting with plugins',
  usage: '[flags]',
  flags: {},
  subcommands: [
    defineVerb({
      name: 'list',
      summary: "List all visible plugin executables on a user's PATH",
      usage: '[flags]',
      flags: { nameOnly: bool() },
      run() {
        throw new CommandError('unable to find any kubectl plugins in your PATH');
      },
    }),
  ],
  run() {
    throw new PlainError('There are no programs beside kubectl here, and so no plugins.');
  },
});

export const kubercVerb = refused({
  name: 'kuberc',
  summary: 'Manage kuberc configuration files',
  usage: 'SUBCOMMAND',
  flags: {},
  why: 'preferences are not kept',
});

export const alphaVerb = defineVerb({
  name: 'alpha',
  hidden: true,
  summary: 'Commands for features in alpha',
  usage: '',
  flags: {},
  run(session) {
    session.stderr.push('No alpha commands are available in this version of kubectl\n');
    return Promise.resolve();
  },
});
