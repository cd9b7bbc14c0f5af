import { deepEqual } from '../../../base/equal.ts';
import { selectorOf, selectorText } from '../../labels.ts';
import { DEPLOYMENT } from '../../resources.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy } from '../../types.gen.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fill, memoised, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { defaultTemplate, preparedTemplate, scaleOf, templateColumns } from '../workload.ts';

/** `pkg/apis/apps/v1/defaults`, `pkg/registry/apps/deployment`; rules in `rules.ts`. */
export const deploymentKind = plainKind<Deployment>(DEPLOYMENT, {
  shortNames: ['deploy'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status', 'scale'],
  default: (deployment) => alter(fill<Deployment>(deployment, { spec: NO_SPEC }), 'spec', defaultSpec),
  prepareForCreate: (deployment) => ({ ...preparedTemplate(deployment), status: {} }),
  prepareForUpdate: (next, stored) => preparedTemplate(withStatusOf(next, stored)),
  prepareForStatusUpdate: (next, stored) => withLabelsOf(withSpecOf(next, stored), stored),
  // Annotations count too: a rollback or a change of cause is a new generation.
  generationChanged: (next, stored) =>
    (next.spec !== stored.spec && !deepEqual(next.spec, stored.spec)) || !deepEqual(next.metadata.annotations, stored.metadata.annotations),
  ...lateRules(DEPLOYMENT),
  scale: scaleOf<Deployment>(),
  columns: [
    NAME,
    column<Deployment>('Ready', 'string', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    column<Deployment>('Up-to-date', 'string', ({ status }) => status?.updatedReplicas ?? 0),
    column<Deployment>('Available', 'string', ({ status }) => status?.availableReplicas ?? 0),
    AGE,
    ...templateColumns<Deployment>(),
    wideColumn<Deployment>('Selector', ({ spec }) => selectorText(selectorOf(spec?.selector))),
  ],
});

/** What a missing spec counts as; validation asks for the rest. */
const NO_SPEC = {} as DeploymentSpec;

const defaultSpec: (spec: DeploymentSpec) => DeploymentSpec = memoised((spec) => {
  const next = fill(spec, { replicas: 1, strategy: {}, template: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  return alter(alter(next, 'strategy', defaultStrategy), 'template', defaultTemplate);
});

function defaultStrategy(strategy: DeploymentStrategy): DeploymentStrategy {
  const next = fill(strategy, { type: 'RollingUpdate' });
  if (next.type !== 'RollingUpdate') return next;
  return alter(fill(next, { rollingUpdate: {} }), 'rollingUpdate', (rolling) => fill(rolling, { maxUnavailable: '25%', maxSurge: '25%' }));
}

function withLabelsOf(next: Deployment, stored: Deployment): Deployment {
  const { labels } = stored.metadata;
  return put(next, 'metadata', labels === undefined ? drop(next.metadata, 'labels') : put(next.metadata, 'labels', labels));
}
