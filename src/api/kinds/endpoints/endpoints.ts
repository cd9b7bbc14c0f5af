import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { ENDPOINTS } from '../../resources.ts';
import type { Endpoints } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const endpointsKind = defineKind<Endpoints>({
  type: ENDPOINTS,
  singular: 'endpoints',
  shortNames: ['ep'],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/services/endpoints',
  schema: 'Endpoints',
  hasGeneration: false,
  subresources: [],
  createOnUpdate: true,
  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
