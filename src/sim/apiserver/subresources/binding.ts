/** POST pods/<name>/binding: how the scheduler gives a pod its node (pkg/registry/core/pod/storage). */
import { badRequestError, conflictError, failure, notFoundError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { Binding, Node, ObjectMeta, Pod, PodCondition, PodStatus, Status } from '../../../api/types.gen.ts';
import { extend } from '../../../base/extend.ts';
import { readObject } from '../../store/store.ts';
import { mutateInAdmission, validateInAdmission } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';
import { closed } from '../managed-fields/record.ts';
import { BINDING } from './own-kinds.ts';
import { type RequestScope, commit, readStored, withManagedFields } from '../server.ts';

const TOPOLOGY_LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'] as const;

export function bindFromBody(scope: RequestScope, namespace: string, name: string, body: KubeObject): Status {
  const binding = body as Binding;
  if (binding.metadata?.name && binding.metadata.name !== name) throw badRequestError('name in URL does not match name in Binding object');
  const { kind, name: node } = binding.target ?? {};
  if (kind !== undefined && kind !== '' && kind !== 'Node') {
    throw failure(500, '', `target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`);
  }
  if (!node) throw failure(500, '', 'target.name: Required value');
  admit(scope, { ...binding, metadata: { ...binding.metadata, name, namespace } }, namespace);
  bindPod(scope, namespace, name, node, binding.metadata ?? {});
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}

function admit(scope: RequestScope, binding: Binding, namespace: string): void {
  const attributes: AdmissionAttributes = { operation: 'CREATE', subresource: 'binding', kind: BINDING, namespace };
  validateInAdmission(scope, mutateInAdmission(scope, binding, attributes), attributes);
}

/** Assigns a pod to a node. The binding's uid and resourceVersion, where given, are preconditions. */
export function bindPod(scope: RequestScope, namespace: string, name: string, node: string, binding: ObjectMeta): void {
  const { server, kind } = scope;
  const stored = readStored(server, kind, namespace, name) as Pod | undefined;
  if (stored === undefined) throw notFoundError(kind.type, name);
  assertBindable(stored, name, binding);
  const bound: Pod = {
    ...stored,
    // Nothing is committed in between, so its revision is known.
    metadata: { ...boundMetadata(scope, stored.metadata, node, binding), resourceVersion: String(server.store.revision + 1) },
    spec: extend(stored.spec ?? { containers: [] }, { nodeName: node }),
    status: boundStatus(stored.status ?? NO_STATUS, formatTime(server.now())),
  };
  commit(scope, 'bind', withManagedFields(bound, closed(stored.metadata.managedFields, stored)));
}

function assertBindable(pod: Pod, name: string, binding: ObjectMeta): void {
  const refuse = (why: string) => conflictError({ group: '', resource: 'pods/binding' }, name, why);
  if (binding.uid && binding.uid !== pod.metadata.uid) {
    throw refuse(`Precondition failed: UID in precondition: ${binding.uid}, UID in object meta: ${pod.metadata.uid ?? ''}`);
  }
  if (binding.resourceVersion && binding.resourceVersion !== pod.metadata.resourceVersion) {
    throw refuse(
      `Precondition failed: ResourceVersion in precondition: ${binding.resourceVersion}, ResourceVersion in object meta: ${pod.metadata.resourceVersion ?? ''}`,
    );
  }
  if (pod.metadata.deletionTimestamp !== undefined) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (pod.spec?.nodeName) throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if ((pod.spec?.schedulingGates?.length ?? 0) > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
}

/** Annotations of the Binding, and the node's topology labels (PodTopologyLabels admission). */
function boundMetadata(scope: RequestScope, metadata: ObjectMeta, node: string, binding: ObjectMeta): ObjectMeta {
  const topology = topologyOf(scope, node);
  const annotations =
    binding.annotations === undefined ? metadata : { ...metadata, annotations: { ...metadata.annotations, ...binding.annotations } };
  return topology === undefined ? annotations : { ...annotations, labels: topologyLabels(metadata.labels ?? NO_LABELS, topology) };
}

type Labels = { readonly [key: string]: string };
const NO_LABELS: Labels = {};
const NO_STATUS: PodStatus = {};

/** Pods of one template have the same labels, and many of them come to the same zone: they share them. */
function topologyLabels(labels: Labels, topology: Labels): Labels {
  const known = AT.get(labels) ?? new Map<string, Labels>();
  // An empty value is one, and no value has a slash.
  const place = TOPOLOGY_LABELS.map((key) => topology[key] ?? '/').join(' ');
  const all = known.get(place) ?? { ...labels, ...topology };
  AT.set(labels, known.set(place, all));
  return all;
}

const AT = new WeakMap<Labels, Map<string, Labels>>();

/** Pods that begin alike and are bound in the same second share their status until the kubelet writes its own. */
function boundStatus(before: PodStatus, now: string): PodStatus {
  const lately = BOUND.get(before);
  if (lately?.now === now) return lately.status;
  const { nominatedNodeName: _nominated, ...kept } = before;
  const status = extend(kept, { conditions: scheduled(before.conditions ?? [], now) });
  BOUND.set(before, { now, status });
  return status;
}

const BOUND = new WeakMap<PodStatus, { readonly now: string; readonly status: PodStatus }>();

export function topologyOf(scope: RequestScope, node: string): { [key: string]: string } | undefined {
  const labels = (readObject(scope.server.store, 'nodes', node) as Node | undefined)?.metadata.labels;
  let topology: { [key: string]: string } | undefined;
  for (const key of TOPOLOGY_LABELS) {
    const value = labels?.[key];
    if (value !== undefined) topology = { ...topology, [key]: value };
  }
  return topology;
}

function scheduled(conditions: readonly PodCondition[], now: string): readonly PodCondition[] {
  const condition: PodCondition = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now };
  return conditions.filter(({ type }) => type !== 'PodScheduled').concat(condition);
}
