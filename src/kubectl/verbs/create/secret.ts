import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { CommandError, helpError } from '../../errors.ts';
import { type FlagValues, bool, list, text } from '../../parse/flags.ts';
import type { Session } from '../../session.ts';
import { escapeHtml } from '../typed.ts';
import { DATA_FLAGS, type DataWords, encoded, readData, withHash } from './data.ts';
import { defineGenerator, requireName } from './generator.ts';

const WORDS: DataWords = {
  envFile: 'secret',
  badKey: (key, findings) => `${JSON.stringify(key)} is not valid key name for a Secret ${findings.join(';')}`,
  repeatedKey: (key) => `cannot add key ${key}, another key by that name already exists`,
};

const generic = defineGenerator({
  name: 'generic',
  summary: 'Create a secret from a local file, directory, or literal value',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: { ...DATA_FLAGS, type: text(), appendHash: bool() },
  failure: 'failed to create secret',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create secret generic');
    return secret(name, flags.type, readData(session, flags, WORDS), flags.appendHash);
  },
});

const tls = defineGenerator({
  name: 'tls',
  summary: 'Create a TLS secret',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  flags: { cert: text(), key: text(), appendHash: bool() },
  failure: 'failed to create secret',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create secret tls');
    if (flags.cert === '' || flags.key === '') throw new CommandError('key and cert must be specified');
    const crt = readPem(session, flags.cert);
    const key = readPem(session, flags.key);
    checkPem(crt, 'certificate');
    checkPem(key, 'key');
    return secret(name, 'kubernetes.io/tls', { 'tls.crt': crt, 'tls.key': key }, flags.appendHash);
  },
});

function readPem(session: Session, path: string): string {
  const content = session.io.readFile(path);
  if (content === undefined) throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
  return content;
}

const PEM_BLOCK = /^-----BEGIN ([^-]+)-----\s*$[\s\S]*?^-----END \1-----\s*$/gm;

/** Each file has a block of its own sort (crypto/tls X509KeyPair). Whether the two belong together is not looked at. */
function checkPem(content: string, what: 'certificate' | 'key'): void {
  const types = Array.from(content.matchAll(PEM_BLOCK), ([, type = '']) => type);
  const isKey = (type: string) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');
  if (types.some((type) => (what === 'key' ? isKey(type) : type === 'CERTIFICATE'))) return;
  if (types.length === 0) throw new CommandError(`tls: failed to find any PEM data in ${what} input`);
  if (what === 'certificate' && types.length === 1 && isKey(types[0] ?? ''))
    throw new CommandError(
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    );
  if (what === 'key' && types.length === 1 && types[0] === 'CERTIFICATE')
    throw new CommandError('tls: found a certificate rather than a key in the PEM for the private key');
  const wanted = what === 'key' ? 'PEM block with type ending in "PRIVATE KEY"' : '"CERTIFICATE" PEM block';
  throw new CommandError(
    `tls: failed to find ${wanted} in ${what} input after skipping PEM blocks of the following types: [${types.join(' ')}]`,
  );
}

const CONFIG_KEY = '.dockerconfigjson';
const DOCKER_FLAGS = {
  dockerServer: text('https://index.docker.io/v1/'),
  dockerUsername: text(),
  dockerPassword: text(),
  dockerEmail: text(),
  fromFile: list(),
  appendHash: bool(),
};
type DockerFlags = FlagValues<typeof DOCKER_FLAGS>;

const dockerRegistry = defineGenerator({
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  flags: DOCKER_FLAGS,
  failure: 'failed to create secret',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create secret docker-registry');
    const { fromFile, dockerServer: server, dockerUsername: username, dockerPassword: password } = flags;
    if (fromFile.length === 0 && (username === '' || password === '' || server === ''))
      throw new CommandError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    const data =
      fromFile.length > 0
        ? readData(session, { fromFile: fromFile.map(dockerSource), fromLiteral: [], fromEnvFile: [] }, WORDS)
        : { [CONFIG_KEY]: dockerConfig(flags) };
    return secret(name, 'kubernetes.io/dockerconfigjson', data, flags.appendHash);
  },
});

/** A file without a key is the configuration itself. */
function dockerSource(source: string): string {
  return source.includes('=') ? source : `${CONFIG_KEY}=${source}`;
}

function dockerConfig({ dockerServer, dockerUsername: username, dockerPassword: password, dockerEmail: email }: DockerFlags): string {
  const auth = encodeBase64(utf8Bytes(`${username}:${password}`));
  return escapeHtml(JSON.stringify({ auths: { [dockerServer]: { username, password, ...(email === '' ? {} : { email }), auth } } }));
}

function secret(name: string, type: string, plain: { readonly [key: string]: string }, appendHash: boolean) {
  const data = encoded(plain);
  const metadata = { name: withHash(name, appendHash, { kind: 'Secret', type, data }) };
  const shown = Object.keys(data).length === 0 ? {} : { data };
  return { apiVersion: 'v1', kind: 'Secret', metadata, ...shown, ...(type === '' ? {} : { type }) };
}

export const secretGenerator = defineGenerator({
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  usage: '(docker-registry | generic | tls)',
  flags: {},
  subcommands: [dockerRegistry, generic, tls],
  generate(_session, { args }) {
    throw helpError(
      'kubectl create secret',
      args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args.join(' '))}`,
    );
  },
});
