import { ROLE_BINDING } from '../../resources.ts';
import type { RoleBinding } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { rbacName } from '../role/validate.ts';
import { bindingColumns, defaultBinding, validateBinding, validateBindingUpdate } from './binding.ts';

export const roleBindingKind = plainKind<RoleBinding>(ROLE_BINDING, {
  createOnUpdate: true,
  validateName: rbacName,
  default: defaultBinding,
  validate: validateBinding,
  validateUpdate: validateBindingUpdate,
  columns: [NAME, ...bindingColumns<RoleBinding>(AGE)],
});
