import type { Fidelity, Mark } from '../fidelity.ts';
import { marksOfType } from '../fidelity.ts';
import { clusterRoleBindingFidelity } from './cluster-role-binding/fidelity.ts';
import { clusterRoleFidelity } from './cluster-role/fidelity.ts';
import { customResourceDefinitionFidelity } from './custom-resource-definition/fidelity.ts';
import { requestFidelity } from './request-fidelity.ts';
import { roleBindingFidelity } from './role-binding/fidelity.ts';
import { validatingAdmissionPolicyFidelity } from './validating-admission-policy/fidelity.ts';
import { validatingAdmissionPolicyBindingFidelity } from './validating-admission-policy-binding/fidelity.ts';
import { mutatingAdmissionPolicyFidelity } from './mutating-admission-policy/fidelity.ts';
import { mutatingAdmissionPolicyBindingFidelity } from './mutating-admission-policy-binding/fidelity.ts';
import { validatingWebhookConfigurationFidelity } from './validating-webhook-configuration/fidelity.ts';
import { mutatingWebhookConfigurationFidelity } from './mutating-webhook-configuration/fidelity.ts';
import { certificateSigningRequestFidelity } from './certificate-signing-request/fidelity.ts';
import { flowSchemaFidelity } from './flow-schema/fidelity.ts';
import { priorityLevelConfigurationFidelity } from './priority-level-configuration/fidelity.ts';
import { apiServiceFidelity } from './api-service/fidelity.ts';
import { componentStatusFidelity } from './component-status/fidelity.ts';
import { bindingFidelity } from './binding/fidelity.ts';
import { deviceClassFidelity } from './device-class/fidelity.ts';
import { resourceClaimFidelity } from './resource-claim/fidelity.ts';
import { resourceClaimTemplateFidelity } from './resource-claim-template/fidelity.ts';
import { resourceSliceFidelity } from './resource-slice/fidelity.ts';
import { tokenReviewFidelity } from './token-review/fidelity.ts';
import { subjectAccessReviewFidelity } from './subject-access-review/fidelity.ts';
import { selfSubjectAccessReviewFidelity } from './self-subject-access-review/fidelity.ts';
import { localSubjectAccessReviewFidelity } from './local-subject-access-review/fidelity.ts';
import { selfSubjectRulesReviewFidelity } from './self-subject-rules-review/fidelity.ts';
import { selfSubjectReviewFidelity } from './self-subject-review/fidelity.ts';
import { ingressFidelity } from './ingress/fidelity.ts';
import { ingressClassFidelity } from './ingress-class/fidelity.ts';
import { networkPolicyFidelity } from './network-policy/fidelity.ts';
import { serviceCidrFidelity } from './service-cidr/fidelity.ts';
import { ipAddressFidelity } from './ip-address/fidelity.ts';
import { storageClassFidelity } from './storage-class/fidelity.ts';
import { csiDriverFidelity } from './csi-driver/fidelity.ts';
import { csiNodeFidelity } from './csi-node/fidelity.ts';
import { csiStorageCapacityFidelity } from './csi-storage-capacity/fidelity.ts';
import { volumeAttachmentFidelity } from './volume-attachment/fidelity.ts';
import { volumeAttributesClassFidelity } from './volume-attributes-class/fidelity.ts';
import { persistentVolumeFidelity } from './persistent-volume/fidelity.ts';
import { persistentVolumeClaimFidelity } from './persistent-volume-claim/fidelity.ts';
import { runtimeClassFidelity } from './runtime-class/fidelity.ts';
import { priorityClassFidelity } from './priority-class/fidelity.ts';
import { limitRangeFidelity } from './limit-range/fidelity.ts';
import { resourceQuotaFidelity } from './resource-quota/fidelity.ts';
import { serviceFidelity } from './service/fidelity.ts';
import { endpointsFidelity } from './endpoints/fidelity.ts';
import { endpointSliceFidelity } from './endpoint-slice/fidelity.ts';
import { nodeFidelity } from './node/fidelity.ts';
import { namespaceFidelity } from './namespace/fidelity.ts';
import { configMapFidelity } from './config-map/fidelity.ts';
import { secretFidelity } from './secret/fidelity.ts';
import { serviceAccountFidelity } from './service-account/fidelity.ts';
import { leaseFidelity } from './lease/fidelity.ts';
import { eventFidelity } from './event/fidelity.ts';
import { roleFidelity } from './role/fidelity.ts';
import { podFidelity } from './pod/fidelity.ts';
import { deploymentFidelity } from './deployment/fidelity.ts';
import { replicaSetFidelity } from './replica-set/fidelity.ts';
import { replicationControllerFidelity } from './replication-controller/fidelity.ts';
import { daemonSetFidelity } from './daemon-set/fidelity.ts';
import { statefulSetFidelity } from './stateful-set/fidelity.ts';
import { controllerRevisionFidelity } from './controller-revision/fidelity.ts';
import { podTemplateFidelity } from './pod-template/fidelity.ts';
import { jobFidelity } from './job/fidelity.ts';
import { cronJobFidelity } from './cron-job/fidelity.ts';
import { podDisruptionBudgetFidelity } from './pod-disruption-budget/fidelity.ts';
import { horizontalPodAutoscalerFidelity } from './horizontal-pod-autoscaler/fidelity.ts';

