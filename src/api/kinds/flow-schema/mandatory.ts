/** Flow schemas and priority levels that must be as they are (`pkg/apis/flowcontrol/internalbootstrap`). */
import type { FlowSchemaSpec, PolicyRulesWithSubjects, PriorityLevelConfigurationSpec } from '../../types.gen.ts';

const EVERYTHING: Omit<PolicyRulesWithSubjects, 'subjects'> = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

function group(name: string): PolicyRulesWithSubjects['subjects'][number] {
  return { kind: 'Group', group: { name } };
}

export const MANDATORY_SCHEMAS: { readonly [name: string]: FlowSchemaSpec | undefined } = {
  exempt: {
    priorityLevelConfiguration: { name: 'exempt' },
    matchingPrecedence: 1,
    rules: [{ ...EVERYTHING, subjects: [group('system:masters')] }],
  },
  'catch-all': {
    priorityLevelConfiguration: { name: 'catch-all' },
    matchingPrecedence: 10_000,
    distinguisherMethod: { type: 'ByUser' },
    rules: [{ ...EVERYTHING, subjects: [group('system:unauthenticated'), group('system:authenticated')] }],
  },
};

/** Of the exempt level only what lends may change. */
export const MANDATORY_LEVELS: { readonly [name: string]: PriorityLevelConfigurationSpec | undefined } = {
  exempt: { type: 'Exempt' },
  'catch-all': { type: 'Limited', limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } } },
};
