/** Whose token is it? (pkg/registry/authentication/tokenreview) */
import { badRequestError } from '../../../api/errors.ts';
import type { TokenReview, TokenReviewSpec } from '../../../api/types.gen.ts';
import { holderOf } from '../authentication/service-account.ts';
import type { RequestScope } from '../server.ts';
import { userInfoOf } from './self-review.ts';

const NO_SPEC: TokenReviewSpec = { token: '' };
const INVALID = 'invalid bearer token';

export function reviewToken({ server }: RequestScope, review: TokenReview): TokenReview {
  const { token, audiences = [] } = review.spec ?? NO_SPEC;
  if (!token) throw badRequestError('token is required for TokenReview in authentication');
  const holder = audiences.length === 0 ? holderOf(server, token) : holderOf(server, token, audiences);
  if (typeof holder === 'string') return { ...review, status: { user: {}, error: holder === '' ? INVALID : `[${INVALID}, ${holder}]` } };
  return { ...review, status: { authenticated: true, user: userInfoOf(holder.identity), audiences: holder.audiences } };
}
