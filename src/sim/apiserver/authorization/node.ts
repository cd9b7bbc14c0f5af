/** The node authorizer: what kubelets may do (plugin/pkg/auth/authorizer/node). */
import type { Identity } from '../../kernel/command.ts';
import { type StoreState, readObject } from '../../store/store.ts';
import { groupResource } from '../../../api/object.ts';
import type { ResourceSlice, VolumeAttachment } from '../../../api/types.gen.ts';
import { NODE_RULES } from '../base-objects/rbac.ts';
import { type Access, type ResourceAccess, exactValue } from './access.ts';
import type { Decision } from './rbac.ts';
import { type Referred, isReferred } from './references.ts';
import { ruleAllows } from './rules.ts';

const PREFIX = 'system:node:';
const NO_OPINION: Decision = { allowed: false, reason: '' };
const ALLOWED: Decision = { allowed: true, reason: '' };

/** The node that somebody is; '' for a kubelet that does not say which. */
export function nodeOf({ user, groups }: Identity): string | undefined {
  return user.startsWith(PREFIX) && groups.includes('system:nodes') ? user.slice(PREFIX.length) : undefined;
}

export function authorizeNode(store: StoreState, who: Identity, access: Access): Decision {
  const node = nodeOf(who);
  if (node === undefined) return NO_OPINION;
  if (node === '') return refused(`unknown node for user ${JSON.stringify(who.user)}`);
  const own = 'path' in access ? undefined : OWN_RULES[groupResource(access)];
  if (own !== undefined && !('path' in access)) return own({ store, node }, access);
  return NODE_RULES.some((rule) => ruleAllows(rule, access)) ? ALLOWED : NO_OPINION;
}

interface NodeScope {
  readonly store: StoreState;
  readonly node: string;
}

type OwnRule = (scope: NodeScope, access: ResourceAccess) => Decision;

const OWN_RULES: { readonly [resource: string]: OwnRule | undefined } = {
  secrets: (scope, access) => readNamespaced(scope, 'secrets', access),
  configmaps: (scope, access) => readNamespaced(scope, 'configmaps', access),
  persistentvolumeclaims: (scope, access) =>
    access.subresource === 'status' ? updateStatus(scope, access) : readOne(access, () => related(scope, 'persistentvolumeclaims', access)),
  persistentvolumes: (scope, access) => readOne(access, () => related(scope, 'persistentvolumes', access)),
  'resourceclaims.resource.k8s.io': (scope, access) => readOne(access, () => related(scope, 'resourceclaims', access)),
  'volumeattachments.storage.k8s.io': (scope, access) => readOne(access, () => relatedIf(scope, access)),
  serviceaccounts: serviceAccount,
  'leases.coordination.k8s.io': lease,
  'csinodes.storage.k8s.io': csiNode,
  'resourceslices.resource.k8s.io': resourceSlice,
  nodes: ownNode,
  pods: ownPod,
};

function refused(reason: string): Decision {
  return { allowed: false, reason };
}

function verdict(isAllowed: boolean, reason = ''): Decision {
  return isAllowed ? ALLOWED : refused(reason);
}

function noRelation({ node }: NodeScope): Decision {
  return refused(`no relationship found between node '${node}' and this object`);
}

function related(scope: NodeScope, what: Referred, { namespace, name }: ResourceAccess): Decision {
  if (name === '') return refused('No Object name found');
  return isReferred(scope.store, scope.node, what, namespace, name) ? ALLOWED : noRelation(scope);
}

/** Objects that name their node. */
function relatedIf(scope: NodeScope, access: ResourceAccess): Decision {
  if (access.name === '') return refused('No Object name found');
  const object = readObject(scope.store, groupResource(access), access.name) as VolumeAttachment | ResourceSlice | undefined;
  return object?.spec.nodeName === scope.node ? ALLOWED : noRelation(scope);
}

function readOne({ verb, subresource }: ResourceAccess, decide: () => Decision): Decision {
  if (verb !== 'get') return refused('can only get individual resources of this type');
  return subresource === '' ? decide() : refused('cannot get subresource');
}

