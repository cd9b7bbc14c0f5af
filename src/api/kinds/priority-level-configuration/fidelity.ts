import type { Fidelity } from '../../fidelity.ts';

export const priorityLevelConfigurationFidelity: Fidelity = {
  PriorityLevelConfiguration: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  PriorityLevelConfigurationSpec: { kept: 'exempt limited type' },
  PriorityLevelConfigurationStatus: { kept: 'conditions' },
  PriorityLevelConfigurationCondition: { kept: 'lastTransitionTime message reason status type' },
  ExemptPriorityLevelConfiguration: { kept: 'lendablePercent nominalConcurrencyShares' },
  LimitedPriorityLevelConfiguration: { kept: 'borrowingLimitPercent lendablePercent limitResponse nominalConcurrencyShares' },
  LimitResponse: { kept: 'queuing type' },
  QueuingConfiguration: { kept: 'handSize queueLengthLimit queues' },
};
