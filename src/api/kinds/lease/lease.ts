import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { LEASE } from '../../resources.ts';
import type { Lease } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const leaseKind = defineKind<Lease>({
  type: LEASE,
  singular: 'lease',
  shortNames: [],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/leases',
  schema: 'Lease',
  hasGeneration: false,
  subresources: [],
  createOnUpdate: true,
  requireVersionOnUpdate: true,
  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
