import { CommandError, helpError } from '../../errors.ts';
import { array, bool, text } from '../../parse/flags.ts';
import type { Session } from '../../session.ts';
import { utf8Base64 } from '../../base64.ts';
import { DATA_FLAGS, defineGenerator, encoded, readData, requireName } from './generator.ts';

const generic = defineGenerator({
  name: 'generic',
  summary: 'Create a secret from a local file, directory, or literal value',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  flags: { ...DATA_FLAGS, type: text(), appendHash: bool() },
  failure: 'failed to create secret',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create secret generic');
    return secret(name, flags.type, encoded(readData(session, flags)));
  },
});

const tls = defineGenerator({
  name: 'tls',
  summary: 'Create a TLS secret',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file',
  flags: { cert: text(), key: text() },
  failure: 'failed to create secret',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create secret tls');
    if (flags.cert === '' || flags.key === '') throw new CommandError('key and cert must be specified');
    const data = { 'tls.crt': certificate(session, flags.cert), 'tls.key': certificate(session, flags.key) };
    return secret(name, 'kubernetes.io/tls', encoded(data));
  },
});

function certificate(session: Session, path: string): string {
  const content = session.io.readFile(path);
  if (content === undefined) throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
  return content;
}

const dockerRegistry = defineGenerator({
  name: 'docker-registry',
  summary: 'Create a secret for use with a Docker registry',
  usage: 'NAME --docker-username=user --docker-password=password --docker-email=email',
  flags: {
    dockerServer: text('https://index.docker.io/v1/'),
    dockerUsername: text(),
    dockerPassword: text(),
    dockerEmail: text(),
    fromFile: array(),
  },
  failure: 'failed to create secret',
  generate(_session, { args, flags }) {
    const name = requireName(args, 'create secret docker-registry');
    const { dockerServer, dockerUsername: username, dockerPassword: password, dockerEmail: email } = flags;
    if (username === '' || password === '')
      throw new CommandError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    const auth = utf8Base64(`${username}:${password}`);
    const config = { auths: { [dockerServer]: { username, password, ...(email === '' ? {} : { email }), auth } } };
    return secret(name, 'kubernetes.io/dockerconfigjson', encoded({ '.dockerconfigjson': JSON.stringify(config) }));
  },
});

function secret(name: string, type: string, data: { readonly [key: string]: string }) {
  const shown = Object.keys(data).length === 0 ? {} : { data };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...shown, ...(type === '' ? {} : { type }) };
}

export const secretGenerator = defineGenerator({
  name: 'secret',
  summary: 'Create a secret using a specified subcommand',
  usage: '(docker-registry | generic | tls)',
  flags: {},
  subcommands: [dockerRegistry, generic, tls],
  generate(_session, { args }) {
    throw helpError('kubectl create secret', args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args[0])}`);
  },
});
