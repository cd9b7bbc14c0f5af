import { SUBJECT_ACCESS_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const subjectAccessReviewKind = virtualKind(SUBJECT_ACCESS_REVIEW);
