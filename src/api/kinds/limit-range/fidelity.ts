import type { Fidelity } from '../../fidelity.ts';

export const limitRangeFidelity: Fidelity = {
  LimitRange: { simulated: 'apiVersion kind metadata spec' },
  LimitRangeSpec: { simulated: 'limits' },
  LimitRangeItem: { simulated: 'default defaultRequest max maxLimitRequestRatio min type' },
};
