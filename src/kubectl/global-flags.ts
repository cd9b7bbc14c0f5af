import type { ApiPort } from '../api/request.ts';
import { type FlagSpecs, type FlagValues, array, bool, text, withValues } from './parse/flags.ts';
import type { KubectlIo, Session } from './session.ts';

/** Flags that every verb takes. Those about connections are read and have no effect; those about who asks go with each request. */
export const GLOBAL_FLAGS = {
  namespace: withValues(text('', 'n'), 'namespaces'),
  help: bool('h'),
  context: withValues(text(), 'nothing'),
  cluster: withValues(text(), 'nothing'),
  user: withValues(text(), 'nothing'),
  kubeconfig: text(),
  kuberc: text(),
  server: text('', 's'),
  token: text(),
  as: text(),
  asGroup: array(),
  asUid: text(),
  asUserExtra: array(),
  requestTimeout: text(),
  cacheDir: text(),
  certificateAuthority: text(),
  clientCertificate: text(),
  clientKey: text(),
  disableCompression: bool(),
  insecureSkipTlsVerify: bool(),
  logFlushFrequency: text(),
  matchServerVersion: bool(),
  username: text(),
  password: text(),
  profile: text(),
  profileOutput: text(),
  tlsServerName: text(),
  v: text('', 'v'),
  vmodule: text(),
  warningsAsErrors: bool(),
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
