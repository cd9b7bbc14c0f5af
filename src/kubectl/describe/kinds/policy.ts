import type { PodDisruptionBudget, PriorityClass } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, labelSelectorLine, optional, selectorLine } from '../text.ts';

export const podDisruptionBudgetDescriber = defineDescriber<PodDisruptionBudget>({
  group: 'policy',
  kind: 'PodDisruptionBudget',
  describe(_session, { metadata, spec, status }) {
    const { minAvailable, maxUnavailable, selector } = spec ?? {};
    return [
      field('Name', metadata.name ?? ''),
      optional('Namespace', metadata.namespace),
      minAvailable === undefined ? optional('Max unavailable', maxUnavailable) : field('Min available', minAvailable),
      field('Selector', selector === undefined ? '<unset>' : labelSelectorLine(selector)),
      'Status:\n',
      field('    Allowed disruptions', status?.disruptionsAllowed ?? 0),
      field('    Current', status?.currentHealthy ?? 0),
      field('    Desired', status?.desiredHealthy ?? 0),
      field('    Total', status?.expectedPods ?? 0),
    ].join('');
  },
});

export const priorityClassDescriber = defineDescriber<PriorityClass>({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  describe: (_session, { metadata, value = 0, globalDefault = false, preemptionPolicy = 'PreemptLowerPriority', description = '' }) =>
    [
      field('Name', metadata.name ?? ''),
      field('Value', value),
      field('GlobalDefault', globalDefault),
      field('PreemptionPolicy', preemptionPolicy),
      field('Description', description),
      field('Annotations', selectorLine(metadata.annotations)),
    ].join(''),
});
