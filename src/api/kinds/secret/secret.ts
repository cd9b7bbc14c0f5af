import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { SECRET } from '../../resources.ts';
import type { Secret } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const secretKind = defineKind<Secret>({
  type: SECRET,
  singular: 'secret',
  shortNames: [],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/secrets',
  schema: 'Secret',
  hasGeneration: false,
  subresources: [],

  selectableFields: ['type'],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
