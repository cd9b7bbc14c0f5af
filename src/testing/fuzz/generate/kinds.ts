/** Which manifests there are, how often each comes, and what can be changed in it: one line adds a kind. */
import type { Dice } from '../dice.ts';
import type { Manifest, Place } from './manifest.ts';
import { randomBudget, randomClaim, randomConfigMap, randomLimitRange, randomQuota, randomService } from './policies.ts';
import { randomCronJob, randomJob } from './tasks.ts';
import {
  randomDaemonSet,
  randomDeployment,
  randomPod,
  randomReplicaSet,
  randomReplicationController,
  randomStatefulSet,
  randomUrgentPod,
} from './workloads.ts';

export interface RandomKind {
  readonly kind: string;
  readonly group: string;
  readonly resource: string;
  readonly weight: number;
  readonly make: (dice: Dice, place: Place) => Manifest;
  /** It has replicas that can be scaled. */
  readonly scales?: true;
  /** It has a pod template. */
  readonly template?: true;
}

export const RANDOM_KINDS: readonly RandomKind[] = [
  { kind: 'Deployment', group: 'apps', resource: 'deployments', weight: 10, make: randomDeployment, scales: true, template: true },
  { kind: 'ReplicaSet', group: 'apps', resource: 'replicasets', weight: 3, make: randomReplicaSet, scales: true, template: true },
  {
    kind: 'ReplicationController',
    group: '',
    resource: 'replicationcontrollers',
    weight: 2,
    make: randomReplicationController,
    scales: true,
    template: true,
  },
  { kind: 'DaemonSet', group: 'apps', resource: 'daemonsets', weight: 5, make: randomDaemonSet, template: true },
  { kind: 'StatefulSet', group: 'apps', resource: 'statefulsets', weight: 6, make: randomStatefulSet, scales: true, template: true },
  { kind: 'Job', group: 'batch', resource: 'jobs', weight: 7, make: randomJob },
  { kind: 'CronJob', group: 'batch', resource: 'cronjobs', weight: 2, make: randomCronJob },
  { kind: 'Pod', group: '', resource: 'pods', weight: 3, make: randomPod },
  { kind: 'Pod', group: '', resource: 'pods', weight: 3, make: randomUrgentPod },
  { kind: 'Service', group: '', resource: 'services', weight: 6, make: randomService },
  { kind: 'PodDisruptionBudget', group: 'policy', resource: 'poddisruptionbudgets', weight: 4, make: randomBudget },
  { kind: 'ResourceQuota', group: '', resource: 'resourcequotas', weight: 2, make: randomQuota },
  { kind: 'LimitRange', group: '', resource: 'limitranges', weight: 0.7, make: randomLimitRange },
  { kind: 'PersistentVolumeClaim', group: '', resource: 'persistentvolumeclaims', weight: 1, make: randomClaim },
  { kind: 'ConfigMap', group: '', resource: 'configmaps', weight: 1.5, make: randomConfigMap },
];
