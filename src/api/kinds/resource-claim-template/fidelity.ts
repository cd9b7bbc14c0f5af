import type { Fidelity } from '../../fidelity.ts';

export const resourceClaimTemplateFidelity: Fidelity = {
  ResourceClaimTemplate: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  ResourceClaimTemplateSpec: { kept: 'metadata spec' },
};
