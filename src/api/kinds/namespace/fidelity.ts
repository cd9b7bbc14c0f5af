import type { Fidelity } from '../../fidelity.ts';

export const namespaceFidelity: Fidelity = {
  Namespace: { simulated: 'apiVersion kind metadata spec status' },
  NamespaceSpec: { simulated: 'finalizers' },
  NamespaceStatus: { simulated: 'conditions phase' },
  NamespaceCondition: { simulated: 'lastTransitionTime message reason status type' },
};
