import { CommandError } from '../errors.ts';
import { parseGoDuration } from './duration.ts';
import { type FlagSpecs, type FlagValues, array, bool, text } from './flags.ts';

/**
 * Flags that every verb takes. Those about the connection choose it where there is one to choose; those about who asks go with each
 * request; those about caches, logs and profiles are read and have no effect, as there are none.
 */
export const GLOBAL_FLAGS = {
  namespace: text('', 'n'),
  help: bool('h'),
  context: text(),
  cluster: text(),
  user: text(),
  kubeconfig: text(),
  server: text('', 's'),
  certificateAuthority: text(),
  insecureSkipTlsVerify: bool(),
  tlsServerName: text(),
  clientCertificate: text(),
  clientKey: text(),
  token: text(),
  username: text(),
  password: text(),
  as: text(),
  asGroup: array(),
  asUid: text(),
  asUserExtra: array(),
  requestTimeout: text(),
  v: text('', 'v'),
  warningsAsErrors: bool(),
  cacheDir: text(),
  disableCompression: bool(),
  kuberc: text(),
  logFlushFrequency: text(),
  matchServerVersion: bool(),
  profile: text(),
  profileOutput: text(),
  vmodule: text(),
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
