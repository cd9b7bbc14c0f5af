import type { Fidelity } from '../../fidelity.ts';

export const selfSubjectAccessReviewFidelity: Fidelity = {
  SelfSubjectAccessReview: { simulated: 'apiVersion kind metadata spec status' },
  SelfSubjectAccessReviewSpec: { simulated: 'nonResourceAttributes resourceAttributes' },
};
