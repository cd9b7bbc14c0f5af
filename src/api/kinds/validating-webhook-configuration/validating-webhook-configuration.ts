import { VALIDATING_WEBHOOK_CONFIGURATION } from '../../resources.ts';
import type { ValidatingWebhookConfiguration } from '../../types.gen.ts';
import { defaultWebhook, webhookConfiguration } from '../admission/webhook.ts';
import { plainKind } from '../plain.ts';
import { alter, mapShared } from '../sharing.ts';

/** `pkg/registry/admissionregistration/validatingwebhookconfiguration`. */
export const validatingWebhookConfigurationKind = plainKind<ValidatingWebhookConfiguration>(VALIDATING_WEBHOOK_CONFIGURATION, {
  ...webhookConfiguration<ValidatingWebhookConfiguration>(),
  default: (configuration) => alter(configuration, 'webhooks', (webhooks) => mapShared(webhooks, (webhook) => defaultWebhook(webhook))),
});
