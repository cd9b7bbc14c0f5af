/** What kubelets may read because a pod of theirs uses it (plugin/pkg/auth/authorizer/node/graph.go). */
import { POD } from '../../../api/resources.ts';
import { groupResource, nameOf } from '../../../api/object.ts';
import type { PersistentVolume, Pod } from '../../../api/types.gen.ts';
import { type StoreState, readObject, scanObjects } from '../../store/store.ts';

const MIRROR = 'kubernetes.io/config.mirror';
const PODS = groupResource(POD);

export type Referred =
  | 'pods'
  | 'secrets'
  | 'configmaps'
  | 'persistentvolumeclaims'
  | 'persistentvolumes'
  | 'resourceclaims'
  | 'serviceaccounts';

/** Whether a pod on the node refers to the object, by itself or through its claims and their volumes. */
export function isReferred(store: StoreState, node: string, what: Referred, namespace: string, name: string): boolean {
  switch (what) {
    case 'pods':
      return (readObject(store, PODS, `${namespace}/${name}`) as Pod | undefined)?.spec?.nodeName === node;
    case 'persistentvolumes':
      return isVolumeReferred(store, node, readObject(store, what, name) as PersistentVolume | undefined);
    case 'secrets':
      return isUsed(store, node, what, namespace, name) || isSecretOfVolume(store, node, namespace, name);
    case 'configmaps':
    case 'persistentvolumeclaims':
    case 'resourceclaims':
    case 'serviceaccounts':
      return isUsed(store, node, what, namespace, name);
  }
}

function isUsed(
  store: StoreState,
  node: string,
  what: Exclude<Referred, 'pods' | 'persistentvolumes'>,
  namespace: string,
  name: string,
): boolean {
  for (const [, object] of scanObjects(store, PODS, `${namespace}/`)) {
    const pod = object as Pod;
    if (pod.spec?.nodeName === node && pod.metadata.annotations?.[MIRROR] === undefined && USES[what](pod).includes(name)) return true;
  }
  return false;
}

function isVolumeReferred(store: StoreState, node: string, volume: PersistentVolume | undefined): boolean {
  const claim = volume?.spec?.claimRef;
  return claim !== undefined && isUsed(store, node, 'persistentvolumeclaims', claim.namespace ?? '', claim.name ?? '');
}

function isSecretOfVolume(store: StoreState, node: string, namespace: string, name: string): boolean {
  for (const [, object] of scanObjects(store, 'persistentvolumes', '')) {
    const volume = object as PersistentVolume;
    const secrets = namesUnder(volume.spec, VOLUME_SECRETS, volume.spec?.claimRef?.namespace ?? '');
    if (secrets.includes(`${namespace}/${name}`) && isVolumeReferred(store, node, volume)) return true;
  }
  return false;
}

const POD_SECRETS: ReadonlySet<string> = new Set([
  'imagePullSecrets',
  'secretRef',
  'secretKeyRef',
  'nodePublishSecretRef',
  'secret',
  'azureFile',
]);
const POD_CONFIG_MAPS: ReadonlySet<string> = new Set(['configMapRef', 'configMapKeyRef', 'configMap']);
const VOLUME_SECRETS: ReadonlySet<string> = new Set([
  'secretRef',
  'nodePublishSecretRef',
  'nodeStageSecretRef',
  'nodeExpandSecretRef',
  'azureFile',
]);

export const USES: { readonly [what in Exclude<Referred, 'pods' | 'persistentvolumes'>]: (pod: Pod) => readonly string[] } = {
  secrets: ({ spec }) => namesUnder(spec, POD_SECRETS),
  configmaps: ({ spec }) => namesUnder(spec, POD_CONFIG_MAPS),
  serviceaccounts: ({ spec }) => (spec?.serviceAccountName ? [spec.serviceAccountName] : []),
  persistentvolumeclaims: (pod) =>
    (pod.spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
      if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName];
      return ephemeral === undefined ? [] : [`${nameOf(pod)}-${name}`];
    }),
  resourceclaims: ({ spec, status }) => [
    ...(spec?.resourceClaims ?? []).flatMap(({ resourceClaimName }) => resourceClaimName ?? []),
    ...(status?.resourceClaimStatuses ?? []).flatMap(({ resourceClaimName }) => resourceClaimName ?? []),
    ...(status?.extendedResourceClaimStatus === undefined ? [] : [status.extendedResourceClaimStatus.resourceClaimName]),
  ],
};

interface Named {
  readonly name?: string;
  readonly secretName?: string;
  readonly namespace?: string;
  readonly secretNamespace?: string;
}

/** Names in all references of a spec that stand under one of the keys; with the namespace when a default one is given. */
function namesUnder(value: unknown, keys: ReadonlySet<string>, namespace?: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const own = keys.has(key) ? [item].flat().map((reference) => nameIn(reference as Named, namespace)) : [];
    return [...own, ...namesUnder(item, keys, namespace)];
  });
}

function nameIn({ name, secretName, namespace: own, secretNamespace }: Named, namespace: string | undefined): string {
  const found = secretName ?? name ?? '';
  return namespace === undefined ? found : `${own || secretNamespace || namespace}/${found}`;
}
