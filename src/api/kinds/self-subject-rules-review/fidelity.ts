import type { Fidelity } from '../../fidelity.ts';

export const selfSubjectRulesReviewFidelity: Fidelity = {
  SelfSubjectRulesReview: { simulated: 'apiVersion kind metadata spec status' },
  SelfSubjectRulesReviewSpec: { simulated: 'namespace' },
  SubjectRulesReviewStatus: { simulated: 'evaluationError incomplete nonResourceRules resourceRules' },
  ResourceRule: { simulated: 'apiGroups resourceNames resources verbs' },
  NonResourceRule: { simulated: 'nonResourceURLs verbs' },
};
