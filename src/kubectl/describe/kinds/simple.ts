import type { ConfigMap, Secret, ServiceAccount } from '../../../api/types.gen.ts';
import { decodeBase64, utf8Text } from '../../../base/base64.ts';
import { base64Length } from '../../../api/kinds/base64.ts';
import { defineDescriber } from '../describer.ts';
import { heading, multiline, sorted } from '../text.ts';

export const configMapDescriber = defineDescriber<ConfigMap>({
  kind: 'ConfigMap',
  describe(_session, configMap) {
    const data = sorted(configMap.data).map(([key, value]) => `${key}:\n----\n${value}\n\n`);
    const binary = sorted(configMap.binaryData).map(([key, value]) => `${key}: ${base64Length(value)} bytes\n`);
    return `${heading(configMap)}\nData\n====\n${data.join('')}\nBinaryData\n====\n${binary.join('')}\n`;
  },
});

export const secretDescriber = defineDescriber<Secret>({
  kind: 'Secret',
  withoutEvents: true,
  describe(_session, secret) {
    const rows = sorted(secret.data).map(
      ([key, value]) => `${key}:\t${isToken(secret, key) ? utf8Text(decodeBase64(value) ?? []) : `${base64Length(value)} bytes`}\n`,
    );
    return `${heading(secret)}\nType:\t${secret.type ?? ''}\n\nData\n====\n${rows.join('')}`;
  },
});

/** Tokens of service accounts are shown as they are. */
function isToken({ type }: Secret, key: string): boolean {
  return key === 'token' && type === 'kubernetes.io/service-account-token';
}

export const serviceAccountDescriber = defineDescriber<ServiceAccount>({
  kind: 'ServiceAccount',
  describe: (_session, account) =>
    heading(account) +
    multiline(
      'Image pull secrets',
      (account.imagePullSecrets ?? []).map(({ name = '' }) => name),
    ),
});
