import type { KubeObject } from '../../api/object.ts';
import { KINDS } from '../../api/kinds/registry.ts';
import type { KubeList } from '../../api/request.ts';
import type {
  ConfigMap,
  Container,
  ContainerState,
  ContainerStatus,
  ControllerRevision,
  Endpoints,
  EndpointAddress,
  EndpointSlice,
  Ingress,
  Namespace,
  Node,
  ObjectReference,
  PersistentVolume,
  Pod,
  PodTemplateSpec,
  Secret,
  Service,
  ServiceAccount,
  StatefulSet,
} from '../../api/types.gen.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { BASE_REVISIONS } from '../../sim/store/store.ts';
import type { Placement, RecordedObject, RecordedState } from './scenario.ts';

/**
 * The cluster as the recordings show it: every object of Kubernetes' own kinds outside kube-*, reduced to what matters. Definitions
 * and what they define are not shown. Names are not yet replaced.
 */
export function dumpState(cluster: Cluster): RecordedState {
  const state: Record<string, RecordedObject[]> = {};
  for (const { type, verbs, view, virtual } of KINDS) {
    if (UNSEEN.has(type.kind) || view !== undefined || virtual || !verbs.includes('list')) continue;
    const { items } = cluster.request({ verb: 'list', group: type.group, resource: type.resource }).body as KubeList;
    const shown = items.filter(isShown).map((object) => project(object, type.kind));
    if (shown.length > 0) state[type.kind] = shown;
  }
  return state;
}

const UNSEEN: ReadonlySet<string> = new Set(['Event', 'Lease', 'CustomResourceDefinition', 'APIService']);

/** Pods that are not terminating, by owner and node. */
export function dumpPlacement(cluster: Cluster): Placement {
  const { items } = cluster.request({ verb: 'list', group: '', resource: 'pods' }).body as KubeList;
  const placement: Record<string, Record<string, number>> = {};
  for (const { metadata, spec } of items as readonly Pod[]) {
    const node = spec?.nodeName;
    if (node === undefined || metadata.deletionTimestamp !== undefined || metadata.namespace?.startsWith('kube-') === true) continue;
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
    const key = owner === undefined ? `Pod/${metadata.name ?? ''}` : `${owner.kind}/${owner.name}`;
    const nodes = (placement[key] ??= {});
    nodes[node] = (nodes[node] ?? 0) + 1;
  }
  return placement;
}

const BUILT_IN_NAMESPACES = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Nothing that every cluster is born with, or that only the control plane sees. */
function isShown({ kind, metadata: { name = '', namespace = '', resourceVersion } }: KubeObject): boolean {
  if (namespace.startsWith('kube-') || Number(resourceVersion) <= BASE_REVISIONS) return false;
  switch (kind) {
    case 'Namespace':
      return !BUILT_IN_NAMESPACES.has(name);
    case 'Service':
    case 'Endpoints':
    case 'EndpointSlice':
      return name !== 'kubernetes';
    case 'IPAddress':
      return false;
    case 'ConfigMap':
      return name !== 'kube-root-ca.crt';
    case 'ServiceAccount':
      return name !== 'default';
    default:
      return true;
  }
}

function project(object: KubeObject, kind: string): RecordedObject {
  return { ...common(object, kind), ...(prune((PROJECTIONS[kind] ?? whole)(object as never) ?? {}) as object) };
}

/** Of other kinds the recordings show everything but what is in pod templates. */
function whole({ apiVersion: _version, kind: _kind, metadata: _metadata, ...rest }: KubeObject & WithTemplate): object {
  return {
    ...rest,
    ...(rest.spec === undefined ? {} : { spec: withShortTemplates(rest.spec) }),
    ...(rest.status === undefined ? {} : { status: workloadStatus(rest.status) }),
  };
}

interface WithTemplate {
  readonly spec?: { readonly template?: PodTemplateSpec; readonly jobTemplate?: { readonly spec?: WithTemplate['spec'] } };
  readonly status?: object;
}

