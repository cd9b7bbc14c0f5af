import type { ApiPort } from '../api/request.ts';
import { CommandError } from './errors.ts';
import { type FlagSpecs, type FlagValues, array, bool, duration, int, text, withValues } from './parse/flags.ts';
import { parseGoDuration } from './parse/duration.ts';
import type { KubectlIo, Session } from './session.ts';

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

export function openSession(
  io: KubectlIo,
  output: Pick<Session, 'stdout' | 'stderr'>,
  flags: GlobalFlags,
  given: ReadonlySet<string>,
): Session {
  return {
    ...output,
    io,
    port: actingAs(io.port, flags),
    namespace: flags.namespace === '' ? io.namespace : flags.namespace,
    namespaceGiven: given.has('namespace'),
    timeoutSeconds: timeoutOf(flags.requestTimeout),
    warned: new Set(),
    discovered: [],
  };
}

/** The port as somebody else holds it. */
function actingAs(port: ApiPort, { as: user, asGroup: groups, asUid: uid, asUserExtra, token }: GlobalFlags): ApiPort {
  if (user === '' && token === '') return port;
  const extra = extrasOf(asUserExtra);
  const more = { ...(uid === '' ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
  const credentials = {
    ...(user === '' ? {} : { impersonate: { user, groups, ...more } }),
    ...(token === '' ? {} : { token }),
  };
  return {
    ...port,
    request: (request) => port.request({ ...request, ...credentials }),
    watch: (target, options) => port.watch({ ...target, ...credentials }, options),
  };
}

/** `key=value`, repeated for more values of a key. */
function extrasOf(pairs: readonly string[]): { [key: string]: readonly string[] } | undefined {
  if (pairs.length === 0) return undefined;
  const extras = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    extras.set(key, [...(extras.get(key) ?? []), at < 0 ? '' : pair.slice(at + 1)]);
  }
  return Object.fromEntries(extras);
}

/** Seconds that `--request-timeout` gives, 0 for no end: a duration, or a bare number of seconds. */
export function timeoutOf(requestTimeout: string): number {
  const milliseconds = parseGoDuration(requestTimeout) ?? Number(requestTimeout) * 1000;
  if (Number.isNaN(milliseconds)) {
    const form = 'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit';
    throw new CommandError(`${form} (e.g. 1s | 2m | 3h)`);
  }
  return Math.ceil(milliseconds / 1000);
}
