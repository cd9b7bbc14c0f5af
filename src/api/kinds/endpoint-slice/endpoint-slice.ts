import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { ENDPOINT_SLICE } from '../../resources.ts';
import type { EndpointSlice } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const endpointSliceKind = defineKind<EndpointSlice>({
  type: ENDPOINT_SLICE,
  singular: 'endpointslice',
  shortNames: [],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/endpointslices',
  schema: 'EndpointSlice',
  hasGeneration: true,
  subresources: [],

  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
