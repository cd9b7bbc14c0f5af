import type { Fidelity } from '../../fidelity.ts';

export const selfSubjectReviewFidelity: Fidelity = {
  SelfSubjectReview: { simulated: 'apiVersion kind metadata status' },
  SelfSubjectReviewStatus: { simulated: 'userInfo' },
};
