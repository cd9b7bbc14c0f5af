import { MUTATING_WEBHOOK_CONFIGURATION } from '../../resources.ts';
import type { MutatingWebhook, MutatingWebhookConfiguration } from '../../types.gen.ts';
import { defaultWebhook, webhookConfiguration } from '../admission/webhook.ts';
import { plainKind } from '../plain.ts';
import { alter, mapShared } from '../sharing.ts';

/** `pkg/registry/admissionregistration/mutatingwebhookconfiguration`. */
export const mutatingWebhookConfigurationKind = plainKind<MutatingWebhookConfiguration>(MUTATING_WEBHOOK_CONFIGURATION, {
  ...webhookConfiguration<MutatingWebhookConfiguration>(),
  default: (configuration) => alter(configuration, 'webhooks', (webhooks) => mapShared(webhooks, defaultMutating)),
});

function defaultMutating(webhook: MutatingWebhook): MutatingWebhook {
  return defaultWebhook(webhook, { reinvocationPolicy: 'Never' });
}
