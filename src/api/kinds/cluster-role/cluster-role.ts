import { ApiError } from '../../errors.ts';
import { invalid, required } from '../../field-error.ts';
import { selectorOf } from '../../labels.ts';
import { CLUSTER_ROLE } from '../../resources.ts';
import type { AggregationRule, ClusterRole, LabelSelector } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkPolicyRules, rbacName, withoutEmptyRules } from '../role/validate.ts';

export const clusterRoleKind = plainKind<ClusterRole>(CLUSTER_ROLE, {
  createOnUpdate: true,
  default: withoutEmptyRules,
  validateName: rbacName,
  validate: validateClusterRole,
  validateUpdate: validateClusterRole,
  columns: [NAME, CREATED_AT],
});

function validateClusterRole({ rules, aggregationRule }: ClusterRole) {
  return findingsOf((findings) => {
    checkPolicyRules(rules, false, findings);
    if (aggregationRule !== undefined) checkAggregation(aggregationRule, findings);
  });
}

function checkAggregation({ clusterRoleSelectors = [] }: AggregationRule, findings: Findings): void {
  const path = 'aggregationRule.clusterRoleSelectors';
  if (clusterRoleSelectors.length === 0)
    findings.push(required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  for (const [index, selector] of clusterRoleSelectors.entries()) {
    const at = `${path}[${index}]`;
    findings.push(...validateLabelSelector(selector, at));
    if (!isReadable(selector)) findings.push(invalid(at, null, 'invalid label selector.'));
  }
}

function isReadable(selector: LabelSelector): boolean {
  try {
    selectorOf(selector);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
