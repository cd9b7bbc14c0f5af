import { CLUSTER_ROLE_BINDING } from '../../resources.ts';
import type { ClusterRoleBinding } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { bindingColumns, defaultBinding, validateBinding, validateBindingUpdate } from '../role-binding/binding.ts';
import { rbacName } from '../role/validate.ts';

export const clusterRoleBindingKind = plainKind<ClusterRoleBinding>(CLUSTER_ROLE_BINDING, {
  createOnUpdate: true,
  validateName: rbacName,
  default: defaultBinding,
  validate: validateBinding,
  validateUpdate: validateBindingUpdate,
  columns: [NAME, ...bindingColumns<ClusterRoleBinding>(AGE)],
});
