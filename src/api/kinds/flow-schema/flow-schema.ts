import { FLOW_SCHEMA } from '../../resources.ts';
import type { FlowSchema, FlowSchemaSpec, PriorityLevelConfigurationReference } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';
import { withMetadataOf, withSpecOf, withStatusOf } from '../strategy.ts';
import { conditionFindings, validateFlowSchema } from './validate.ts';

/** `pkg/apis/flowcontrol`. No request ever waits here, so these are kept and looked at. */
export const flowSchemaKind = plainKind<FlowSchema>(FLOW_SCHEMA, {
  hasGeneration: true,
  subresources: ['status'],
  default: (schema) => alter(fill<FlowSchema>(schema, { spec: {} as FlowSchemaSpec }), 'spec', defaultSpec),
  prepareForCreate: (schema) => ({ ...schema, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withSpecOf({ ...next, metadata: withMetadataOf(next, stored) }, stored),
  validate: validateFlowSchema,
  validateUpdate: validateFlowSchema,
  validateStatusUpdate: ({ status }) => conditionFindings(status?.conditions),
  columns: [
    NAME,
    column<FlowSchema>('PriorityLevel', 'string', ({ spec }) => spec?.priorityLevelConfiguration.name ?? ''),
    column<FlowSchema>('MatchingPrecedence', 'string', ({ spec }) => spec?.matchingPrecedence ?? 0),
    column<FlowSchema>('DistinguisherMethod', 'string', ({ spec }) => spec?.distinguisherMethod?.type ?? '<none>'),
    AGE,
    column<FlowSchema>('MissingPL', 'string', ({ status }) => status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?'),
  ],
});

const PRECEDENCE = 1000;

function defaultSpec(spec: FlowSchemaSpec): FlowSchemaSpec {
  const next = fill(spec, { matchingPrecedence: PRECEDENCE, priorityLevelConfiguration: {} as PriorityLevelConfigurationReference });
  return next.matchingPrecedence === 0 ? { ...next, matchingPrecedence: PRECEDENCE } : next;
}
