import { certificateApproval, certificateSigning, certificateSubjectRestriction } from './certificates.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { limitRanger } from './limit-ranger.ts';
import { nodeDeclaredFeatureValidator } from './node-declared-feature-validator.ts';
import { nodeRestriction } from './node-restriction.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { podResizeValidator } from './pod-resize-validator.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { priorityClasses } from './priority-class.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccountLimits } from './service-account-limits.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { mutatingAdmissionPolicy } from './policy/mutating.ts';
import { parameterAccess } from './policy/parameter-access.ts';
import { validatingAdmissionPolicy } from './policy/validating.ts';
import { mutatingAdmissionWebhook, validatingAdmissionWebhook } from './webhooks.ts';

/** Everything that only matters once somebody from outside has asked for something. */
export const LATE_PLUGINS: readonly AdmissionPlugin[] = [
  mutatingAdmissionPolicy,
  mutatingAdmissionWebhook,
  parameterAccess,
  validatingAdmissionPolicy,
  validatingAdmissionWebhook,
  limitRanger,
  serviceAccountLimits,
  nodeRestriction,
  podSecurity,
  priorityClasses,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  runtimeClass,
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  defaultIngressClass,
  podTopologyLabels,
  nodeDeclaredFeatureValidator,
  podResizeValidator,
  resourceQuota,
];
