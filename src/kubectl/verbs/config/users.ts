import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { CommandError } from '../../errors.ts';
import { modifyConfig, startingConfig } from '../../kubeconfig/files.ts';
import { textField, withStanza, withValue } from '../../kubeconfig/kubeconfig.ts';
import { type FlagValues, array, bool, list, text } from '../../parse/flags.ts';
import { type Session, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { accessOf, goList, refuse } from './access.ts';
import { assertFile, deleteVerb, listNames, writtenPath } from './entries.ts';

export const getUsersVerb = listNames('get-users', 'users');
export const deleteUserVerb = deleteVerb('user', 'users');

const FLAGS = {
  clientCertificate: text(),
  clientKey: text(),
  token: text(),
  username: text(),
  password: text(),
  embedCerts: bool(),
  authProvider: text(),
  authProviderArg: list(),
  execCommand: text(),
  execApiVersion: text(),
  execInteractiveMode: text(),
  execProvideClusterInfo: bool(),
  execArg: list(),
  execEnv: array(),
};
type Flags = FlagValues<typeof FLAGS>;
type Given = ReadonlySet<string>;

export const setCredentialsVerb = defineVerb({
  name: 'set-credentials',
  summary: 'Set a user entry in kubeconfig',
  usage:
    'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value] [options]',
  flags: FLAGS,
  async run(session, { args, flags, given }) {
    refuse(args.length !== 1, `unexpected args: ${goList(args)}`);
    const [name = ''] = args;
    const changes = { provider: pairsOf(flags.authProviderArg, 'auth-provider-arg'), env: pairsOf(flags.execEnv, 'exec-env') };
    checkFlags(session, name, flags, given);
    const access = accessOf(session);
    const config = startingConfig(access);
    const { origin = '', fields = {} } = config.users.get(name) ?? {};
    const after = withLogin(
      withPlugin(withProvider(withFiles(session, fields, flags, given), flags, given, changes.provider), flags, given, changes.env),
      flags,
      given,
    );
    modifyConfig(access, withStanza(config, 'users', name, { origin, fields: after }), true);
    out(session, `User ${JSON.stringify(name)} set.`);
  },
});

function checkFlags(session: Session, name: string, flags: Flags, given: Given): void {
  const { token, username, password, clientCertificate, clientKey, execInteractiveMode: mode } = flags;
  refuse(name === '', 'you must specify a non-empty user name');
  const both = token !== '' && (username !== '' || password !== '');
  refuse(both, 'you cannot specify more than one authentication method at the same time: --token, --username/--password');
  if (flags.embedCerts) {
    refuse(clientCertificate === '' && clientKey === '', 'you must specify a --client-certificate or --client-key to embed');
    assertFile(session, 'client-certificate', clientCertificate);
    assertFile(session, 'client-key', clientKey);
  }
  const isMode = ['IfAvailable', 'Always', 'Never'].includes(mode);
  refuse(given.has('execInteractiveMode') && !isMode, 'invalid interactive mode type, can be only IfAvailable, Never, Always');
}

interface PairChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/** `a=b` sets, `a-` removes, and what does both sets (cmdutil.ParsePairs). */
function pairsOf(words: readonly string[], what: string): PairChanges {
  const set: Record<string, string> = {};
  const removed: string[] = [];
  const invalid: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) set[word.slice(0, equals)] = word.slice(equals + 1);
    else if (equals < 0 && word.endsWith('-') && word !== '-') removed.push(word.slice(0, -1));
    else invalid.push(word);
  }
  if (invalid.length > 0) throw new CommandError(`invalid ${what} format: ${invalid.join(', ')}`);
  return { set, removed };
}

function withFiles(session: Session, before: JsonObject, flags: Flags, given: Given): JsonObject {
  let fields = before;
  for (const [flag, name] of [
    ['clientCertificate', 'client-certificate'],
    ['clientKey', 'client-key'],
  ] as const) {
    if (!given.has(flag)) continue;
    const path = flags[flag];
    fields = withValue(fields, name, flags.embedCerts ? '' : writtenPath(accessOf(session), path));
    fields = withValue(fields, `${name}-data`, flags.embedCerts ? encodeBase64(utf8Bytes(session.io.readFile(path) ?? '')) : '');
  }
  return fields;
}

function withProvider(fields: JsonObject, flags: Flags, given: Given, { set, removed }: PairChanges): JsonObject {
  const before = fields['auth-provider'] as JsonObject | undefined;
  const isNew = given.has('authProvider') && textField(before, 'name') !== flags.authProvider;
  const provider = isNew ? { name: flags.authProvider, config: null } : before;
  if (provider === undefined) return fields;
  const kept = Object.entries((provider['config'] as JsonObject | null) ?? {}).filter(([key]) => !removed.includes(key));
  const config = { ...Object.fromEntries(kept), ...set };
  return { ...fields, 'auth-provider': { ...provider, config } };
}

function withPlugin(fields: JsonObject, flags: Flags, given: Given, env: PairChanges): JsonObject {
  const before = fields['exec'] as JsonObject | undefined;
  let exec = before;
  if (given.has('execCommand')) exec = { env: null, provideClusterInfo: false, ...before, command: flags.execCommand, args: null };
  if (exec === undefined) return fields;
  if (given.has('execApiVersion')) exec = withValue(exec, 'apiVersion', flags.execApiVersion);
  if (flags.execArg.length > 0) exec = { ...exec, args: flags.execArg };
  if (given.has('execInteractiveMode')) exec = withValue(exec, 'interactiveMode', flags.execInteractiveMode);
  if (given.has('execProvideClusterInfo')) exec = { ...exec, provideClusterInfo: flags.execProvideClusterInfo };
  return { ...fields, exec: flags.execEnv.length === 0 ? exec : { ...exec, env: changedEnv(exec['env'] ?? null, env) } };
}

/** What is known keeps its place, what is new follows by name. */
function changedEnv(before: JsonValue, { set, removed }: PairChanges): JsonValue {
  const kept = ((before ?? []) as readonly JsonObject[]).filter((one) => !removed.includes(textField(one, 'name')));
  const known = new Set(kept.map((one) => textField(one, 'name')));
  const changed = kept.map((one) => ({ ...one, value: set[textField(one, 'name')] ?? one['value'] ?? '' }));
  const added = Object.keys(set)
    .filter((name) => !known.has(name))
    .sort();
  return [...changed, ...added.map((name) => ({ name, value: set[name] ?? '' }))];
}

/** A token and a password exclude one another: what is set clears the other. */
function withLogin(before: JsonObject, flags: Flags, given: Given): JsonObject {
  let fields = before;
  for (const name of ['token', 'username', 'password'] as const) if (given.has(name)) fields = withValue(fields, name, flags[name]);
  const hasToken = flags.token !== '';
  const hasPassword = flags.username !== '' || flags.password !== '';
  if (hasPassword && !hasToken) fields = withValue(fields, 'token', '');
  if (hasToken && !hasPassword) fields = withValue(withValue(fields, 'username', ''), 'password', '');
  return fields;
}