function withShortTemplates(spec: NonNullable<WithTemplate['spec']>): object {
  const { template: podTemplate, jobTemplate } = spec;
  return {
    ...spec,
    ...(podTemplate === undefined ? {} : { template: template(podTemplate) }),
    ...(jobTemplate?.spec === undefined ? {} : { jobTemplate: { ...jobTemplate, spec: withShortTemplates(jobTemplate.spec) } }),
  };
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const NODE_LABELS = /^(beta\.kubernetes\.io\/|kubernetes\.io\/(arch|os|hostname)$)/;
const WITHOUT_ANNOTATIONS = new Set(['Node', 'Endpoints', 'EndpointSlice']);

function common({ metadata }: KubeObject, kind: string): RecordedObject {
  const {
    name = '',
    namespace = '',
    labels = {},
    annotations = {},
    ownerReferences = [],
    finalizers = [],
    deletionTimestamp,
    generation,
  } = metadata;
  const shownLabels = Object.entries(labels).filter(([key]) => kind !== 'Node' || !NODE_LABELS.test(key));
  const shownAnnotations = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED && !WITHOUT_ANNOTATIONS.has(kind));
  return {
    name,
    ...(namespace === 'default' || namespace === '' ? {} : { namespace }),
    ...(shownLabels.length === 0 ? {} : { labels: Object.fromEntries(shownLabels) }),
    ...(shownAnnotations.length === 0 ? {} : { annotations: Object.fromEntries(shownAnnotations) }),
    ...(ownerReferences.length === 0 ? {} : { owner: ownerReferences.map((owner) => `${owner.kind}/${owner.name}`) }),
    ...(finalizers.length === 0 ? {} : { finalizers }),
    ...(deletionTimestamp === undefined ? {} : { terminating: true }),
    ...(generation === undefined || generation === 0 ? {} : { generation }),
  };
}

const PROJECTIONS: Readonly<Record<string, (object: never) => unknown>> = {
  Pod: ({ spec, status }: Pod) => ({
    spec: {
      nodeName: spec?.nodeName,
      containers: containers(spec?.containers),
      restartPolicy: spec?.restartPolicy === 'Always' ? undefined : spec?.restartPolicy,
      priority: spec?.priority === 0 ? undefined : spec?.priority,
      schedulingGates: spec?.schedulingGates,
      volumes: spec?.volumes?.filter(({ name }) => !name.startsWith('kube-api-access-')),
    },
    status: {
      phase: status?.phase,
      reason: status?.reason,
      message: status?.message,
      qosClass: status?.qosClass,
      observedGeneration: status?.observedGeneration,
      hasPodIP: (status?.podIP ?? '') !== '',
      conditions: conditions(status?.conditions),
      initContainers: status?.initContainerStatuses?.map(containerStatus),
      containers: status?.containerStatuses?.map(containerStatus),
    },
  }),
  StatefulSet: (set: StatefulSet) => {
    const { volumeClaimTemplates, ...spec } = set.spec ?? {};
    const claims = volumeClaimTemplates?.map(({ metadata, spec: claim }) => ({ name: metadata.name, spec: claim }));
    return whole({ ...set, spec: { ...spec, ...(claims === undefined ? {} : { volumeClaimTemplates: claims }) } });
  },
  PersistentVolume: ({ spec, status }: PersistentVolume) => ({ spec: { ...spec, claimRef: claimOf(spec?.claimRef) }, status }),
  ControllerRevision: ({ revision }: ControllerRevision) => ({ revision }),
  Service: ({ spec, status }: Service) => ({
    spec,
    status: { loadBalancer: status?.loadBalancer?.ingress === undefined ? KEEP : status.loadBalancer },
  }),
  Ingress: ({ spec, status }: Ingress) => ({
    spec,
    status: { loadBalancer: status?.loadBalancer?.ingress === undefined ? KEEP : status.loadBalancer },
  }),
  Endpoints: ({ subsets }: Endpoints) => ({
    subsets: subsets?.map(({ addresses, notReadyAddresses, ports }) => ({
      addresses: addresses?.map(endpointAddress),
      notReadyAddresses: notReadyAddresses?.map(endpointAddress),
      ports,
    })),
  }),
  EndpointSlice: ({ addressType, ports, endpoints }: EndpointSlice) => ({
    addressType,
    ports,
    // Hostnames were not recorded.
    endpoints: endpoints?.map(({ targetRef, ...endpoint }) => ({ ...endpoint, hostname: undefined, target: reference(targetRef) })),
  }),
  Node: ({ spec, status }: Node) => ({
    spec: { taints: spec?.taints?.map(({ key, value, effect }) => ({ key, value, effect })), unschedulable: spec?.unschedulable },
    status: {
      allocatable: allocatable(status?.allocatable),
      conditions: status?.conditions?.map(
        ({ type, status: value, reason, message }) => `${type}=${value} ${reason ?? ''}: ${message ?? ''}`,
      ),
    },
  }),
  Namespace: ({ spec, status }: Namespace) => ({ spec, status: { phase: status?.phase, conditions: conditions(status?.conditions) } }),
  ConfigMap: ({ data, immutable }: ConfigMap) => ({ data, immutable }),
  Secret: ({ type, data }: Secret) => ({ type, dataKeys: Object.keys(data ?? {}) }),
  ServiceAccount: ({ imagePullSecrets, automountServiceAccountToken }: ServiceAccount) => ({
    imagePullSecrets,
    automountServiceAccountToken,
  }),
};

