import { forbiddenError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Container, Pod, PodSpec, ProjectedVolumeSource, ServiceAccount, VolumeMount } from '../../../api/types.gen.ts';
import { mapShared } from '../../../api/kinds/sharing.ts';
import { extend } from '../../../base/extend.ts';
import { readObject } from '../../store/store.ts';
import { type RequestScope, admissionName, randomSuffix } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod's API token volume projects; the same for every pod. */
const PROJECTED: ProjectedVolumeSource = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
};

/** Gives a pod its ServiceAccount, and its containers the account's token (plugin/pkg/admission/serviceaccount). */
export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  mutate: (scope, object, { operation, subresource }) =>
    operation === 'CREATE' && subresource === '' && object.kind === 'Pod' ? withAccount(scope, object as Pod) : object,
};

function withAccount(scope: RequestScope, pod: Pod): KubeObject {
  // Mirror pods are the kubelet's own and carry no account.
  if (pod.spec === undefined || pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return pod;
  const name = pod.spec.serviceAccountName || 'default';
  const account = accountOf(scope, pod, name);
  const mounts = pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  const named: PodSpec = withSecrets(extend(pod.spec, { serviceAccountName: name, serviceAccount: name }), account);
  const admitted: Pod = { ...pod, spec: mounts ? withToken(scope, named) : named };
  return admitted;
}

function accountOf(scope: RequestScope, pod: Pod, name: string): ServiceAccount {
  const namespace = pod.metadata.namespace ?? '';
  const account = readObject(scope.server.store, 'serviceaccounts', `${namespace}/${name}`);
  if (account !== undefined) return account as ServiceAccount;
  throw forbiddenError(
    scope.kind.type,
    admissionName(pod),
    `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
  );
}

function withSecrets(spec: PodSpec, { imagePullSecrets }: ServiceAccount): PodSpec {
  return (spec.imagePullSecrets?.length ?? 0) === 0 && imagePullSecrets !== undefined ? { ...spec, imagePullSecrets } : spec;
}

function withToken(scope: RequestScope, spec: PodSpec): PodSpec {
  const { containers, initContainers, volumes } = spec;
  const existing = volumes?.find((volume) => volume.name.startsWith('kube-api-access-'));
  const name = existing?.name ?? `kube-api-access-${randomSuffix(scope.server)}`;
  const mount: VolumeMount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const mounted = (container: Container) => withMount(container, mount);
  const next = mapShared(containers, mounted);
  const nextInit = initContainers && mapShared(initContainers, mounted);
  const isUsed = next !== containers || nextInit !== initContainers;
  const withInit: PodSpec = nextInit === undefined ? spec : { ...spec, initContainers: nextInit };
  if (existing !== undefined || !isUsed) return { ...withInit, containers: next };
  return extend(withInit, { containers: next, volumes: (volumes ?? []).concat({ name, projected: PROJECTED }) });
}

function withMount(container: Container, mount: VolumeMount): Container {
  const { volumeMounts } = container;
  if (volumeMounts === undefined) return extend(container, { volumeMounts: [mount] });
  return volumeMounts.some((own) => own.mountPath === TOKEN_PATH) ? container : { ...container, volumeMounts: volumeMounts.concat(mount) };
}
