/** Which tokens a kubelet may ask for: those of pods on its node, for whom they name in their volumes (plugin/pkg/admission/noderestriction). */
import { forbiddenError, notFoundError } from '../../../api/errors.ts';
import { type KubeObject, type ResourceType, groupResource, nameOf, namespaceOf } from '../../../api/object.ts';
import { CSI_DRIVER, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { Pod, TokenRequest, Volume } from '../../../api/types.gen.ts';
import { type StoreState, readObject } from '../../store/store.ts';
import { authorize, identityOf } from '../authorization/authorize.ts';
import { nodeOf } from '../authorization/node.ts';
import type { RequestScope } from '../server.ts';

export function assertForNode(scope: RequestScope, namespace: string, account: string, request: TokenRequest): void {
  const node = nodeOf(identityOf(scope.requester));
  const why = node === undefined ? undefined : faultOf(scope, node, namespace, account, request);
  if (why !== undefined) throw forbiddenError(scope.kind.type, account, why);
}

function faultOf(scope: RequestScope, node: string, namespace: string, account: string, { spec }: TokenRequest): string | undefined {
  const { requester, server } = scope;
  if (node === '') return `could not determine node from user ${JSON.stringify(requester.user)}`;
  const { apiVersion, kind, name, uid } = spec?.boundObjectRef ?? {};
  if (apiVersion !== 'v1' || kind !== 'Pod' || !name) return 'node requested token not bound to a pod';
  if (!uid) return 'node requested token with a pod binding without a uid';
  const pod = read(server.store, POD, `${namespace}/${name}`);
  if (pod === undefined) throw notFoundError(POD, name);
  if (uid !== pod.metadata.uid) {
    return `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  }
  if (pod.spec?.nodeName !== node) return 'node requested token bound to a pod scheduled on a different node';
  const [audience = '', another] = spec?.audiences ?? [];
  if (another !== undefined) return 'node may only request 0 or 1 audiences';
  if (pod.spec.volumes?.some((volume) => isFor(server.store, pod, volume, audience)) || mayAskFor(scope, audience, namespace, account)) {
    return undefined;
  }
  const named = JSON.stringify(audience);
  return `audience ${named} not found in pod spec volume, ${requester.user} is not authorized to request tokens for this audience`;
}

function read<T extends KubeObject>(store: StoreState, type: ResourceType<T>, key: string): T | undefined {
  return readObject(store, groupResource(type), key) as T | undefined;
}

/** By a projected token, or by the driver of a volume. */
function isFor(store: StoreState, pod: Pod, volume: Volume, audience: string): boolean {
  const sources = volume.projected?.sources ?? [];
  if (sources.some(({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? '') === audience)) return true;
  const driver = driverOf(store, pod, volume);
  if (!driver) return false;
  return (read(store, CSI_DRIVER, driver)?.spec?.tokenRequests ?? []).some((request) => (request.audience ?? '') === audience);
}

function driverOf(store: StoreState, pod: Pod, volume: Volume): string | undefined {
  const claimName = volume.ephemeral === undefined ? volume.persistentVolumeClaim?.claimName : `${nameOf(pod)}-${volume.name}`;
  if (!claimName) return volume.csi?.driver;
  const volumeName = read(store, PERSISTENT_VOLUME_CLAIM, `${namespaceOf(pod)}/${claimName}`)?.spec?.volumeName;
  return volumeName ? read(store, PERSISTENT_VOLUME, volumeName)?.spec?.csi?.driver : undefined;
}

/** Roles speak of audiences as of resources. */
function mayAskFor({ server, requester }: RequestScope, audience: string, namespace: string, account: string): boolean {
  const access = {
    verb: 'request-serviceaccounts-token-audience',
    group: '',
    resource: audience,
    subresource: '',
    name: account,
    namespace,
  };
  return authorize(server, identityOf(requester), { ...access, fields: [] }).allowed;
}
