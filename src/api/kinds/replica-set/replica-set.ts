import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { REPLICA_SET } from '../../resources.ts';
import type { ReplicaSet } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const replicaSetKind = defineKind<ReplicaSet>({
  type: REPLICA_SET,
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/replicasets',
  schema: 'ReplicaSet',
  hasGeneration: true,
  subresources: ['status', 'scale'],

  selectableFields: ['status.replicas'],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
