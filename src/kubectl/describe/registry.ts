import { type KubeObject, groupVersionOf } from '../../api/object.ts';
import type { Describer } from './describer.ts';
import { horizontalPodAutoscalerDescriber } from './kinds/autoscaling.ts';
import { cronJobDescriber, jobDescriber } from './kinds/batch.ts';
import { certificateSigningRequestDescriber } from './kinds/certificates.ts';
import { endpointSliceDescriber, endpointsDescriber } from './kinds/endpoints.ts';
import { ingressClassDescriber, ingressDescriber } from './kinds/ingress.ts';
import { ipAddressDescriber, serviceCidrDescriber } from './kinds/addresses.ts';
import { limitRangeDescriber, resourceQuotaDescriber } from './kinds/limits.ts';
import { namespaceDescriber } from './kinds/namespace.ts';
import { networkPolicyDescriber } from './kinds/network-policy.ts';
import { nodeDescriber } from './kinds/node.ts';
import { podDescriber } from './kinds/pod.ts';
import { podDisruptionBudgetDescriber, priorityClassDescriber } from './kinds/policy.ts';
import { RBAC_DESCRIBERS } from './kinds/rbac.ts';
import { serviceDescriber } from './kinds/service.ts';
import { configMapDescriber, secretDescriber, serviceAccountDescriber } from './kinds/simple.ts';
import { csiNodeDescriber, storageClassDescriber, volumeAttributesClassDescriber } from './kinds/storage.ts';
import { persistentVolumeDescriber } from './kinds/persistent-volume.ts';
import { persistentVolumeClaimDescriber } from './kinds/persistent-volume-claim.ts';
import { daemonSetDescriber, deploymentDescriber, replicaSetDescriber, replicationControllerDescriber } from './kinds/workloads.ts';
import { statefulSetDescriber } from './kinds/stateful-set.ts';

const DESCRIBERS: ReadonlyMap<string, Describer> = new Map(
  [
    certificateSigningRequestDescriber,
    configMapDescriber,
    cronJobDescriber,
    csiNodeDescriber,
    daemonSetDescriber,
    deploymentDescriber,
    endpointSliceDescriber,
    endpointsDescriber,
    horizontalPodAutoscalerDescriber,
    ingressClassDescriber,
    ingressDescriber,
    ipAddressDescriber,
    jobDescriber,
    limitRangeDescriber,
    namespaceDescriber,
    networkPolicyDescriber,
    nodeDescriber,
    persistentVolumeClaimDescriber,
    persistentVolumeDescriber,
    podDescriber,
    podDisruptionBudgetDescriber,
    priorityClassDescriber,
    ...RBAC_DESCRIBERS,
    replicaSetDescriber,
    replicationControllerDescriber,
    resourceQuotaDescriber,
    secretDescriber,
    serviceAccountDescriber,
    serviceCidrDescriber,
    serviceDescriber,
    statefulSetDescriber,
    storageClassDescriber,
    volumeAttributesClassDescriber,
  ].map((describer) => [keyOf(describer.group ?? '', describer.kind), describer]),
);

/** Undefined for kinds that kubectl knows nothing special of. */
export function describerOf({ apiVersion, kind }: KubeObject): Describer | undefined {
  return DESCRIBERS.get(keyOf(groupVersionOf(apiVersion).group, kind));
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}
