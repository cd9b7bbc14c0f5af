import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { POD } from '../../resources.ts';
import type { Pod } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const podKind = defineKind<Pod>({
  type: POD,
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/pods',
  schema: 'Pod',
  hasGeneration: true,
  subresources: ['status', 'binding', 'eviction', 'resize', 'ephemeralcontainers'],
  returnsObjectOnDelete: true,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next, stored) => ({ ...next, ...(stored.status === undefined ? {} : { status: stored.status }) }),
  prepareForStatusUpdate: (next, stored) => ({ ...next, ...(stored.spec === undefined ? {} : { spec: stored.spec }) }),
  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