/** The whole ledger: each type stands in the list of the kind that introduces it. */
export const LEDGERS: readonly Fidelity[] = [
  clusterRoleFidelity,
  clusterRoleBindingFidelity,
  customResourceDefinitionFidelity,
  roleFidelity,
  roleBindingFidelity,
  validatingAdmissionPolicyFidelity,
  validatingAdmissionPolicyBindingFidelity,
  mutatingAdmissionPolicyFidelity,
  mutatingAdmissionPolicyBindingFidelity,
  validatingWebhookConfigurationFidelity,
  mutatingWebhookConfigurationFidelity,
  certificateSigningRequestFidelity,
  flowSchemaFidelity,
  priorityLevelConfigurationFidelity,
  apiServiceFidelity,
  componentStatusFidelity,
  bindingFidelity,
  deviceClassFidelity,
  resourceClaimFidelity,
  resourceClaimTemplateFidelity,
  resourceSliceFidelity,
  tokenReviewFidelity,
  subjectAccessReviewFidelity,
  selfSubjectAccessReviewFidelity,
  localSubjectAccessReviewFidelity,
  selfSubjectRulesReviewFidelity,
  selfSubjectReviewFidelity,
  eventFidelity,
  leaseFidelity,
  serviceAccountFidelity,
  secretFidelity,
  configMapFidelity,
  namespaceFidelity,
  nodeFidelity,
  endpointSliceFidelity,
  endpointsFidelity,
  serviceFidelity,
  resourceQuotaFidelity,
  limitRangeFidelity,
  priorityClassFidelity,
  runtimeClassFidelity,
  persistentVolumeClaimFidelity,
  persistentVolumeFidelity,
  volumeAttributesClassFidelity,
  volumeAttachmentFidelity,
  csiStorageCapacityFidelity,
  csiNodeFidelity,
  csiDriverFidelity,
  storageClassFidelity,
  ipAddressFidelity,
  serviceCidrFidelity,
  networkPolicyFidelity,
  ingressClassFidelity,
  ingressFidelity,
  podFidelity,
  deploymentFidelity,
  replicaSetFidelity,
  replicationControllerFidelity,
  daemonSetFidelity,
  statefulSetFidelity,
  controllerRevisionFidelity,
  podTemplateFidelity,
  jobFidelity,
  cronJobFidelity,
  podDisruptionBudgetFidelity,
  horizontalPodAutoscalerFidelity,
  requestFidelity,
];

const marks: ReadonlyMap<string, ReadonlyMap<string, Mark>> = new Map(
  LEDGERS.flatMap((ledger) => Object.entries(ledger).map(([type, own]): [string, ReadonlyMap<string, Mark>] => [type, marksOfType(own)])),
);

/** What a field of a type does here; undefined for a field that nobody has marked. */
export function markOf(type: string, field: string): Mark | undefined {
  return marks.get(type)?.get(field);
}
