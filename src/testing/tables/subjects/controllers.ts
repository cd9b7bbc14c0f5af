/** ReplicaSets, DaemonSets, StatefulSets and EndpointSlices. */
import type { FeatureGates } from '../../../api/feature-gates.ts';
import { EVERYTHING } from '../../../api/labels.ts';
import { isPodActive } from '../../../api/pod/conditions.ts';
import { findPort } from '../../../api/pod/ports.ts';
import type { IntOrString } from '../../../api/scalars.ts';
import type { Affinity, Container, Endpoint, Node, Pod, ReplicaSet, Service, StatefulSet } from '../../../api/types.gen.ts';
import { affinityToNode } from '../../../sim/controllers/daemon-set/pod.ts';
import { addressTypes, endpointPorts, hintsEnabled, podToEndpoint } from '../../../sim/controllers/endpoint-slice/endpoint.ts';
import { wantedOwners } from '../../../sim/controllers/stateful-set/claims.ts';
import { maxUnavailableOf } from '../../../sim/controllers/stateful-set/rollout.ts';
import { REPLICATION_CONTROLLERS, REPLICA_SETS, minReadyMs } from '../../../sim/controllers/replication/kinds.ts';
import { calculateStatus } from '../../../sim/controllers/replication/status.ts';
import { createTally, recount } from '../../../sim/controllers/replication/tally.ts';
import { ageBuckets, compareRanks, podsToDelete, rankOf } from '../../../sim/controllers/replication/victims.ts';
import { type Subject, like, subject } from '../subject.ts';

/** "Now" of the upstream tests when their cases were recorded. */
const NOW = Date.parse('2026-11-20T20:37:29Z');

interface Ranked {
  readonly pod: Pod;
  readonly rank: number;
}

interface RankSwitches {
  readonly podDeletionCost?: boolean;
  readonly logarithmicScaleDown?: boolean;
}

interface Status {
  readonly replicaset: ReplicaSet;
  readonly activePods?: readonly Pod[];
  readonly terminatingPods?: readonly Pod[];
  readonly enableDeploymentReplicaSetTerminatingReplicas: boolean;
}

const REPLICASET: readonly Subject[] = [
  subject<{ a: Ranked; b: Ranked } & RankSwitches>('replicaset/deletion-rank', /^which pod is deleted first/, ({ in: given, out }) => {
    const { a, b, podDeletionCost: PodDeletionCost = true, logarithmicScaleDown: LogarithmicScaleDown = true } = given;
    const gates: FeatureGates = { PodDeletionCost, LogarithmicScaleDown };
    const rank = ({ pod, rank: onNode }: Ranked) => rankOf(pod, onNode, ageBuckets(NOW, gates), gates);
    const compared = compareRanks(rank(a), rank(b));
    return like(out, { order: compared < 0 ? 'a-first' : compared === 0 ? 'equal' : 'b-first' });
  }),
  subject<{ pods: readonly Pod[] }>('replicaset/active-pods-order', /^sort order of active pods/, ({ in: { pods }, out }) => {
    const ranks = pods.toReversed().map((pod) => rankOf(pod, 0, ageBuckets(NOW)));
    return like(out, { order: ranks.toSorted(compareRanks).map(({ pod }) => pod.metadata.name) });
  }),
  subject<{ pods: readonly Pod[]; related?: readonly Pod[]; diff: number }, { podsToDelete?: readonly Pod[] }>(
    'replicaset/pods-to-delete',
    /^getPodsToDelete/,
    ({ in: { pods, related = pods, diff }, out }) => {
      const onNode = (node: string) => related.filter((pod) => isPodActive(pod) && pod.spec?.nodeName === node).length;
      const uids = (chosen: readonly Pod[]) => chosen.map((pod) => pod.metadata.uid ?? '').toSorted();
      return { expected: uids(out.podsToDelete ?? []), got: uids(podsToDelete(pods, onNode, diff, NOW).slice(0, diff)) };
    },
  ),
  subject<Status>('replicaset/status', /^calculateStatus/, ({ in: given, out }) => {
    const pods = [...(given.activePods ?? []), ...(given.terminatingPods ?? [])].map((pod, index) => ({ key: `default/${index}`, pod }));
    const tally = createTally('default/foobar', { selector: EVERYTHING, templateLabels: {}, minReadyMs: 0 });
    const templateLabels = given.replicaset.spec?.template?.metadata?.labels;
    recount(tally, { selector: EVERYTHING, templateLabels, minReadyMs: minReadyMs(given.replicaset) }, pods, NOW);
    // Terminating replicas are not counted for a ReplicationController.
    const kind = given.enableDeploymentReplicaSetTerminatingReplicas ? REPLICA_SETS : REPLICATION_CONTROLLERS;
    return like(out, { replicaSetStatus: calculateStatus(kind, given.replicaset, tally, undefined, NOW) });
  }),
];

