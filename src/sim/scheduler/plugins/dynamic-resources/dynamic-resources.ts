import { defineSchedulerPlugin } from '../../framework/plugin.ts';

const BEFORE_CLAIMS_WERE_READ = { text: 'not found', final: true } as const;
const NO_CLAIMS = { text: 'no new claims to deallocate' };

/**
 * Of dynamic resource allocation only what every pod meets: its words about pods without claims. This cluster serves no
 * ResourceClaims, so a pod that names one waits for it for ever.
 */
export const dynamicResources = defineSchedulerPlugin({
  name: 'DynamicResources',
  preEnqueue(pod) {
    const claim = pod.spec?.resourceClaims?.[0];
    return claim === undefined ? undefined : `resourceclaim "${claim.resourceClaimName ?? claim.name}" not found`;
  },
  // When an earlier plugin ends PreFilter, the real one has not stored its state and its PostFilter fails for want of it.
  postFilter: (_cycle, diagnosis) => (diagnosis.preFilter === undefined ? NO_CLAIMS : BEFORE_CLAIMS_WERE_READ),
});
