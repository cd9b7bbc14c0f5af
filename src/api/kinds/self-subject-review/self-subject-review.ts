import { SELF_SUBJECT_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const selfSubjectReviewKind = virtualKind(SELF_SUBJECT_REVIEW);
