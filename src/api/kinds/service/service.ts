import { defineKind } from '../../kind.ts';
import { nameIsDnsLabel } from '../../names.ts';
import { SERVICE } from '../../resources.ts';
import type { Service } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const serviceKind = defineKind<Service>({
  type: SERVICE,
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/services/specs',
  schema: 'Service',
  hasGeneration: false,
  subresources: ['status'],
  createOnUpdate: true,
  returnsObjectOnDelete: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  validateName: nameIsDnsLabel,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
