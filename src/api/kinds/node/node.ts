import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { NODE } from '../../resources.ts';
import type { Node } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const nodeKind = defineKind<Node>({
  type: NODE,
  singular: 'node',
  shortNames: ['no'],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/minions',
  schema: 'Node',
  hasGeneration: false,
  subresources: ['status'],

  selectableFields: ['spec.unschedulable'],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
