/** Every component of the cluster, in the order in which they boot. Adding one is a folder and a line here. */
import type { ResourceType } from '../api/object.ts';
import {
  CLUSTER_ROLE,
  CONTROLLER_REVISION,
  CRON_JOB,
  DAEMON_SET,
  ENDPOINTS,
  ENDPOINT_SLICE,
  HORIZONTAL_POD_AUTOSCALER,
  IP_ADDRESS,
  JOB,
  NODE,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DISRUPTION_BUDGET,
  SECRET,
  SERVICE,
  SERVICE_ACCOUNT,
  SERVICE_CIDR,
  STATEFUL_SET,
  VALIDATING_ADMISSION_POLICY,
  VOLUME_ATTACHMENT,
  VOLUME_ATTRIBUTES_CLASS,
} from '../api/resources.ts';
import { candidateOf } from './client/leader-election.ts';
import { serviceController } from './cloud/service-controller.ts';
import { deploymentController } from './controllers/deployment/deployment.ts';
import { endpointSliceController } from './controllers/endpoint-slice/endpoint-slice.ts';
import { endpointsController } from './controllers/endpoints/endpoints.ts';
import { garbageCollector } from './controllers/garbage-collector/garbage-collector.ts';
import { namespaceController } from './controllers/namespace/namespace.ts';
import { nodeLifecycleController } from './controllers/node-lifecycle/node-lifecycle.ts';
import { podGarbageCollector } from './controllers/pod-gc/pod-gc.ts';
import { replicaSetController, replicationController } from './controllers/replication/replication.ts';
import { rootCaPublisher } from './controllers/service-account/root-ca-publisher.ts';
import { serviceAccountController } from './controllers/service-account/service-account.ts';
import { taintEvictionController } from './controllers/taint-eviction/taint-eviction.ts';
import type { ComponentDefinition } from './kernel/component.ts';
import { type LateBehaviour, lateComponent } from './kernel/late-component.ts';
import { METRICS_SERVER, VOLUME_ATTACHER, VOLUME_DRIVER, VOLUME_RESIZER } from './kernel/spec.ts';
import { coredns } from './network/coredns.ts';
import { kubeProxy } from './network/kube-proxy.ts';
import { network } from './network/network.ts';
import type { ImageWorld } from './images/world.ts';
import { kubeletWith } from './node/kubelet.ts';
import type { SchedulerParts } from './scheduler/memory.ts';
import { schedulerWith } from './scheduler/scheduler.ts';

/** Definitions of many kinds of memory under the one type that the runtime handles: it only ever passes memory back. */
const define = <Memory, Given>(definition: ComponentDefinition<Memory, Given>) => definition as unknown as ComponentDefinition;

const BEFORE_SCHEDULER: readonly ComponentDefinition[] = [
  define(namespaceController),
  define(serviceAccountController),
  define(rootCaPublisher),
  define(garbageCollector),
  define(replicationController),
  define(replicaSetController),
  define(deploymentController),
  define(endpointsController),
  define(endpointSliceController),
  define(nodeLifecycleController),
  define(taintEvictionController),
  define(podGarbageCollector),
];

const AFTER_SCHEDULER: readonly ComponentDefinition[] = [
  define(serviceController),
  define(kubeProxy),
  define(coredns),
  define(network),
  define(candidateOf('kube-controller-manager', 'kube-controller-manager')),
  define(candidateOf('kube-scheduler', 'default-scheduler')),
];

