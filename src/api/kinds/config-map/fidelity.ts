import type { Fidelity } from '../../fidelity.ts';

export const configMapFidelity: Fidelity = {
  ConfigMap: { simulated: 'apiVersion binaryData data immutable kind metadata' },
};
