import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { EVENT } from '../../resources.ts';
import type { Event } from '../../types.gen.ts';
import { AGE, NAME } from '../columns.ts';

export const eventKind = defineKind<Event>({
  type: EVENT,
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  etcdPrefix: '/registry/events',
  schema: 'Event',
  hasGeneration: false,
  subresources: [],
  createOnUpdate: true,
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  validateName: nameIsDnsSubdomain,
  default: (object) => object,
  prepareForCreate: (object) => object,
  prepareForUpdate: (next) => next,

  validate: () => [],
  validateUpdate: () => [],
  columns: [NAME, AGE],
});
