import type { Fidelity } from '../../fidelity.ts';

export const runtimeClassFidelity: Fidelity = {
  RuntimeClass: { simulated: 'apiVersion kind metadata overhead scheduling', kept: 'handler' },
  Overhead: { simulated: 'podFixed' },
  Scheduling: { simulated: 'nodeSelector tolerations' },
};