/** What `late-components.ts` makes complete. */
const LATE: { readonly [name: string]: readonly ResourceType[] | 'everything' } = {
  // Before the attach/detach controller, which looks for what it writes.
  'node-driver-registrar': [POD, NODE],
  'attachdetach-controller': [POD, NODE, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, VOLUME_ATTACHMENT],
  'clusterrole-aggregation-controller': [CLUSTER_ROLE],
  'cronjob-controller': [CRON_JOB, JOB],
  // The disruption controller signs its Events so.
  controllermanager: [POD_DISRUPTION_BUDGET, POD],
  'daemonset-controller': [DAEMON_SET, CONTROLLER_REVISION, POD, NODE],
  'endpoint-slice-mirroring-controller': [ENDPOINTS, SERVICE, ENDPOINT_SLICE],
  'job-controller': [JOB, POD],
  // So its Events are signed.
  ephemeral_volume: [POD, PERSISTENT_VOLUME_CLAIM],
  'horizontal-pod-autoscaler': [HORIZONTAL_POD_AUTOSCALER, POD],
  // So its Events are signed.
  cidrAllocator: [NODE],
  'persistentvolume-controller': [PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD],
  'resourcequota-controller': 'everything',
  'pvc-protection-controller': [PERSISTENT_VOLUME_CLAIM, POD],
  'pv-protection-controller': [PERSISTENT_VOLUME],
  'service-cidrs-controller': [SERVICE_CIDR, IP_ADDRESS],
  'statefulset-controller': [STATEFUL_SET, POD, PERSISTENT_VOLUME_CLAIM, CONTROLLER_REVISION],
  'tokens-controller': [SECRET, SERVICE_ACCOUNT],
  'ttl-after-finished-controller': [JOB],
  'ttl-controller': [NODE],
  'validatingadmissionpolicy-status-controller': [VALIDATING_ADMISSION_POLICY],
  'volume-manager': [PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM],
  volume_expand: [PERSISTENT_VOLUME_CLAIM, PERSISTENT_VOLUME],
  [VOLUME_DRIVER]: [PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, VOLUME_ATTACHMENT],
  [VOLUME_ATTACHER]: [VOLUME_ATTACHMENT, PERSISTENT_VOLUME],
  [VOLUME_RESIZER]: [PERSISTENT_VOLUME_CLAIM, PERSISTENT_VOLUME],
  'volumeattributesclass-protection-controller': [VOLUME_ATTRIBUTES_CLASS, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM],
  // Looks when it is asked.
  [METRICS_SERVER]: [],
};

/** Of those that are not called like their service account. */
const ACCOUNTS: { readonly [name: string]: string } = {
  cidrAllocator: 'node-controller',
  controllermanager: 'disruption-controller',
  'daemonset-controller': 'daemon-set-controller',
  'endpoint-slice-mirroring-controller': 'endpointslicemirroring-controller',
  ephemeral_volume: 'ephemeral-volume-controller',
  'persistentvolume-controller': 'persistent-volume-binder',
  'tokens-controller': 'system:kube-controller-manager',
  'node-driver-registrar': 'volume-driver',
  'volume-manager': 'volume-driver',
  volume_expand: 'expand-controller',
  [VOLUME_DRIVER]: 'volume-provisioner',
  [VOLUME_ATTACHER]: 'volume-attacher',
  [VOLUME_RESIZER]: 'volume-resizer',
};

/** Of those that are no part of the controller manager. */
const PROCESSES: { readonly [name: string]: string } = {
  [METRICS_SERVER]: METRICS_SERVER,
  'volume-manager': VOLUME_DRIVER,
  [VOLUME_DRIVER]: VOLUME_DRIVER,
  [VOLUME_ATTACHER]: VOLUME_DRIVER,
  [VOLUME_RESIZER]: VOLUME_DRIVER,
};

/** `lateBehaviour` and `schedulerParts` give what is loaded with the first request from outside, undefined before it. */
export function componentsWith(
  images: ImageWorld,
  lateBehaviour: (name: string) => LateBehaviour | undefined,
  schedulerParts: () => SchedulerParts | undefined,
): readonly ComponentDefinition[] {
  const late = Object.entries(LATE).map(([name, watched]) =>
    define(lateComponent(name, watched, () => lateBehaviour(name), ACCOUNTS[name], PROCESSES[name])),
  );
  return [...BEFORE_SCHEDULER, define(schedulerWith(schedulerParts)), ...AFTER_SCHEDULER, ...late, define(kubeletWith(images))];
}
