import { CommandError } from '../errors.ts';
import { parseGoDuration } from './duration.ts';
import { type FlagSpecs, type FlagValues, array, bool, duration, int, text, withValues } from './flags.ts';

/**
 * Flags that every verb takes. Those about the connection choose it where there is one to choose; those about who asks go with each
 * request; those about caches, logs and profiles are read and have no effect, as there are none.
 */
export const GLOBAL_FLAGS = {
  as: text(),
  asGroup: array(),
  asUid: text(),
  asUserExtra: array(),
  cacheDir: text('~/.kube/cache'),
  certificateAuthority: text(),
  clientCertificate: text(),
  clientKey: text(),
  cluster: withValues(text(), 'nothing'),
  context: withValues(text(), 'nothing'),
  disableCompression: bool(),
  insecureSkipTlsVerify: bool(),
  kubeconfig: text(),
  kuberc: text(),
  logFlushFrequency: duration(5000),
  matchServerVersion: bool(),
  namespace: withValues(text('', 'n'), 'namespaces'),
  password: text(),
  profile: text('none'),
  profileOutput: text('profile.pprof'),
  requestTimeout: text('0'),
  server: text('', 's'),
  tlsServerName: text(),
  token: text(),
  user: withValues(text(), 'nothing'),
  username: text(),
  v: int(0, 'v'),
  vmodule: text(),
  warningsAsErrors: bool(),
  help: bool('h'),
} satisfies FlagSpecs;

export type GlobalFlags = FlagValues<typeof GLOBAL_FLAGS>;

/** A verb may have a flag of its own under the name of a global one; then the global one can't be given. */
export function globalValues(flags: FlagValues<FlagSpecs>, own: FlagSpecs): GlobalFlags {
  const entries = Object.entries(GLOBAL_FLAGS).map(([name, spec]) => {
    const isOwn = own[name] !== undefined && own[name] !== spec;
    return [name, isOwn ? spec.initial : flags[name]];
  });
  return Object.fromEntries(entries) as GlobalFlags;
}

/** Milliseconds that `--request-timeout` gives, 0 for no end: a duration, or a bare number of seconds. */
export function timeoutMsOf(requestTimeout: string): number {
  const milliseconds = parseGoDuration(requestTimeout) ?? Number(requestTimeout) * 1000;
  if (!Number.isNaN(milliseconds)) return milliseconds;
  const form = 'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit';
  throw new CommandError(`${form} (e.g. 1s | 2m | 3h)`);
}
