import type { Fidelity } from '../../fidelity.ts';

export const controllerRevisionFidelity: Fidelity = {
  ControllerRevision: { simulated: 'apiVersion data kind metadata revision' },
};
