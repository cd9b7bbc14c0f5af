import { forbiddenError } from '../../../api/errors.ts';
import { nameOf } from '../../../api/object.ts';
import type { PriorityClass } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { SYSTEM_CLASSES, defaultClass } from './priority.ts';
import { refusal } from './refuse.ts';

/** The classes themselves: one default at most, and those of the system stay (also pkg/registry/scheduling/priorityclass/storage). */
export const priorityClasses: AdmissionPlugin = {
  name: 'Priority',
  validate(scope, object, attributes) {
    if (object.kind !== 'PriorityClass') return;
    if (attributes.operation !== 'DELETE') assertOneDefault(scope, object as PriorityClass, attributes);
    else if (SYSTEM_CLASSES.has(nameOf(object))) {
      throw forbiddenError(scope.kind.type, nameOf(object), 'this is a system priority class and cannot be deleted');
    }
  },
};

function assertOneDefault(scope: RequestScope, object: PriorityClass, { operation, subresource }: AdmissionAttributes): void {
  if (!object.globalDefault || subresource !== '') return;
  const standing = defaultClass(scope.server.store);
  if (standing === undefined || (operation === 'UPDATE' && nameOf(standing) === nameOf(object))) return;
  throw refusal(scope, object, `PriorityClass ${nameOf(standing)} is already marked as default. Only one default can exist`);
}
