import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import { modifyConfig, startingConfig } from '../../kubeconfig/files.ts';
import { withStanza, withValue } from '../../kubeconfig/kubeconfig.ts';
import { type FlagValues, bool, text } from '../../parse/flags.ts';
import { type Session, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { accessOf, refuse, unexpected } from './access.ts';
import { assertFile, deleteVerb, listNames, writtenPath } from './entries.ts';

export const getClustersVerb = listNames('get-clusters', 'clusters');
export const deleteClusterVerb = deleteVerb('cluster', 'clusters');

const FLAGS = {
  server: text(),
  tlsServerName: text(),
  insecureSkipTlsVerify: bool(),
  certificateAuthority: text(),
  embedCerts: bool(),
  proxyUrl: text(),
};

export const setClusterVerb = defineVerb({
  name: 'set-cluster',
  summary: 'Set a cluster entry in kubeconfig',
  usage:
    'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com] [options]',
  flags: FLAGS,
  async run(session, { args, flags, given }) {
    if (args.length !== 1) throw unexpected(args);
    const [name = ''] = args;
    refuse(name === '', 'you must specify a non-empty cluster name');
    const both = flags.insecureSkipTlsVerify && flags.certificateAuthority !== '';
    refuse(both, 'you cannot specify a certificate authority and insecure mode at the same time');
    refuse(flags.embedCerts && flags.certificateAuthority === '', 'you must specify a --certificate-authority to embed');
    if (flags.embedCerts) assertFile(session, 'certificate-authority', flags.certificateAuthority);
    const access = accessOf(session);
    const config = startingConfig(access);
    const { origin = '', fields = { server: '' } } = config.clusters.get(name) ?? {};
    modifyConfig(access, withStanza(config, 'clusters', name, { origin, fields: changed(session, fields, flags, given) }), true);
    out(session, `Cluster ${JSON.stringify(name)} set.`);
  },
});

const CA = 'certificate-authority';
const CA_DATA = 'certificate-authority-data';
const INSECURE = 'insecure-skip-tls-verify';

function changed(session: Session, before: JsonObject, flags: FlagValues<typeof FLAGS>, given: ReadonlySet<string>): JsonObject {
  let fields = before;
  const set = (name: string, value: string | boolean) => (fields = withValue(fields, name, value));
  // A server is somebody else; what it was to be called is forgotten.
  if (given.has('server')) fields = { ...withValue(fields, 'tls-server-name', ''), server: flags.server };
  if (given.has('tlsServerName')) set('tls-server-name', flags.tlsServerName);
  if (given.has('insecureSkipTlsVerify')) {
    set(INSECURE, flags.insecureSkipTlsVerify);
    if (flags.insecureSkipTlsVerify) for (const name of [CA, CA_DATA]) set(name, '');
  }
  if (given.has('certificateAuthority')) {
    const path = flags.certificateAuthority;
    set(INSECURE, false);
    set(CA, flags.embedCerts ? '' : writtenPath(accessOf(session), path));
    set(CA_DATA, flags.embedCerts ? encodeBase64(utf8Bytes(session.io.readFile(path) ?? '')) : '');
  }
  if (given.has('proxyUrl')) set('proxy-url', flags.proxyUrl);
  return fields;
}
