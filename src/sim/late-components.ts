/** What the late components do: loaded with the first request from outside. */
import { issueLegacyToken } from './apiserver/authentication/legacy-token.ts';
import { quotaUsage } from './apiserver/quota/usage.ts';
import { admissionPolicyStatus } from './controllers/admission-policy-status/admission-policy-status.ts';
import { attachDetachController } from './controllers/attach-detach/attach-detach.ts';
import { clusterRoleAggregation } from './controllers/cluster-role-aggregation/cluster-role-aggregation.ts';
import { cronJobController } from './controllers/cron-job/cron-job.ts';
import { daemonSetController } from './controllers/daemon-set/daemon-set.ts';
import { disruptionController } from './controllers/disruption/disruption.ts';
import { endpointSliceMirroring } from './controllers/endpoint-slice-mirroring/mirroring.ts';
import { jobController } from './controllers/job/job.ts';
import { ephemeralVolumes } from './controllers/ephemeral-volume/ephemeral-volume.ts';
import { horizontalPodAutoscaling } from './controllers/horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { nodeIpamController } from './controllers/node-ipam/node-ipam.ts';
import { persistentVolumeBinder } from './controllers/persistent-volume-binder/persistent-volume-binder.ts';
import { resourceQuotaController } from './controllers/resource-quota/resource-quota.ts';
import { serviceCidrController } from './controllers/service-cidr/service-cidr.ts';
import { statefulSetController } from './controllers/stateful-set/stateful-set.ts';
import { tokensController } from './controllers/service-account/tokens.ts';
import { ttlAfterFinishedController } from './controllers/ttl-after-finished/ttl-after-finished.ts';
import { ttlController } from './controllers/ttl/ttl.ts';
import { attributesClassProtection, claimProtection, volumeProtection } from './controllers/volume-protection/volume-protection.ts';
import { volumeExpansion } from './controllers/volume-expand/volume-expand.ts';
import { driverRegistrar } from './cloud/driver-registrar.ts';
import { volumeAttacher } from './cloud/volume-attacher.ts';
import { volumeResizer } from './cloud/volume-resizer.ts';
import { metricsServer } from './node/metrics/metrics-server.ts';
import { volumeManager } from './node/volume-manager.ts';
import { volumeProvisioner } from './cloud/volume-provisioner.ts';
import type { LateBehaviour, LateBehaviours } from './kernel/late-component.ts';
import { METRICS_SERVER, VOLUME_ATTACHER, VOLUME_DRIVER, VOLUME_RESIZER } from './kernel/spec.ts';

/** Behaviours of many kinds of memory under the one type that the runtime handles: it only ever passes memory back. */
const late = <Remembered>(behaviour: LateBehaviour<Remembered>) => behaviour as unknown as LateBehaviour;

export const LATE_BEHAVIOURS: LateBehaviours = {
  'node-driver-registrar': driverRegistrar,
  'attachdetach-controller': late(attachDetachController),
  'clusterrole-aggregation-controller': clusterRoleAggregation,
  'cronjob-controller': cronJobController,
  controllermanager: late(disruptionController),
  'daemonset-controller': late(daemonSetController),
  'endpoint-slice-mirroring-controller': endpointSliceMirroring,
  'job-controller': late(jobController),
  [METRICS_SERVER]: metricsServer,
  ephemeral_volume: ephemeralVolumes,
  'horizontal-pod-autoscaler': late(horizontalPodAutoscaling),
  cidrAllocator: nodeIpamController,
  'persistentvolume-controller': late(persistentVolumeBinder),
  'resourcequota-controller': resourceQuotaController(quotaUsage),
  'pvc-protection-controller': claimProtection,
  'pv-protection-controller': volumeProtection,
  'service-cidrs-controller': serviceCidrController,
  'statefulset-controller': late(statefulSetController),
  'tokens-controller': tokensController(issueLegacyToken),
  'ttl-after-finished-controller': ttlAfterFinishedController,
  'ttl-controller': late(ttlController),
  'validatingadmissionpolicy-status-controller': admissionPolicyStatus,
  'volume-manager': late(volumeManager),
  volume_expand: volumeExpansion,
  [VOLUME_DRIVER]: late(volumeProvisioner),
  [VOLUME_ATTACHER]: late(volumeAttacher),
  [VOLUME_RESIZER]: late(volumeResizer),
  'volumeattributesclass-protection-controller': attributesClassProtection,
};
