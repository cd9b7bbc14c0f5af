/** Which server a kubeconfig and the command line choose, and as whom it is asked (client-go's tools/clientcmd/client_config.go). */
import { decodeBase64, utf8Text } from '../../base/base64.ts';
import type { Credentials } from '../../api/request.ts';
import type { JsonObject } from '../../api/scalars.ts';
import { CommandError, PlainError } from '../errors.ts';
import { type GlobalFlags, timeoutMsOf } from '../parse/global-flags.ts';
import { type KubeconfigFiles, withResolvedPaths } from './files.ts';
import { type Kubeconfig, textField } from './kubeconfig.ts';
import { loginProblems, tlsProblems } from './problems.ts';

/** All that a client has to know. Certificates and keys in PEM. */
export interface Connection {
  readonly server: string;
  readonly ca?: string;
  readonly isInsecure: boolean;
  readonly serverName?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  readonly credentials: Credentials;
  /** 0 for no end. */
  readonly timeoutMs: number;
  /** What `-v` says. */
  readonly verbosity: number;
}

export interface Choice {
  readonly config: Kubeconfig;
  readonly flags: GlobalFlags;
  readonly files: KubeconfigFiles;
}

const DEFAULT_SERVER = 'http://localhost:8080';

/** `--namespace`, or that of the context, or `default`. */
export function namespaceOf(choice: Choice): string {
  const { namespace } = choice.flags;
  if (namespace !== '') return namespace;
  assertUsable(choice);
  return textField(contextOf(choice), 'namespace') || 'default';
}

export function connectionOf(choice: Choice): Connection {
  const { config, flags } = choice;
  const context = contextName(choice);
  if (flags.user !== '' && !config.users.has(flags.user)) throw new CommandError(`auth info ${JSON.stringify(flags.user)} does not exist`);
  if (flags.context !== '' && !config.contexts.has(context)) throw new CommandError(`context ${JSON.stringify(context)} does not exist`);
  if (flags.cluster !== '' && !config.clusters.has(flags.cluster))
    throw new CommandError(`cluster ${JSON.stringify(flags.cluster)} does not exist`);
  assertUsable(choice);
  const cluster = clusterOf(choice);
  const server = withoutQuery(textField(cluster, 'server'));
  const proxy = textField(cluster, 'proxy-url');
  if (proxy !== '') throw new CommandError(`proxies are not used here, and the cluster is behind ${JSON.stringify(proxy)}`);
  const isSecure = /^https:/i.test(server);
  const user = isSecure ? userOf(choice) : {};
  // Without TLS nothing is told about oneself.
  const tls = isSecure ? tlsOf(choice, cluster, user) : { isInsecure: false };
  const impersonate = impersonationOf(userOf(choice));
  const token = isSecure ? tokenOf(choice, user) : '';
  const username = textField(user, 'username');
  return {
    server,
    ...tls,
    ...(username === '' ? {} : { basic: { username, password: textField(user, 'password') } }),
    credentials: { ...(token === '' ? {} : { token }), ...(impersonate === undefined ? {} : { impersonate }) },
    timeoutMs: flags.requestTimeout === '' ? 0 : timeoutMsOf(flags.requestTimeout),
    verbosity: flags.v,
  };
}

