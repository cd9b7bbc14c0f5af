/** What the late components do: loaded with the first request from outside. */
import { quotaUsage } from './apiserver/quota/usage.ts';
import { resourceQuotaController } from './controllers/resource-quota/resource-quota.ts';
import { attributesClassProtection, claimProtection, volumeProtection } from './controllers/volume-protection/volume-protection.ts';
import type { LateBehaviours } from './kernel/late-component.ts';

export const LATE_BEHAVIOURS: LateBehaviours = {
  'resourcequota-controller': resourceQuotaController(quotaUsage),
  'pvc-protection-controller': claimProtection,
  'pv-protection-controller': volumeProtection,
  'volumeattributesclass-protection-controller': attributesClassProtection,
};
