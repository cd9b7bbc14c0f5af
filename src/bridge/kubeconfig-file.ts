/** The kubeconfig that a run of the API server writes for its administrator. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import type { Certificates } from './server/certificates.ts';

const NAME = 'kubarium';
const USER = 'kubernetes-admin';

export function kubeconfigText(url: string, certificates: Certificates | undefined): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const user =
    certificates === undefined
      ? {}
      : {
          'client-certificate-data': base64(certificates.administrator.cert),
          'client-key-data': base64(certificates.administrator.key),
        };
  // Some clients refuse plain HTTP unless they are told that nothing is to be verified.
  const authority =
    certificates === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority-data': base64(certificates.authority.cert) };
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { ...authority, server: url } }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: USER } }],
    'current-context': NAME,
    users: [{ name: USER, user }],
  });
}

/** Readable by its owner alone: it may hold a key. */
export function writeKubeconfig(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
}
