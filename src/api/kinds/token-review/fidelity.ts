import type { Fidelity } from '../../fidelity.ts';

export const tokenReviewFidelity: Fidelity = {
  TokenReview: { simulated: 'apiVersion kind metadata spec status' },
  TokenReviewSpec: { simulated: 'audiences token' },
  TokenReviewStatus: { simulated: 'audiences authenticated error user' },
  UserInfo: { simulated: 'extra groups uid username' },
  TokenRequest: { simulated: 'apiVersion kind metadata spec status' },
  TokenRequestSpec: { simulated: 'audiences boundObjectRef expirationSeconds' },
  TokenRequestStatus: { simulated: 'expirationTimestamp token' },
  BoundObjectReference: { simulated: 'apiVersion kind name uid' },
};
