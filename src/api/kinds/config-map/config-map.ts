import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { CONFIG_MAP } from '../../resources.ts';
import type { ConfigMap } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const configMapKind = defineKind<ConfigMap>({
  type: CONFIG_MAP,
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/configmaps',
  schema: 'ConfigMap',
  hasGeneration: false,
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
