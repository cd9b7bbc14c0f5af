import type { Fidelity } from '../../fidelity.ts';

/** A webhook that is about a request is called and found unreachable, so nothing depends on how its answer would be read. */
export const validatingWebhookConfigurationFidelity: Fidelity = {
  ValidatingWebhookConfiguration: { simulated: 'apiVersion kind metadata webhooks' },
  ValidatingWebhook: {
    simulated:
      'clientConfig failurePolicy matchConditions matchPolicy name namespaceSelector objectSelector rules sideEffects timeoutSeconds',
    kept: 'admissionReviewVersions',
  },
  WebhookClientConfig: { simulated: 'service url', kept: 'caBundle' },
  ServiceReference: { simulated: 'name namespace path port' },
  RuleWithOperations: { simulated: 'apiGroups apiVersions operations resources scope' },
};
