import type { Fidelity } from '../../fidelity.ts';

/** Nothing is ever changed by a webhook here, so none is called again for it. */
export const mutatingWebhookConfigurationFidelity: Fidelity = {
  MutatingWebhookConfiguration: { simulated: 'apiVersion kind metadata webhooks' },
  MutatingWebhook: {
    simulated:
      'clientConfig failurePolicy matchConditions matchPolicy name namespaceSelector objectSelector rules sideEffects timeoutSeconds',
    kept: 'admissionReviewVersions reinvocationPolicy',
  },
};
