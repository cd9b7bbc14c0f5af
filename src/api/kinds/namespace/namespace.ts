import { defineKind } from '../../kind.ts';
import { nameIsDnsLabel } from '../../names.ts';
import { NAMESPACE } from '../../resources.ts';
import type { Namespace } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const namespaceKind = defineKind<Namespace>({
  type: NAMESPACE,
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/namespaces',
  schema: 'Namespace',
  hasGeneration: false,
  subresources: ['status', 'finalize'],
  returnsObjectOnDelete: true,
  selectableFields: ['status.phase'],
  validateName: nameIsDnsLabel,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
