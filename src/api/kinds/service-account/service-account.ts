import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { SERVICE_ACCOUNT } from '../../resources.ts';
import type { ServiceAccount } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const serviceAccountKind = defineKind<ServiceAccount>({
  type: SERVICE_ACCOUNT,
  singular: 'serviceaccount',
  shortNames: ['sa'],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/serviceaccounts',
  schema: 'ServiceAccount',
  hasGeneration: false,
  subresources: [],
  returnsObjectOnDelete: true,
  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
