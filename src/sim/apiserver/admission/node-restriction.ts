/** What kubelets may write beyond what roles say: themselves, and the pods that run on them (plugin/pkg/admission/noderestriction). */
import { notFoundError } from '../../../api/errors.ts';
import { requestFault, subjectOfRequest } from '../../../api/kinds/certificate-signing-request/pem.ts';
import { type KubeObject, groupResource, nameOf } from '../../../api/object.ts';
import type { Labels } from '../../../api/labels.ts';
import { NODE, POD } from '../../../api/resources.ts';
import type { CertificateSigningRequest, Node, PersistentVolumeClaim, Pod, ResourceSlice } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { readObject } from '../../store/store.ts';
import { nodeOf } from '../authorization/node.ts';
import { USES } from '../authorization/references.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

export const nodeRestriction: AdmissionPlugin = {
  name: 'NodeRestriction',
  mutate(scope, object, attributes) {
    assertAllowed(scope, object, attributes);
    return object;
  },
  validate(scope, object, attributes) {
    if (attributes.operation === 'DELETE') assertAllowed(scope, object, attributes);
  },
};

/** Says why not, if so. */
type Rule = (node: string, object: KubeObject, attributes: AdmissionAttributes, scope: RequestScope) => string | undefined;

const RULES: { readonly [resource: string]: Rule | undefined } = {
  pods: podRule,
  nodes: nodeRule,
  persistentvolumeclaims: claimRule,
  'leases.coordination.k8s.io': leaseRule,
  'csinodes.storage.k8s.io': (node, object) =>
    nameOf(object) === node ? undefined : 'can only access CSINode with the same name as the requesting node',
  'resourceslices.resource.k8s.io': sliceRule,
  'certificatesigningrequests.certificates.k8s.io': requestRule,
};

function assertAllowed(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  const { user, groups } = scope.requester;
  // The cluster's own kubelets say no groups: they are what they are.
  const node = groups === undefined ? undefined : nodeOf({ user, groups });
  if (node === undefined) return;
  if (node === '') throw refusal(scope, object, `could not determine node from user ${JSON.stringify(user)}`);
  const why = RULES[groupResource(scope.kind.type)]?.(node, object, attributes, scope);
  if (why !== undefined) throw refusal(scope, object, why);
}

function podRule(node: string, object: KubeObject, attributes: AdmissionAttributes, scope: RequestScope): string | undefined {
  const { operation, subresource, namespace, stored } = attributes;
  const named = JSON.stringify(node);
  switch (subresource) {
    case '':
      if (operation === 'CREATE') return mirrorRule(node, object as Pod, scope);
      if (operation !== 'DELETE') {
        return `unexpected operation ${JSON.stringify(operation)}, node ${named} can only create and delete mirror pods`;
      }
      return runsOn(stored, node) ? undefined : `node ${named} can only delete pods with spec.nodeName set to itself`;
    case 'status':
      return operation === 'UPDATE' ? statusRule(node, object as Pod, stored as Pod) : `unexpected operation ${JSON.stringify(operation)}`;
    case 'eviction': {
      const pod = readObject(scope.server.store, 'pods', `${namespace}/${nameOf(object)}`);
      if (pod === undefined) throw notFoundError(POD, nameOf(object));
      return runsOn(pod, node) ? undefined : `node ${node} can only evict pods with spec.nodeName set to itself`;
    }
    default:
      return `unexpected pod subresource ${JSON.stringify(subresource)}, only 'status' and 'eviction' are allowed`;
  }
}

function runsOn(pod: KubeObject | undefined, node: string): boolean {
  return (pod as Pod | undefined)?.spec?.nodeName === node;
}

const MIRROR = 'kubernetes.io/config.mirror';

