/** The pods that an object stands for: itself, or those of its template as its controller would make them. */
import type { KubeObject } from '../../../api/object.ts';
import type { LabelSelector, Pod, PodTemplateSpec, ReplicaSet, Toleration } from '../../../api/types.gen.ts';
import type { Informers } from '../framework/plugin.ts';

export interface OwnPods {
  readonly replicas: number;
  /** What a controller would send to the API server; undefined for a pod that is there already. */
  readonly pod: KubeObject | undefined;
  /** The pod that it would make of it, as one of its controller's. */
  owned(pod: Pod): Pod;
  /** The controller as the scheduler would find it. */
  readonly informers: Partial<Informers>;
}

interface Workload {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
  readonly jobTemplate?: { readonly spec?: Workload };
}

/** Undefined for what makes no pods. */
export function ownPods(object: KubeObject, namespace: string): OwnPods | undefined {
  if (object.kind === 'Pod') {
    const { nodeName: _nodeName, ...spec } = (object as Pod).spec ?? { containers: [] };
    return { replicas: 1, pod: undefined, owned: (pod) => ({ ...pod, spec }), informers: {} };
  }
  const spec = 'spec' in object ? (object.spec as Workload | undefined) : undefined;
  const workload = spec?.jobTemplate?.spec ?? spec;
  const { template } = workload ?? {};
  if (template === undefined) return undefined;
  const name = object.metadata.name || 'pod';
  const daemon = object.kind === 'DaemonSet';
  const metadata = { generateName: `${name}-`, namespace, labels: template.metadata?.labels, annotations: template.metadata?.annotations };
  const body = daemon ? withDaemonTolerations(template.spec) : template.spec;
  return {
    replicas: workload?.replicas ?? workload?.parallelism ?? 1,
    pod: podBody(metadata, body ?? {}),
    ...ownership(object.kind, name, workload?.selector),
  };
}

function podBody(metadata: object, spec: object): KubeObject {
  return JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec })) as KubeObject;
}

/** Only a ReplicaSet's selector counts for how pods without constraints of their own are spread. */
function ownership(kind: string, name: string, selector: Workload['selector']): Pick<OwnPods, 'owned' | 'informers'> {
  if ((kind !== 'Deployment' && kind !== 'ReplicaSet') || selector === undefined) return { owned: (pod) => pod, informers: {} };
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: 'what-if', controller: true };
  const replicaSet: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name },
    spec: { selector: selector },
  };
  return {
    owned: (pod) => ({ ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } }),
    informers: { replicaSet: () => replicaSet },
  };
}

const DAEMON_TAINTS = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];

/** What the DaemonSet controller adds to every pod. */
function withDaemonTolerations(spec: PodTemplateSpec['spec']): object {
  const added = DAEMON_TAINTS.map((taint): Toleration => ({ key: `node.kubernetes.io/${taint}`, operator: 'Exists' }));
  return { ...spec, tolerations: [...(spec?.tolerations ?? []), ...added] };
}