/** Stands for an empty object that is shown. */
const KEEP = { toJSON: () => ({}) };

function template(podTemplate: PodTemplateSpec | undefined): unknown {
  const { metadata, spec } = podTemplate ?? {};
  return {
    labels: metadata?.labels,
    annotations: metadata?.annotations,
    containers: containers(spec?.containers),
    tolerations: spec?.tolerations,
    affinity: spec?.affinity,
    nodeSelector: spec?.nodeSelector,
    topologySpreadConstraints: spec?.topologySpreadConstraints,
    priorityClassName: spec?.priorityClassName,
  };
}

function containers(list: readonly Container[] | undefined): unknown {
  return list?.map(({ name, image, resources }) => ({ name, image, resources }));
}

function workloadStatus(status: object & { readonly conditions?: readonly ConditionLike[] }): unknown {
  const entries = Object.entries(status).filter(([name]) => !TIMES.has(name));
  // Of all that is empty this alone is shown.
  const shown = entries.map(([name, value]: [string, unknown]) => [name, name === 'uncountedTerminatedPods' ? orKept(value) : value]);
  return { ...Object.fromEntries(shown), conditions: conditions(status.conditions) };
}

const TIMES = new Set(['startTime', 'completionTime', 'lastScheduleTime', 'lastSuccessfulTime']);

function orKept(value: unknown): unknown {
  return Object.keys(value as object).length === 0 ? KEEP : value;
}

interface ConditionLike {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

function conditions(list: readonly ConditionLike[] | undefined): unknown {
  return list?.map(({ type, status, reason, message }) => ({ type, status, reason, message: message || undefined }));
}

function containerStatus({ name, ready, started, restartCount, state, lastState }: ContainerStatus): unknown {
  return {
    name,
    ready,
    started,
    restartCount,
    state: containerState(state),
    last: lastState?.terminated === undefined ? undefined : containerState(lastState),
  };
}

function containerState(state: ContainerState | undefined): unknown {
  if (state?.running !== undefined) return 'running';
  if (state?.terminated !== undefined) return { terminated: state.terminated.reason, exitCode: state.terminated.exitCode };
  return state?.waiting === undefined ? undefined : { waiting: state.waiting.reason, message: state.waiting.message };
}

function endpointAddress({ ip, nodeName, targetRef }: EndpointAddress): unknown {
  return { ip, nodeName, target: reference(targetRef) };
}

/** Whichever one of that name. */
function claimOf(ref: ObjectReference | undefined): unknown {
  if (ref === undefined) return undefined;
  const { uid: _uid, resourceVersion: _version, ...rest } = ref;
  return rest;
}

function reference(ref: ObjectReference | undefined): string | undefined {
  return ref === undefined ? undefined : `${ref.kind ?? ''}/${ref.name ?? ''}`;
}

/** No other amounts are shown, not even those that a machine was given. */
function allocatable({ cpu, memory, pods }: { readonly [name: string]: string } = {}): unknown {
  return { cpu, memory, pods };
}

/** Without what is undefined, null or empty: the recordings leave such things out. */
function prune(value: unknown): unknown {
  if (value === KEEP) return {};
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => prune(item) ?? item);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value).map(([key, member]) => [key, member === KEEP ? {} : prune(member)] as const);
  const kept = entries.filter(([, member]) => member !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
