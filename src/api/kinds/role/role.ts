import { ROLE } from '../../resources.ts';
import type { Role } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkPolicyRules, rbacName, withoutEmptyRules } from './validate.ts';

/** `pkg/apis/rbac`, `pkg/registry/rbac/role`. That nobody gives away more than he has is authorization's business. */
export const roleKind = plainKind<Role>(ROLE, {
  createOnUpdate: true,
  default: withoutEmptyRules,
  validateName: rbacName,
  validate: validateRole,
  validateUpdate: validateRole,
  columns: [NAME, CREATED_AT],
});

function validateRole({ rules }: Role) {
  return findingsOf((findings) => checkPolicyRules(rules, true, findings));
}
