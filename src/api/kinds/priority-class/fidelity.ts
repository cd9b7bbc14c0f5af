import type { Fidelity } from '../../fidelity.ts';

export const priorityClassFidelity: Fidelity = {
  PriorityClass: { simulated: 'apiVersion globalDefault kind metadata preemptionPolicy value', kept: 'description' },
};
