import type { Fidelity } from '../../fidelity.ts';

/** RBAC looks neither at versions nor at label selectors, upstream no more than here. */
export const subjectAccessReviewFidelity: Fidelity = {
  SubjectAccessReview: { simulated: 'apiVersion kind metadata spec status' },
  SubjectAccessReviewSpec: { simulated: 'extra groups nonResourceAttributes resourceAttributes uid user' },
  SubjectAccessReviewStatus: { simulated: 'allowed denied evaluationError reason' },
  ResourceAttributes: { simulated: 'fieldSelector group name namespace resource subresource verb', kept: 'labelSelector version' },
  NonResourceAttributes: { simulated: 'path verb' },
  FieldSelectorAttributes: { simulated: 'rawSelector requirements' },
  LabelSelectorAttributes: { kept: 'rawSelector requirements' },
  FieldSelectorRequirement: { simulated: 'key operator values' },
};
