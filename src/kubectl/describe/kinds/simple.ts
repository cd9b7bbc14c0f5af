import type { ConfigMap, Namespace, Secret, ServiceAccount } from '../../../api/types.gen.ts';
import { base64Length } from '../../base64.ts';
import { defineDescriber } from '../describer.ts';
import { annotationLines, field, labelLines, multiline, optional, sorted } from '../text.ts';

function heading({ metadata }: { readonly metadata: ConfigMap['metadata'] }): string {
  return [
    field('Name', metadata.name ?? ''),
    metadata.namespace === undefined ? '' : field('Namespace', metadata.namespace),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
  ].join('');
}

export const namespaceDescriber = defineDescriber<Namespace>({
  kind: 'Namespace',
  withoutEvents: true,
  describe: (_session, namespace) =>
    `${heading(namespace)}${optional('Status', namespace.status?.phase)}${conditionLines(namespace)}\nNo resource quota.\n\nNo LimitRange resource.\n`,
});

function conditionLines({ status }: Namespace): string {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return '';
  const rows = conditions.map(
    ({ type, status: value, lastTransitionTime, reason = '', message = '' }) =>
      `  ${type}\t${value}\t${lastTransitionTime ?? ''}\t${reason}\t${message}\n`,
  );
  return `Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n  ----\t------\t------------------\t------\t-------\n${rows.join('')}`;
}

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
    const rows = sorted(secret.data).map(([key, value]) => `${key}:\t${base64Length(value)} bytes\n`);
    return `${heading(secret)}\nType:\t${secret.type ?? ''}\n\nData\n====\n${rows.join('')}`;
  },
});

export const serviceAccountDescriber = defineDescriber<ServiceAccount>({
  kind: 'ServiceAccount',
  describe: (_session, account) =>
    heading(account) +
    multiline(
      'Image pull secrets',
      (account.imagePullSecrets ?? []).map(({ name = '' }) => name),
    ),
});
