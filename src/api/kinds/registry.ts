import type { KindDefinition } from '../kind.ts';
import { apiVersionOf, groupResource } from '../object.ts';
import { customResourceDefinitionKind } from './custom-resource-definition/custom-resource-definition.ts';
import { roleKind } from './role/role.ts';
import { roleBindingKind } from './role-binding/role-binding.ts';
import { clusterRoleKind } from './cluster-role/cluster-role.ts';
import { clusterRoleBindingKind } from './cluster-role-binding/cluster-role-binding.ts';
import { bindingKind } from './binding/binding.ts';
import { componentStatusKind } from './component-status/component-status.ts';
import { tokenReviewKind } from './token-review/token-review.ts';
import { subjectAccessReviewKind } from './subject-access-review/subject-access-review.ts';
import { selfSubjectAccessReviewKind } from './self-subject-access-review/self-subject-access-review.ts';
import { localSubjectAccessReviewKind } from './local-subject-access-review/local-subject-access-review.ts';
import { selfSubjectRulesReviewKind } from './self-subject-rules-review/self-subject-rules-review.ts';
import { selfSubjectReviewKind } from './self-subject-review/self-subject-review.ts';
import { mutatingAdmissionPolicyKind } from './mutating-admission-policy/mutating-admission-policy.ts';
import { mutatingAdmissionPolicyBindingKind } from './mutating-admission-policy-binding/mutating-admission-policy-binding.ts';
import { mutatingWebhookConfigurationKind } from './mutating-webhook-configuration/mutating-webhook-configuration.ts';
import { validatingAdmissionPolicyKind } from './validating-admission-policy/validating-admission-policy.ts';
import { validatingAdmissionPolicyBindingKind } from './validating-admission-policy-binding/validating-admission-policy-binding.ts';
import { validatingWebhookConfigurationKind } from './validating-webhook-configuration/validating-webhook-configuration.ts';
import { certificateSigningRequestKind } from './certificate-signing-request/certificate-signing-request.ts';
import { apiServiceKind } from './api-service/api-service.ts';
import { flowSchemaKind } from './flow-schema/flow-schema.ts';
import { priorityLevelConfigurationKind } from './priority-level-configuration/priority-level-configuration.ts';
import { resourceClaimKind } from './resource-claim/resource-claim.ts';
import { resourceClaimTemplateKind } from './resource-claim-template/resource-claim-template.ts';
import { deviceClassKind } from './device-class/device-class.ts';
import { resourceSliceKind } from './resource-slice/resource-slice.ts';
import { FIRST_KINDS } from './first.ts';
import { controllerRevisionKind } from './controller-revision/controller-revision.ts';
import { cronJobKind } from './cron-job/cron-job.ts';
import { daemonSetKind } from './daemon-set/daemon-set.ts';
import { jobKind } from './job/job.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget/pod-disruption-budget.ts';
import { installLateRules } from './late-rules.ts';
import { CONFIG_MAP_RULES } from './config-map/rules.ts';
import { EVENT_RULES } from './event/rules.ts';
import { DEPLOYMENT_RULES } from './deployment/rules.ts';
import { SECRET_RULES } from './secret/rules.ts';
import { ENDPOINTS_RULES } from './endpoints/rules.ts';
import { ENDPOINT_SLICE_RULES } from './endpoint-slice/rules.ts';
import { NODE_RULES } from './node/rules.ts';
import { SERVICE_RULES } from './service/rules.ts';
import { CONFIG_MAP, DEPLOYMENT, EVENT, ENDPOINTS, ENDPOINT_SLICE, NODE, SECRET, SERVICE } from '../resources.ts';
import { installLatePodRules } from './pod/late.ts';
import { LATE_POD_RULES } from './pod/late/rules.ts';
import { podTemplateKind } from './pod-template/pod-template.ts';
import { statefulSetKind } from './stateful-set/stateful-set.ts';
import { horizontalPodAutoscalerKind, horizontalPodAutoscalerV1Kind } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { ingressClassKind } from './ingress-class/ingress-class.ts';
import { ingressKind } from './ingress/ingress.ts';
import { ipAddressKind } from './ip-address/ip-address.ts';
import { networkPolicyKind } from './network-policy/network-policy.ts';
import { serviceCidrKind } from './service-cidr/service-cidr.ts';
import { eventsEventKind } from './event/events-event.ts';
import { csiDriverKind } from './csi-driver/csi-driver.ts';
import { csiNodeKind } from './csi-node/csi-node.ts';
import { csiStorageCapacityKind } from './csi-storage-capacity/csi-storage-capacity.ts';
import { limitRangeKind } from './limit-range/limit-range.ts';
import { persistentVolumeClaimKind } from './persistent-volume-claim/persistent-volume-claim.ts';
import { persistentVolumeKind } from './persistent-volume/persistent-volume.ts';
import { priorityClassKind } from './priority-class/priority-class.ts';
import { resourceQuotaKind } from './resource-quota/resource-quota.ts';
import { runtimeClassKind } from './runtime-class/runtime-class.ts';
import { storageClassKind } from './storage-class/storage-class.ts';
import { volumeAttachmentKind } from './volume-attachment/volume-attachment.ts';
import { volumeAttributesClassKind } from './volume-attributes-class/volume-attributes-class.ts';