const DAEMON_SET: readonly Subject[] = [
  subject<{ affinity?: Affinity; hostname: string }>(
    'daemonset/node-affinity',
    /^DaemonSet pod node-name affinity/,
    ({ in: { affinity, hostname }, out }) => like(out, { result: affinityToNode(affinity, hostname) }),
  ),
];

interface Retention {
  readonly scaleDownPolicy: 'Delete' | 'Retain';
  readonly setDeletePolicy: 'Delete' | 'Retain';
  readonly ordinal: number;
  readonly replicas: number;
}

const STATEFUL_SET: readonly Subject[] = [
  subject<Retention>('statefulset/claim-owner', /^persistentVolumeClaimRetentionPolicy owner refs/, ({ in: given, out }) => {
    const { scaleDownPolicy: whenScaled, setDeletePolicy: whenDeleted, ordinal, replicas } = given;
    const { set, pod } = wantedOwners(
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: {},
        spec: { replicas, selector: {}, template: {}, persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } },
      },
      ordinal,
    );
    return like(out, { podRef: pod, setRef: set });
  }),
  subject<{ maxUnavailable?: IntOrString; replicaCount: number }>(
    'statefulset/max-unavailable',
    /^StatefulSet maxUnavailable/,
    ({ in: { maxUnavailable, replicaCount }, out }) => {
      const rollingUpdate = maxUnavailable === undefined ? {} : { maxUnavailable };
      const spec = { selector: {}, template: {}, updateStrategy: { type: 'RollingUpdate' as const, rollingUpdate } };
      const set: StatefulSet = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: {}, spec };
      return like(out, { maxUnavailable: maxUnavailableOf(set, replicaCount, { MaxUnavailableStatefulSet: true }) });
    },
  ),
];

interface Ports {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly port: number | string;
}

const ENDPOINT_SLICE: readonly Subject[] = [
  subject<{ pod: Pod; svc: Service; node?: Node }, { endpoint: Endpoint }>(
    'endpointslice/pod-to-endpoint',
    /^pod → endpoint/,
    ({ in: given, out }) => {
      const { targetRef, ...endpoint } = podToEndpoint(given.pod, given.svc, given.node, 'IPv4');
      const { uid: _uid, ...target } = targetRef ?? {};
      return { expected: out.endpoint, got: { ...endpoint, targetRef: target } };
    },
  ),
  subject<{ service: Service; pod: Pod }>('endpointslice/ports', /^service ports → endpoint ports/, ({ in: { service, pod }, out }) =>
    like(out, { ports: endpointPorts(service, pod) }),
  ),
  subject<Ports, { result?: number; found: boolean }>('endpointslice/find-port', /^targetPort resolution/, ({ in: given, out }) => {
    const spec = { containers: given.containers ?? [], ...(given.initContainers ? { initContainers: given.initContainers } : {}) };
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec };
    const got = findPort(pod, { port: 1, protocol: 'TCP', targetPort: given.port });
    return { expected: out.found ? out.result : 'none', got: got ?? 'none' };
  }),
  subject<{ service: Service }, { addressTypes: readonly string[] }>(
    'endpointslice/address-types',
    /^address types of a/,
    ({ in: { service }, out }) => ({
      expected: out.addressTypes.toSorted(),
      got: [...addressTypes(service)].sort(),
    }),
  ),
  subject<{ annotations: { [key: string]: string } }>('endpointslice/hints-enabled', /^topology hints/, ({ in: { annotations }, out }) =>
    like(out, { enabled: hintsEnabled(annotations) }),
  ),
];

export const CONTROLLERS: readonly Subject[] = [...REPLICASET, ...DAEMON_SET, ...STATEFUL_SET, ...ENDPOINT_SLICE];
