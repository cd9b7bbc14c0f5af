import type { Fidelity } from '../../fidelity.ts';

export const clusterRoleBindingFidelity: Fidelity = { ClusterRoleBinding: { simulated: 'apiVersion kind metadata roleRef subjects' } };
