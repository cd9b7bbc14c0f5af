/** Manifests of Jobs and CronJobs. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import type { Manifest, Place } from './manifest.ts';
import { randomTemplate } from './pod.ts';

export function randomJob(dice: Dice, { namespace, name }: Place): Manifest {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `job-${name}`, namespace }, spec: randomJobSpec(dice, name) };
}

export function randomJobSpec(dice: Dice, name: string): JsonObject {
  const template = randomTemplate(dice, { task: name }, 'task');
  const { restartPolicy } = template['spec'] as { readonly restartPolicy: string };
  const completions = dice.between(1, 5);
  const isIndexed = dice.chance(0.45);
  const counts = dice.weighted<JsonObject>([
    [5, { completions, parallelism: dice.between(1, 4) }],
    [1, { parallelism: dice.between(0, 3), ...(isIndexed ? { completions } : {}) }],
    [1, isIndexed ? { completions } : {}],
  ]);
  const canHavePolicy = restartPolicy === 'Never';
  return {
    template,
    ...counts,
    ...(isIndexed ? { completionMode: 'Indexed' } : {}),
    ...dice.maybe(0.8, () => ({ backoffLimit: dice.between(0, 3) })),
    ...(isIndexed && canHavePolicy ? dice.maybe(0.3, () => perIndex(dice, completions)) : {}),
    ...(canHavePolicy ? dice.maybe(0.25, () => ({ podFailurePolicy: { rules: [failureRule(dice)] } })) : {}),
    ...(isIndexed ? dice.maybe(0.2, () => ({ successPolicy: { rules: [successRule(dice)] } })) : {}),
    ...dice.maybe(0.1, () => ({ suspend: true })),
    ...dice.maybe(0.12, () => ({ activeDeadlineSeconds: dice.between(5, 120) })),
    ...dice.maybe(0.25, () => ({ ttlSecondsAfterFinished: dice.pick([0, 5, 60]) })),
    ...dice.maybe(0.1, () => ({ podReplacementPolicy: 'Failed' })),
  };
}

export function randomCronJob(dice: Dice, { namespace, name }: Place): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: `cron-${name}`, namespace },
    spec: {
      schedule: dice.pick(['* * * * *', '*/2 * * * *', '*/5 * * * *', '@hourly']),
      jobTemplate: { spec: randomJobSpec(dice, name) },
      ...dice.maybe(0.7, () => ({ concurrencyPolicy: dice.pick(['Allow', 'Forbid', 'Replace']) })),
      ...dice.maybe(0.3, () => ({ successfulJobsHistoryLimit: dice.between(0, 2) })),
      ...dice.maybe(0.3, () => ({ failedJobsHistoryLimit: dice.between(0, 2) })),
      ...dice.maybe(0.2, () => ({ startingDeadlineSeconds: dice.pick([10, 60, 200]) })),
      ...dice.maybe(0.1, () => ({ suspend: true })),
    },
  };
}

function perIndex(dice: Dice, completions: number): JsonObject {
  return { backoffLimitPerIndex: dice.between(0, 2), ...dice.maybe(0.4, () => ({ maxFailedIndexes: dice.between(0, completions) })) };
}

function failureRule(dice: Dice): JsonObject {
  const action = dice.pick(['FailJob', 'Ignore', 'Count']);
  return dice.chance(0.5)
    ? { action, onExitCodes: { operator: 'In', values: [1, 137, 143] } }
    : { action, onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };
}

function successRule(dice: Dice): JsonObject {
  return dice.pick<JsonObject>([{ succeededIndexes: '0' }, { succeededCount: 1 }, { succeededIndexes: '0', succeededCount: 1 }]);
}
