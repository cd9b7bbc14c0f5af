import { LOCAL_SUBJECT_ACCESS_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const localSubjectAccessReviewKind = virtualKind(LOCAL_SUBJECT_ACCESS_REVIEW);
