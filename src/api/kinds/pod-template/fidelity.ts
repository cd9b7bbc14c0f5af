import type { Fidelity } from '../../fidelity.ts';

/** Nothing makes pods of these, here or in a real cluster. */
export const podTemplateFidelity: Fidelity = {
  PodTemplate: { simulated: 'apiVersion kind metadata', kept: 'template' },
};
