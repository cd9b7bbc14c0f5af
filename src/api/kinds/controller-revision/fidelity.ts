import type { Fidelity } from '../../fidelity.ts';

/** Nothing makes revisions yet. */
export const controllerRevisionFidelity: Fidelity = {
  ControllerRevision: { simulated: 'apiVersion kind metadata', kept: 'data revision' },
};