/** The kinds beyond the first ones. Where a group serves two versions the preferred one stands first. */
export const LATE_KINDS: readonly KindDefinition[] = [
  controllerRevisionKind,
  cronJobKind,
  daemonSetKind,
  jobKind,
  podDisruptionBudgetKind,
  podTemplateKind,
  statefulSetKind,
  horizontalPodAutoscalerKind,
  horizontalPodAutoscalerV1Kind,
  mutatingAdmissionPolicyKind,
  mutatingAdmissionPolicyBindingKind,
  mutatingWebhookConfigurationKind,
  validatingAdmissionPolicyKind,
  validatingAdmissionPolicyBindingKind,
  validatingWebhookConfigurationKind,
  customResourceDefinitionKind,
  ingressKind,
  ingressClassKind,
  ipAddressKind,
  networkPolicyKind,
  serviceCidrKind,
  eventsEventKind,
  csiDriverKind,
  csiNodeKind,
  csiStorageCapacityKind,
  limitRangeKind,
  persistentVolumeClaimKind,
  persistentVolumeKind,
  priorityClassKind,
  resourceQuotaKind,
  runtimeClassKind,
  storageClassKind,
  volumeAttachmentKind,
  volumeAttributesClassKind,
  roleKind,
  roleBindingKind,
  clusterRoleKind,
  clusterRoleBindingKind,
  bindingKind,
  componentStatusKind,
  tokenReviewKind,
  subjectAccessReviewKind,
  selfSubjectAccessReviewKind,
  localSubjectAccessReviewKind,
  selfSubjectRulesReviewKind,
  selfSubjectReviewKind,
  certificateSigningRequestKind,
  apiServiceKind,
  flowSchemaKind,
  priorityLevelConfigurationKind,
  resourceClaimKind,
  resourceClaimTemplateKind,
  deviceClassKind,
  resourceSliceKind,
];

// Whoever knows all kinds knows all rules.
installLatePodRules(LATE_POD_RULES);
installLateRules(CONFIG_MAP, CONFIG_MAP_RULES);
installLateRules(EVENT, EVENT_RULES);
installLateRules(DEPLOYMENT, DEPLOYMENT_RULES);
installLateRules(ENDPOINTS, ENDPOINTS_RULES);
installLateRules(ENDPOINT_SLICE, ENDPOINT_SLICE_RULES);
installLateRules(NODE, NODE_RULES);
installLateRules(SECRET, SECRET_RULES);
installLateRules(SERVICE, SERVICE_RULES);

/** Every built-in kind. */
export const KINDS: readonly KindDefinition[] = [...FIRST_KINDS, ...LATE_KINDS];

export function kindOf(type: { readonly group: string; readonly resource: string }): KindDefinition | undefined {
  return BY_RESOURCE.get(groupResource(type));
}

export function kindByGvk(apiVersion: string, kind: string): KindDefinition | undefined {
  return BY_GVK.get(`${apiVersion} ${kind}`);
}

/** By its bare name, as a page has it: of kinds that share one the first. */
export function kindNamed(name: string): KindDefinition | undefined {
  return KINDS.find(({ type }) => type.kind === name);
}

const BY_RESOURCE: ReadonlyMap<string, KindDefinition> = new Map(KINDS.toReversed().map((kind) => [groupResource(kind.type), kind]));
const BY_GVK: ReadonlyMap<string, KindDefinition> = new Map(KINDS.map((kind) => [`${apiVersionOf(kind.type)} ${kind.type.kind}`, kind]));
