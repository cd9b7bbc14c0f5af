import { PRIORITY_LEVEL_CONFIGURATION } from '../../resources.ts';
import type { PriorityLevelConfiguration, PriorityLevelConfigurationSpec, QueuingConfiguration } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { conditionFindings } from '../flow-schema/validate.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';
import { withMetadataOf, withSpecOf, withStatusOf } from '../strategy.ts';
import { validatePriorityLevel } from './validate.ts';

export const priorityLevelConfigurationKind = plainKind<PriorityLevelConfiguration>(PRIORITY_LEVEL_CONFIGURATION, {
  hasGeneration: true,
  subresources: ['status'],
  default: (level) => alter(fill<PriorityLevelConfiguration>(level, { spec: {} as PriorityLevelConfigurationSpec }), 'spec', defaultSpec),
  prepareForCreate: (level) => ({ ...level, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withSpecOf({ ...next, metadata: withMetadataOf(next, stored) }, stored),
  validate: validatePriorityLevel,
  validateUpdate: validatePriorityLevel,
  validateStatusUpdate: ({ status }) => conditionFindings(status?.conditions),
  columns: [
    NAME,
    column<PriorityLevelConfiguration>('Type', 'string', ({ spec }) => spec?.type ?? ''),
    column<PriorityLevelConfiguration>(
      'NominalConcurrencyShares',
      'string',
      ({ spec }) => spec?.limited?.nominalConcurrencyShares ?? '<none>',
    ),
    queuingColumn('Queues', 'queues'),
    queuingColumn('HandSize', 'handSize'),
    queuingColumn('QueueLengthLimit', 'queueLengthLimit'),
    AGE,
  ],
});

function queuingColumn(title: string, key: keyof QueuingConfiguration) {
  return column<PriorityLevelConfiguration>(title, 'string', ({ spec }) => spec?.limited?.limitResponse?.queuing?.[key] ?? '<none>');
}

function defaultSpec(spec: PriorityLevelConfigurationSpec): PriorityLevelConfigurationSpec {
  const withExempt = alter(spec, 'exempt', (exempt) => fill(exempt, { nominalConcurrencyShares: 0, lendablePercent: 0 }));
  return alter(withExempt, 'limited', (limited) =>
    alter(fill(limited, { nominalConcurrencyShares: 30, lendablePercent: 0 }), 'limitResponse', (response) =>
      alter(response, 'queuing', defaultQueuing),
    ),
  );
}

/** Zero counts as unset. */
function defaultQueuing(queuing: QueuingConfiguration): QueuingConfiguration {
  const { handSize, queues, queueLengthLimit } = queuing;
  if (handSize && queues && queueLengthLimit) return queuing;
  return { queues: queues || 64, handSize: handSize || 8, queueLengthLimit: queueLengthLimit || 50 };
}
