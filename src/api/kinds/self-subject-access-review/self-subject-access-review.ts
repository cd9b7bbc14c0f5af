import { SELF_SUBJECT_ACCESS_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const selfSubjectAccessReviewKind = virtualKind(SELF_SUBJECT_ACCESS_REVIEW);
