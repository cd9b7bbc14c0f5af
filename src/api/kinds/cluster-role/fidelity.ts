import type { Fidelity } from '../../fidelity.ts';

export const clusterRoleFidelity: Fidelity = {
  ClusterRole: { simulated: 'aggregationRule apiVersion kind metadata rules' },
  AggregationRule: { simulated: 'clusterRoleSelectors' },
};
