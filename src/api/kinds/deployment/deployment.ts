import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { DEPLOYMENT } from '../../resources.ts';
import type { Deployment } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const deploymentKind = defineKind<Deployment>({
  type: DEPLOYMENT,
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/deployments',
  schema: 'Deployment',
  hasGeneration: true,
  subresources: ['status', 'scale'],

  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
