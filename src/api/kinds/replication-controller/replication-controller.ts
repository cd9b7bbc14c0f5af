import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { REPLICATION_CONTROLLER } from '../../resources.ts';
import type { ReplicationController } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const replicationControllerKind = defineKind<ReplicationController>({
  type: REPLICATION_CONTROLLER,
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/controllers',
  schema: 'ReplicationController',
  hasGeneration: true,
  subresources: ['status', 'scale'],
  defaultPropagation: 'Orphan',
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