function readNamespaced(scope: NodeScope, what: Referred, access: ResourceAccess): Decision {
  if (!['get', 'list', 'watch'].includes(access.verb)) return refused('can only read resources of this type');
  if (access.subresource !== '') return refused('cannot read subresource');
  if (access.namespace === '') return refused('can only read namespaced object of this type');
  return related(scope, what, access);
}

function updateStatus(scope: NodeScope, access: ResourceAccess): Decision {
  if (access.verb !== 'update' && access.verb !== 'patch') return refused('can only get/update/patch this type');
  return related(scope, 'persistentvolumeclaims', access);
}

function serviceAccount(scope: NodeScope, access: ResourceAccess): Decision {
  const { verb, subresource, name } = access;
  if (verb === 'get' && subresource === '') return readNamespaced(scope, 'serviceaccounts', access);
  if (verb !== 'create' || name === '') return refused('can only create tokens for individual service accounts');
  if (subresource !== 'token') return refused('can only create token subresource of serviceaccount');
  return related(scope, 'serviceaccounts', access);
}

const OWN_OBJECT_VERBS = ['get', 'create', 'update', 'patch', 'delete'];
const LEASE_NAMESPACE = 'kube-node-lease';

/** The name of an object that is created is not known here: admission looks at it. */
function lease({ node }: NodeScope, { verb, namespace, name }: ResourceAccess): Decision {
  if (!OWN_OBJECT_VERBS.includes(verb)) return refused('can only get, create, update, patch, or delete a node lease');
  if (namespace !== LEASE_NAMESPACE) return refused(`can only access leases in the "${LEASE_NAMESPACE}" system namespace`);
  return verdict(verb === 'create' || name === node, 'can only access node lease with the same name as the requesting node');
}

function csiNode({ node }: NodeScope, { verb, subresource, name }: ResourceAccess): Decision {
  if (!OWN_OBJECT_VERBS.includes(verb)) return refused('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return refused('cannot authorize CSINode subresources');
  return verdict(verb === 'create' || name === node, 'can only access CSINode with the same name as the requesting node');
}

const SLICE_VERBS = 'get, watch, list, create, update, patch, delete, deletecollection';

function resourceSlice(scope: NodeScope, access: ResourceAccess): Decision {
  if (access.subresource !== '') return refused('cannot authorize ResourceSlice subresources');
  switch (access.verb) {
    case 'create':
      return ALLOWED;
    case 'get':
    case 'update':
    case 'patch':
    case 'delete':
      return relatedIf(scope, access);
    case 'watch':
    case 'list':
    case 'deletecollection':
      return verdict(
        exactValue(access.fields, 'spec.nodeName') === scope.node,
        'can only list/watch/deletecollection resourceslices with nodeName field selector',
      );
    default:
      return refused(`only the following verbs are allowed for a ResourceSlice: ${SLICE_VERBS}`);
  }
}

/** Which node is written is admission's business. */
function ownNode({ node }: NodeScope, { verb, subresource, name }: ResourceAccess): Decision {
  if (subresource === 'status') return verdict(verb === 'update' || verb === 'patch');
  if (subresource !== '') return NO_OPINION;
  if (verb === 'create' || verb === 'update' || verb === 'patch') return ALLOWED;
  if (verb !== 'get' && verb !== 'list' && verb !== 'watch') return NO_OPINION;
  if (name === '') return refused(`node '${node}' cannot read all nodes, only its own Node object`);
  return verdict(name === node, `node '${node}' cannot read '${name}', only its own Node object`);
}

/** Mirror pods are created and deleted, and which pods they are is admission's business. */
function ownPod(scope: NodeScope, access: ResourceAccess): Decision {
  const { verb, subresource, name, fields } = access;
  if (subresource === 'status') return verdict(verb === 'update' || verb === 'patch');
  if (subresource === 'eviction') return verdict(verb === 'create');
  if (subresource !== '') return NO_OPINION;
  if (verb === 'create' || verb === 'delete') return ALLOWED;
  if (verb === 'get') return related(scope, 'pods', access);
  if (verb !== 'list' && verb !== 'watch') return NO_OPINION;
  if (exactValue(fields, 'spec.nodeName') === scope.node) return ALLOWED;
  return name === '' ? refused('can only list/watch pods with spec.nodeName field selector') : related(scope, 'pods', access);
}
