import type { Fidelity } from '../../fidelity.ts';

/** What it says is always the same: the parts of the control plane can't fail here. */
export const componentStatusFidelity: Fidelity = {
  ComponentStatus: { simulated: 'apiVersion kind metadata', kept: 'conditions' },
  ComponentCondition: { kept: 'error message status type' },
};