function withoutQuery(server: string): string {
  return server.replace(/^([a-z]+:\/\/[^/?#]*\/[^?#]+)[?#].*$/i, '$1');
}

function contextName({ config, flags }: Choice): string {
  return flags.context === '' ? config.currentContext : flags.context;
}

/** Values of flags before those of the file. */
function overridden(fields: JsonObject, given: Readonly<Record<string, string>>): JsonObject {
  return { ...fields, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) };
}

function contextOf(choice: Choice): JsonObject {
  const { cluster, user } = choice.flags;
  return overridden(choice.config.contexts.get(contextName(choice))?.fields ?? {}, { cluster, user });
}

/** A cluster that a context names and nobody has is the local one. */
function clusterOf(choice: Choice): JsonObject {
  const { config, flags, files } = choice;
  const name = textField(contextOf(choice), 'cluster');
  const stanza = config.clusters.get(name);
  if (stanza === undefined && flags.cluster !== '') return {};
  const found = stanza === undefined ? {} : withResolvedPaths(stanza, files.folder);
  const server = flags.server || textField(found, 'server') || DEFAULT_SERVER;
  const { certificateAuthority: ca, insecureSkipTlsVerify: isInsecure, tlsServerName } = flags;
  const { 'certificate-authority': _ca, 'certificate-authority-data': _data, 'insecure-skip-tls-verify': _insecure, ...bare } = found;
  const trust = ca !== '' || isInsecure ? { ...bare, 'certificate-authority': ca, 'insecure-skip-tls-verify': isInsecure } : found;
  const named = tlsServerName !== '' || flags.server !== '' ? { ...trust, 'tls-server-name': tlsServerName } : trust;
  return { ...named, server };
}

function userOf(choice: Choice): JsonObject {
  const { config, flags, files } = choice;
  const stanza = config.users.get(textField(contextOf(choice), 'user'));
  const found = stanza === undefined ? {} : withResolvedPaths(stanza, files.folder);
  const without = (name: 'client-key' | 'client-certificate', flag: string) => (flag === '' ? {} : { [`${name}-data`]: '', [name]: flag });
  const { token, username, password, as, asUid } = flags;
  const user = overridden(found, { token, username, password, as, 'as-uid': asUid });
  return {
    ...user,
    ...without('client-certificate', flags.clientCertificate),
    ...without('client-key', flags.clientKey),
    ...(flags.asGroup.length === 0 ? {} : { 'as-groups': flags.asGroup }),
    ...(flags.asUserExtra.length === 0 ? {} : { 'as-user-extra': extraOf(flags.asUserExtra) }),
  };
}

/** `key=value`, a key's values in their order. */
function extraOf(words: readonly string[]): JsonObject {
  const extra: Record<string, readonly string[]> = {};
  for (const word of words) {
    const [key = '', value = ''] = word.split(/=(.*)/s);
    extra[key] = [...(extra[key] ?? []), value];
  }
  return extra;
}

function impersonationOf(user: JsonObject): Credentials['impersonate'] {
  const name = textField(user, 'as');
  if (name === '') return undefined;
  const uid = textField(user, 'as-uid');
  const groups = user['as-groups'] as readonly string[] | undefined;
  const extra = user['as-user-extra'] as { readonly [key: string]: readonly string[] } | undefined;
  return {
    user: name,
    ...(uid === '' ? {} : { uid }),
    ...(groups === undefined ? {} : { groups }),
    ...(extra === undefined ? {} : { extra }),
  };
}

function tokenOf({ files }: Choice, user: JsonObject): string {
  const path = textField(user, 'tokenFile');
  const token = textField(user, 'token');
  return token !== '' || path === '' ? token : contentOf(files, path, (why) => why).trim();
}

function contentOf(files: KubeconfigFiles, path: string, told: (why: string) => string): string {
  const content = files.read(path);
  if (content === undefined) throw new CommandError(told(`open ${path}: no such file or directory`));
  return content;
}

function tlsOf(
  { files }: Choice,
  cluster: JsonObject,
  user: JsonObject,
): Pick<Connection, 'ca' | 'isInsecure' | 'serverName' | 'certificate' | 'key'> {
  const plugin = user['exec'] as JsonObject | undefined;
  if (plugin !== undefined)
    throw new PlainError(
      `Unable to connect to the server: getting credentials: exec: plugin ${JSON.stringify(textField(plugin, 'command'))} is not run here; give a token, or a certificate and its key`,
    );
  const provider = user['auth-provider'] as JsonObject | undefined;
  if (provider !== undefined) throw new CommandError(`no Auth Provider found for name ${JSON.stringify(textField(provider, 'name'))}`);
  const pem = (fields: JsonObject, name: string): string => {
    const data = textField(fields, `${name}-data`);
    if (data !== '') return utf8Text(decodeBase64(data) ?? []);
    const path = textField(fields, name);
    return path === '' ? '' : contentOf(files, path, (why) => why);
  };
  const isInsecure = cluster['insecure-skip-tls-verify'] === true;
  const serverName = textField(cluster, 'tls-server-name');
  const [ca, certificate, key] = [pem(cluster, 'certificate-authority'), pem(user, 'client-certificate'), pem(user, 'client-key')];
  for (const problem of tlsProblems({ ca, certificate, key, isInsecure })) throw new CommandError(problem);
  return {
    isInsecure,
    ...(ca === '' ? {} : { ca }),
    ...(serverName === '' ? {} : { serverName }),
    ...(certificate === '' ? {} : { certificate, key }),
  };
}

/** Throws what is wrong with the context, the user and the cluster that were chosen. */
function assertUsable(choice: Choice): void {
  const { config, files } = choice;
  const name = contextName(choice);
  const lost = name !== '' && !config.contexts.has(name) ? [`context was not found for specified context: ${name}`] : [];
  const context = contextOf(choice);
  const cluster = clusterOf(choice);
  const clusterName = textField(context, 'cluster');
  const problems = [
    ...lost,
    ...loginProblems(textField(context, 'user'), userOf(choice), files),
    ...clusterProblems(clusterName, cluster, files),
  ];
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length > 0) throw new PlainError(`Error in configuration: \n${problems.map((problem) => `* ${problem}`).join('\n')}`);
  throw lost.length > 0 ? new PlainError(`Error in configuration: ${first}`) : new CommandError(first);
}

function clusterProblems(name: string, cluster: JsonObject, files: KubeconfigFiles): readonly string[] {
  const path = textField(cluster, 'certificate-authority');
  const both = path !== '' && textField(cluster, 'certificate-authority-data') !== '';
  return [
    ...(textField(cluster, 'server') === ''
      ? [name === '' ? 'default cluster has no server defined' : `no server found for cluster ${JSON.stringify(name)}`]
      : []),
    ...(both
      ? [`certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`]
      : []),
    ...(path !== '' && files.read(path) === undefined
      ? [`unable to read certificate-authority ${path} for ${name} due to open ${path}: no such file or directory`]
      : []),
  ];
}
