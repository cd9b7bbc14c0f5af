/** Kinds of which nothing is kept: what is posted is answered, and gone. */
import { NODE_METRICS, POD_METRICS } from '../../../api/metrics.ts';
import { groupResource } from '../../../api/object.ts';
import type { ApiRequest, ApiResponse } from '../../../api/request.ts';
import {
  BINDING,
  COMPONENT_STATUS,
  LOCAL_SUBJECT_ACCESS_REVIEW,
  SELF_SUBJECT_ACCESS_REVIEW,
  SELF_SUBJECT_REVIEW,
  SELF_SUBJECT_RULES_REVIEW,
  SUBJECT_ACCESS_REVIEW,
  TOKEN_REVIEW,
} from '../../../api/resources.ts';
import type { RequestScope } from '../server.ts';
import { reviewLocalAccess, reviewOwnAccess, reviewSubjectAccess } from './access-review.ts';
import { bindNamedPod } from './binding.ts';
import { readComponentStatuses } from './component-status.ts';
import { readNodeMetrics, readPodMetrics } from './metrics.ts';
import { type Answer, onCreate } from './on-create.ts';
import { reviewOwnRules, reviewSelf } from './self-review.ts';
import { reviewToken } from './token-review.ts';

const ANSWERS: { readonly [resource: string]: Answer } = {
  [groupResource(BINDING)]: onCreate(bindNamedPod),
  [groupResource(COMPONENT_STATUS)]: readComponentStatuses,
  [groupResource(LOCAL_SUBJECT_ACCESS_REVIEW)]: onCreate(reviewLocalAccess),
  [groupResource(NODE_METRICS)]: readNodeMetrics,
  [groupResource(POD_METRICS)]: readPodMetrics,
  [groupResource(SELF_SUBJECT_ACCESS_REVIEW)]: onCreate(reviewOwnAccess),
  [groupResource(SELF_SUBJECT_REVIEW)]: onCreate(reviewSelf),
  [groupResource(SELF_SUBJECT_RULES_REVIEW)]: onCreate(reviewOwnRules),
  [groupResource(SUBJECT_ACCESS_REVIEW)]: onCreate(reviewSubjectAccess),
  [groupResource(TOKEN_REVIEW)]: onCreate(reviewToken),
};

/** The answer to a request about a kind that says that it is `virtual`. */
export function answerVirtual(scope: RequestScope, namespace: string, request: ApiRequest): ApiResponse {
  const answer = ANSWERS[groupResource(scope.kind.type)];
  if (answer === undefined) throw new Error(`nothing answers for ${groupResource(scope.kind.type)}`);
  return answer(scope, namespace, request);
}
