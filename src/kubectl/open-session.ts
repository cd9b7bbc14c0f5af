/** One run of kubectl, opened: which cluster, as whom, in which namespace. */
import type { ApiPort, Credentials } from '../api/request.ts';
import { type Choice, type Connection, connectionOf, namespaceOf } from './kubeconfig/connection.ts';
import { loadConfig } from './kubeconfig/files.ts';
import { type GlobalFlags, timeoutMsOf } from './parse/global-flags.ts';
import { type KubectlIo, type Session, nothingDiscovered } from './session.ts';

export interface Circumstances {
  readonly namespaceGiven: boolean;
  readonly isPlaceless: boolean;
}

/** What the command line and the kubeconfig choose is found out when a verb needs it: some do without. */
export function openSession(
  io: KubectlIo,
  output: Pick<Session, 'stdout' | 'stderr'>,
  flags: GlobalFlags,
  { namespaceGiven, isPlaceless }: Circumstances,
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
    timeoutSeconds: Math.ceil(timeoutMsOf(flags.requestTimeout) / 1000),
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

function credentialsOf({ as: user, asGroup: groups, asUid: uid, asUserExtra, token }: GlobalFlags): Credentials {
  const extra = extrasOf(asUserExtra);
  const more = { ...(uid === '' ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
  return {
    ...(user === '' ? {} : { impersonate: { user, groups, ...more } }),
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
    log: (target, log) => port.log({ ...target, ...credentials }, log),
    ...(raw === undefined ? {} : { raw: (uri) => raw(uri, credentials) }),
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
