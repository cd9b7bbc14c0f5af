import { TOKEN_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const tokenReviewKind = virtualKind(TOKEN_REVIEW);
