/** Every component of the cluster, in the order in which they boot. Adding one is a folder and a line here. */
import type { Extension } from './apiserver/extension.ts';
import { serviceController } from './cloud/service-controller.ts';
import { deploymentController } from './controllers/deployment/deployment.ts';
import { endpointSliceController } from './controllers/endpoint-slice/endpoint-slice.ts';
import { endpointsController } from './controllers/endpoints/endpoints.ts';
import { garbageCollector } from './controllers/garbage-collector/garbage-collector.ts';
import { namespaceController } from './controllers/namespace/namespace.ts';
import { nodeLifecycleController } from './controllers/node-lifecycle/node-lifecycle.ts';
import { podGarbageCollector } from './controllers/pod-gc/pod-gc.ts';
import { replicaSetController, replicationController } from './controllers/replication/replication.ts';
import { resourceQuotaControllerWith } from './controllers/resource-quota/resource-quota.ts';
import { rootCaPublisher } from './controllers/service-account/root-ca-publisher.ts';
import { serviceAccountController } from './controllers/service-account/service-account.ts';
import { taintEvictionController } from './controllers/taint-eviction/taint-eviction.ts';
import { attributesClassProtection, claimProtection, volumeProtection } from './controllers/volume-protection/volume-protection.ts';
import type { ComponentDefinition } from './kernel/component.ts';
import { coredns } from './network/coredns.ts';
import { kubeProxy } from './network/kube-proxy.ts';
import { network } from './network/network.ts';
import type { ImageWorld } from './images/world.ts';
import { kubeletWith } from './node/kubelet.ts';
import { scheduler } from './scheduler/scheduler.ts';

/** Definitions of many kinds of memory under the one type that the runtime handles: it only ever passes memory back. */
const define = <Memory, Given>(definition: ComponentDefinition<Memory, Given>) => definition as unknown as ComponentDefinition;

const CONTROL_PLANE: readonly ComponentDefinition[] = [
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
  define(scheduler),
  define(serviceController),
  define(kubeProxy),
  define(coredns),
  define(network),
  define(claimProtection),
  define(volumeProtection),
  define(attributesClassProtection),
];

export function componentsWith(images: ImageWorld, extension: () => Extension | undefined): readonly ComponentDefinition[] {
  const quotas = resourceQuotaControllerWith(() => extension()?.quotaUsage);
  return [...CONTROL_PLANE, define(quotas), define(kubeletWith(images))];
}
