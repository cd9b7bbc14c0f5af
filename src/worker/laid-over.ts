/** What overlays ask of the cluster that is not in the frames. */
import { reachOf, type Reach, type ReachPod } from '../api/network-policy/reach.ts';
import type { AffinityAccount } from '../api/pod/affinity-account.ts';
import { NAMESPACE, NETWORK_POLICY, NODE, POD } from '../api/resources.ts';
import type { Namespace, Pod } from '../api/types.gen.ts';
import { type Cluster, objectOf, objectsOf } from '../sim/engine.ts';
import { affinitiesOf } from '../sim/scheduler/explain/affinities.ts';

/** Null when there is no such pod. */
export function reach(cluster: Cluster, namespace: string, name: string): Reach | null {
  const namespaceLabels = labelsOfNamespaces(cluster);
  const end = (pod: Pod): ReachPod => {
    const own = pod.metadata.namespace ?? '';
    return {
      name: pod.metadata.name ?? '',
      namespace: own,
      ip: pod.status?.podIP ?? '',
      namespaceLabels: namespaceLabels(own) ?? NO_LABELS,
      labels: pod.metadata.labels ?? NO_LABELS,
      containers: pod.spec?.containers ?? [],
    };
  };
  const subject = objectOf(cluster, POD, `${namespace}/${name}`);
  return subject === undefined ? null : reachOf(end(subject), objectsOf(cluster, POD).map(end), objectsOf(cluster, NETWORK_POLICY));
}

/** Null when there is no such pod. */
export function affinities(cluster: Cluster, namespace: string, name: string): AffinityAccount | null {
  const subject = objectOf(cluster, POD, `${namespace}/${name}`);
  return subject === undefined
    ? null
    : affinitiesOf(subject, objectsOf(cluster, POD), objectsOf(cluster, NODE), labelsOfNamespaces(cluster));
}

const NO_LABELS = {};

function labelsOfNamespaces(cluster: Cluster): (namespace: string) => Namespace['metadata']['labels'] {
  const labels = new Map(objectsOf(cluster, NAMESPACE).map(({ metadata }) => [metadata.name ?? '', metadata.labels]));
  return (namespace) => labels.get(namespace);
}
