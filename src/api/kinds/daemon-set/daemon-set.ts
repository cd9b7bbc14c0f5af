import { deepEqual } from '../../../base/equal.ts';
import { badRequestError } from '../../errors.ts';
import { parseGoInteger } from '../../go-number.ts';
import { DAEMON_SET } from '../../resources.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetStatus, DaemonSetUpdateStrategy } from '../../types.gen.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { alter, fill, memoised } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { defaultTemplate, labelsCell, preparedTemplate, selectorCell, templateColumns } from '../workload.ts';
import { TEMPLATE_GENERATION, templateGenerationOf } from './template-generation.ts';
import { validateDaemonSet, validateDaemonSetStatusUpdate, validateDaemonSetUpdate } from './validate.ts';

/** `pkg/apis/apps/v1/defaults`, `pkg/registry/apps/daemonset`; rules in `validate.ts`. */
export const daemonSetKind = /* @__PURE__ */ plainKind<DaemonSet>(DAEMON_SET, {
  shortNames: ['ds'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status'],
  default: (daemonSet) => {
    checkTemplateGeneration(daemonSet);
    return alter(fill<DaemonSet>(daemonSet, { spec: NO_SPEC }), 'spec', defaultSpec);
  },
  prepareForCreate: (daemonSet) => ({
    ...withTemplateGeneration(preparedTemplate(daemonSet), Math.max(1, templateGenerationOf(daemonSet))),
    status: NEW_STATUS,
  }),
  prepareForUpdate: (next, stored) => {
    const prepared = preparedTemplate(withStatusOf(next, stored));
    return withTemplateGeneration(prepared, nextTemplateGeneration(prepared, stored));
  },
  prepareForStatusUpdate: (next, stored) => withTemplateGeneration(withSpecOf(next, stored), templateGenerationOf(stored)),
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  validateStatusUpdate: validateDaemonSetStatusUpdate,
  warnings: ({ spec }, stored) =>
    stored !== undefined && deepEqual(spec?.template, stored.spec?.template) ? [] : templateWarnings(spec?.template, 'spec.template'),
  columns: [
    NAME,
    column<DaemonSet>('Desired', 'integer', ({ status }) => status?.desiredNumberScheduled ?? 0),
    column<DaemonSet>('Current', 'integer', ({ status }) => status?.currentNumberScheduled ?? 0),
    column<DaemonSet>('Ready', 'integer', ({ status }) => status?.numberReady ?? 0),
    column<DaemonSet>('Up-to-date', 'integer', ({ status }) => status?.updatedNumberScheduled ?? 0),
    column<DaemonSet>('Available', 'integer', ({ status }) => status?.numberAvailable ?? 0),
    column<DaemonSet>('Node Selector', 'string', ({ spec }) => labelsCell(spec?.template.spec?.nodeSelector)),
    AGE,
    ...templateColumns<DaemonSet>(),
    wideColumn<DaemonSet>('Selector', ({ spec }) => selectorCell(spec?.selector)),
  ],
});

const NO_SPEC = {} as DaemonSetSpec;
const NEW_STATUS: DaemonSetStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

const defaultSpec: (spec: DaemonSetSpec) => DaemonSetSpec = memoised((spec) => {
  const next = fill(spec, { updateStrategy: {}, template: {}, revisionHistoryLimit: 10 });
  return alter(alter(next, 'updateStrategy', defaultStrategy), 'template', defaultTemplate);
});

function defaultStrategy(strategy: DaemonSetUpdateStrategy): DaemonSetUpdateStrategy {
  const next = fill(strategy, { type: 'RollingUpdate' });
  if (next.type !== 'RollingUpdate') return next;
  return alter(fill(next, { rollingUpdate: {} }), 'rollingUpdate', (rolling) => fill(rolling, { maxUnavailable: 1, maxSurge: 0 }));
}

/** The annotation is a field of the internal type, which the decoder reads. */
function checkTemplateGeneration(daemonSet: DaemonSet): void {
  const text = daemonSet.metadata.annotations?.[TEMPLATE_GENERATION];
  const number = text === undefined ? undefined : parseGoInteger(text, 'ParseInt');
  if (number === undefined || !('error' in number)) return;
  throw badRequestError(`DaemonSet in version "v1" cannot be handled as a DaemonSet: ${number.error}`);
}

function nextTemplateGeneration(next: DaemonSet, stored: DaemonSet): number {
  const isSame = deepEqual(next.spec?.template, stored.spec?.template);
  return templateGenerationOf(stored) + (isSame ? 0 : 1);
}

function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const { annotations } = daemonSet.metadata;
  if (annotations?.[TEMPLATE_GENERATION] === String(generation)) return daemonSet;
  return {
    ...daemonSet,
    metadata: { ...daemonSet.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: String(generation) } },
  };
}
