import type { Fidelity } from '../../fidelity.ts';

export const bindingFidelity: Fidelity = { Binding: { simulated: 'apiVersion kind metadata target' } };
