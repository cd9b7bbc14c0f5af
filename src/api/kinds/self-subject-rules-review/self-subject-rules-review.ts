import { SELF_SUBJECT_RULES_REVIEW } from '../../resources.ts';
import { virtualKind } from '../virtual.ts';

export const selfSubjectRulesReviewKind = virtualKind(SELF_SUBJECT_RULES_REVIEW);
