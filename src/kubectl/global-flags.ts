import { CommandError } from './errors.ts';
import { type FlagSpecs, type FlagValues, array, bool, duration, int, text } from './parse/flags.ts';
import { parseGoDuration } from './parse/duration.ts';

/**
 * Flags that every verb takes. Those about connections, caches and profiles have no effect, as there is nothing that they
 * could change; those about who asks go with each request.
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
  cluster: text(),
  context: text(),
  disableCompression: bool(),
  insecureSkipTlsVerify: bool(),
  kubeconfig: text(),
  kuberc: text(),
  logFlushFrequency: duration(5000),
  matchServerVersion: bool(),
  namespace: text('', 'n'),
  password: text(),
  profile: text('none'),
  profileOutput: text('profile.pprof'),
  requestTimeout: text('0'),
  server: text('', 's'),
  tlsServerName: text(),
  token: text(),
  user: text(),
  username: text(),
  v: int(0, 'v'),
  vmodule: text(),
  warningsAsErrors: bool(),
  help: bool('h'),
} satisfies FlagSpecs;

export type GlobalFlags = FlagValues<typeof GLOBAL_FLAGS>;

/** Seconds that `--request-timeout` gives, 0 for no end: a duration, or a bare number of seconds. */
export function timeoutOf(requestTimeout: string): number {
  const milliseconds = parseGoDuration(requestTimeout) ?? Number(requestTimeout) * 1000;
  if (Number.isNaN(milliseconds)) {
    const form = 'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit';
    throw new CommandError(`${form} (e.g. 1s | 2m | 3h)`);
  }
  return Math.ceil(milliseconds / 1000);
}