/** A kubelet creates nothing but the likeness of a pod that stands in a file of its node. */
function mirrorRule(node: string, pod: Pod, { server }: RequestScope): string | undefined {
  const named = JSON.stringify(node);
  if (pod.metadata.annotations?.[MIRROR] === undefined) {
    return `pod does not have ${JSON.stringify(MIRROR)} annotation, node ${named} can only create mirror pods`;
  }
  if (!runsOn(pod, node)) return `node ${named} can only create pods with spec.nodeName set to itself`;
  const [owner, another] = pod.metadata.ownerReferences ?? [];
  if (another !== undefined) return `node ${named} can only create pods with a single owner reference set to itself`;
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return `node ${named} can only create pods with an owner reference set to itself`;
  }
  if (owner.controller !== true) return `node ${named} can only create pods with a controller owner reference set to itself`;
  if (owner.blockOwnerDeletion === true) return `node ${named} must not set blockOwnerDeletion on an owner reference`;
  const own = readObject(server.store, 'nodes', node);
  if (own === undefined) throw notFoundError(NODE, node);
  if (owner.uid !== own.metadata.uid) return `node ${node} UID mismatch: expected ${owner.uid} got ${own.metadata.uid ?? ''}`;
  const reference = referenceOf(pod);
  return reference === undefined ? undefined : `node ${named} can not create pods that reference ${reference}`;
}

/** The first sort of API object that a pod makes use of (podutil.HasAPIObjectReference). */
function referenceOf(pod: Pod): string | undefined {
  const { serviceAccountName, resourceClaims = [], volumes = [] } = pod.spec ?? { containers: [] };
  if (serviceAccountName) return 'serviceaccounts';
  if (USES.secrets(pod).some(Boolean)) return 'secrets';
  if (USES.configmaps(pod).some(Boolean)) return 'configmaps';
  if (resourceClaims.length > 0) return 'resourceclaims';
  for (const volume of volumes) {
    if (volume.csi !== undefined) return 'csidrivers (via CSI volumes)';
    if (volume.glusterfs !== undefined) return 'endpoints (via glusterFS volumes)';
    if (volume.persistentVolumeClaim !== undefined) return 'persistentvolumeclaims';
    if (volume.ephemeral !== undefined) return 'persistentvolumeclaims (via ephemeral volumes)';
    for (const source of volume.projected?.sources ?? []) {
      if (source.serviceAccountToken !== undefined) return 'serviceaccounts (via projected volumes)';
      if (source.clusterTrustBundle !== undefined) return 'clustertrustbundles';
      if (source.podCertificate !== undefined) return 'podcertificates';
    }
  }
  return undefined;
}

function statusRule(node: string, pod: Pod, stored: Pod): string | undefined {
  const named = JSON.stringify(node);
  if (!runsOn(stored, node)) return `node ${named} can only update pod status for pods with spec.nodeName set to itself`;
  if (!deepEqual(pod.metadata.labels ?? {}, stored.metadata.labels ?? {})) return `node ${named} cannot update labels through pod status`;
  const { status: next } = pod;
  const { status: before } = stored;
  if (!deepEqual(next?.resourceClaimStatuses ?? [], before?.resourceClaimStatuses ?? [])) {
    return `node ${named} cannot update resource claim statues`;
  }
  if (!deepEqual(next?.extendedResourceClaimStatus, before?.extendedResourceClaimStatus)) {
    return `node ${named} cannot update extended resource claim status`;
  }
  return undefined;
}

