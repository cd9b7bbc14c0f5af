import type { Fidelity } from '../../fidelity.ts';

export const ingressClassFidelity: Fidelity = {
  IngressClass: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  IngressClassSpec: { kept: 'controller parameters' },
  IngressClassParametersReference: { kept: 'apiGroup kind name namespace scope' },
};
