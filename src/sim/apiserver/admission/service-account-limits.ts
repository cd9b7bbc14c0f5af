/** The rules of the ServiceAccount plugin for pods out of the ordinary: mirror pods, and accounts that limit the secrets of their pods. */
import { failure } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Container, EphemeralContainer, Pod, PodSpec, ServiceAccount } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import { USES } from '../authorization/references.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

export const serviceAccountLimits: AdmissionPlugin = {
  name: 'ServiceAccount',
  mutate(scope, object, attributes) {
    const why = isPodWrite(object, attributes) ? limitError(scope, object as Pod, attributes) : undefined;
    if (why === undefined) return object;
    // Of ephemeral containers upstream complains without saying that it forbids.
    throw attributes.operation === 'CREATE' ? refusal(scope, object, why) : failure(500, '', why);
  },
};

function isPodWrite({ kind }: KubeObject, { operation, subresource }: AdmissionAttributes): boolean {
  return kind === 'Pod' && (operation === 'CREATE' ? subresource === '' : operation === 'UPDATE' && subresource === 'ephemeralcontainers');
}

function limitError(scope: RequestScope, pod: Pod, { operation, namespace }: AdmissionAttributes): string | undefined {
  const spec = pod.spec ?? { containers: [] };
  if (operation === 'CREATE' && pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return mirrorError(pod, spec);
  const name = spec.serviceAccountName ?? '';
  const account = readObject(scope.server.store, 'serviceaccounts', `${namespace}/${name}`) as ServiceAccount | undefined;
  if (account === undefined || !isLimiting(account)) return undefined;
  return operation === 'CREATE'
    ? secretError(spec, account)
    : containersError('ephemeral container', spec.ephemeralContainers ?? [], account);
}

function mirrorError(pod: Pod, spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return 'a mirror pod may not reference service accounts';
  if (USES.secrets(pod).some(Boolean)) return 'a mirror pod may not reference secrets';
  const sources = (spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  const asksToken = sources.some(({ serviceAccountToken }) => serviceAccountToken !== undefined);
  return asksToken ? 'a mirror pod may not use ServiceAccountToken volume projections' : undefined;
}

/** As Go's strconv.ParseBool reads it. */
function isLimiting({ metadata }: ServiceAccount): boolean {
  return /^(1|t|T|TRUE|true|True)$/.test(metadata.annotations?.['kubernetes.io/enforce-mountable-secrets'] ?? '');
}

function secretError(spec: PodSpec, account: ServiceAccount): string | undefined {
  const { name = '' } = account.metadata;
  for (const { secret } of spec.volumes ?? []) {
    if (secret !== undefined && !isMountable(account, secret.secretName)) {
      return `volume with secret.secretName="${secret.secretName ?? ''}" is not allowed because service account ${name} does not reference that secret`;
    }
  }
  const inContainers =
    containersError('init container', spec.initContainers ?? [], account) ?? containersError('container', spec.containers, account);
  if (inContainers !== undefined) return inContainers;
  const pullable = new Set((account.imagePullSecrets ?? []).map((secret) => secret.name));
  const index = (spec.imagePullSecrets ?? []).findIndex((secret) => !pullable.has(secret.name));
  const bad = spec.imagePullSecrets?.[index]?.name;
  if (index < 0) return undefined;
  return `imagePullSecrets[${index}].name="${bad ?? ''}" is not allowed because service account ${name} does not reference that imagePullSecret`;
}

function containersError(
  noun: string,
  containers: readonly (Container | EphemeralContainer)[],
  account: ServiceAccount,
): string | undefined {
  for (const container of containers) {
    const references = [
      ...(container.env ?? []).map(({ name, valueFrom }) => ({ how: `envVar ${name}`, secret: valueFrom?.secretKeyRef })),
      ...(container.envFrom ?? []).map(({ secretRef }) => ({ how: 'envFrom', secret: secretRef })),
    ];
    const bad = references.find(({ secret }) => secret !== undefined && !isMountable(account, secret.name));
    if (bad !== undefined) {
      const what = `referencing secret.secretName="${bad.secret?.name ?? ''}" is not allowed`;
      return `${noun} ${container.name} with ${bad.how} ${what} because service account ${account.metadata.name ?? ''} does not reference that secret`;
    }
  }
  return undefined;
}

function isMountable({ secrets = [] }: ServiceAccount, name: string | undefined): boolean {
  return secrets.some((secret) => secret.name === name);
}