function nodeRule(node: string, object: KubeObject, { operation, stored }: AdmissionAttributes): string | undefined {
  const named = JSON.stringify(node);
  if (nameOf(object) !== node) return `node ${named} is not allowed to modify node ${JSON.stringify(nameOf(object))}`;
  const { spec, metadata } = object as Node;
  if (operation === 'CREATE') {
    if (spec?.configSource !== undefined) return `node ${named} is not allowed to create pods with a non-nil configSource`;
    const labels = foreignLabels(metadata.labels, {});
    return labels.length === 0 ? undefined : `node ${named} is not allowed to set the following labels: ${labels.join(', ')}`;
  }
  if (operation !== 'UPDATE') return undefined;
  const before = stored as Node;
  if (spec?.configSource !== undefined && !deepEqual(spec.configSource, before.spec?.configSource)) {
    return `node ${named} is not allowed to update configSource to a new non-nil configSource`;
  }
  if (!deepEqual(spec?.taints ?? [], before.spec?.taints ?? [])) return `node ${named} is not allowed to modify taints`;
  if (!deepEqual(metadata.ownerReferences ?? [], before.metadata.ownerReferences ?? [])) {
    return `node ${named} is not allowed to modify ownerReferences`;
  }
  const labels = foreignLabels(metadata.labels, before.metadata.labels);
  return labels.length === 0 ? undefined : `is not allowed to modify labels: ${labels.join(', ')}`;
}

/** Labels that differ and are Kubernetes' own, but not a kubelet's. */
function foreignLabels(next: Labels = {}, before: Labels = {}): readonly string[] {
  const keys = new Set([...Object.keys(next), ...Object.keys(before)]);
  return [...keys].filter((key) => next[key] !== before[key] && isForeign(key)).sort();
}

const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);

function isForeign(key: string): boolean {
  const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  const isUnder = (domain: string) => prefix === domain || prefix.endsWith(`.${domain}`);
  if (isUnder('node-restriction.kubernetes.io')) return true;
  if (KUBELET_LABELS.has(key) || isUnder('kubelet.kubernetes.io') || isUnder('node.kubernetes.io')) return false;
  return isUnder('kubernetes.io') || isUnder('k8s.io');
}

/** Of a claim a kubelet reports how large its volume has become, and nothing else. */
function claimRule(node: string, object: KubeObject, { operation, subresource, stored }: AdmissionAttributes): string | undefined {
  if (subresource !== 'status') return 'may only update PVC status';
  if (operation !== 'UPDATE') return `unexpected operation ${JSON.stringify(operation)}`;
  if (deepEqual(withoutReport(object as PersistentVolumeClaim), withoutReport(stored as PersistentVolumeClaim))) return undefined;
  return `node ${JSON.stringify(node)} is not allowed to update fields other than status.quantity and status.conditions`;
}

function withoutReport({ metadata, status, ...rest }: PersistentVolumeClaim): object {
  const { resourceVersion: _version, managedFields: _managed, ...kept } = metadata;
  const {
    capacity: _capacity,
    conditions: _conditions,
    allocatedResources: _resources,
    allocatedResourceStatuses: _statuses,
    ...told
  } = status ?? {};
  return { ...rest, metadata: kept, status: told };
}

function leaseRule(node: string, object: KubeObject, { namespace }: AdmissionAttributes): string | undefined {
  if (namespace !== 'kube-node-lease') return 'can only access leases in the "kube-node-lease" system namespace';
  return nameOf(object) === node ? undefined : 'can only access node lease with the same name as the requesting node';
}

function sliceRule(node: string, object: KubeObject, { operation, stored }: AdmissionAttributes): string | undefined {
  const slice = (operation === 'DELETE' ? stored : object) as ResourceSlice;
  if (operation === 'UPDATE' || slice.spec.nodeName === node) return undefined;
  return `can only ${operation === 'CREATE' ? 'create' : 'delete'} ResourceSlice with the same NodeName as the requesting node`;
}

const KUBELET_SIGNERS: readonly string[] = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

/** A kubelet asks for certificates of its own. */
function requestRule(node: string, object: KubeObject, { operation }: AdmissionAttributes): string | undefined {
  const spec = (object as Partial<CertificateSigningRequest>).spec;
  if (operation !== 'CREATE' || spec === undefined || !KUBELET_SIGNERS.includes(spec.signerName)) return undefined;
  const fault = requestFault(spec.request);
  if (fault !== undefined) return `unable to parse csr: ${fault}`;
  if (subjectOfRequest(spec.request).commonName === `system:node:${node}`) return undefined;
  return `can only create a node CSR with CN=system:node:${node}`;
}
