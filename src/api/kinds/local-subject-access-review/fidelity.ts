import type { Fidelity } from '../../fidelity.ts';

export const localSubjectAccessReviewFidelity: Fidelity = {
  LocalSubjectAccessReview: { simulated: 'apiVersion kind metadata spec status' },
};
