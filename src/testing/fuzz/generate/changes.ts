/** What users do to the objects that they have made. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import type { Action } from '../plan.ts';
import { IMAGES } from './pod.ts';
import { type Known, asAction, patch, remove, removeAll } from './requests.ts';

/** Holds an object that is being deleted until it is taken off. */
export const HOLD = 'example.com/hold';

export function randomChange(dice: Dice, known: Known): Action {
  const { kind } = known;
  const make = dice.weighted<() => Action>([
    [kind.scales === true ? 5 : 0, () => scale(dice, known)],
    [kind.template === true ? 5 : 0, () => patch(known, { spec: { template: newTemplate(dice) } }, 'strategic')],
    [3, () => apply(dice, known)],
    [ownChange(dice, known) === undefined ? 0 : 4, () => ownChange(dice, known) ?? apply(dice, known)],
    [1, () => patch(known, { metadata: { labels: { team: dice.pick(['x', 'y']) } } })],
    [0.5, () => patch(known, { metadata: { annotations: { note: dice.pick(['x', 'y']) } } })],
    [0.7, () => patch(known, { metadata: { finalizers: dice.chance(0.4) ? [HOLD] : null } })],
    [3, () => remove(known, deletion(dice))],
    [0.7, () => removeAll(known, dice.pick(['', `app=${known.name}`]), deletion(dice))],
    [kind.kind === 'Deployment' ? 2 : 0, () => ({ type: 'undo', namespace: known.namespace, name: known.name, pick: dice.below(4) })],
  ]);
  return make();
}

export function deletion(dice: Dice): JsonObject {
  return {
    ...dice.maybe(0.6, () => ({ propagationPolicy: dice.pick(['Background', 'Foreground', 'Orphan']) })),
    ...dice.maybe(0.15, () => ({ gracePeriodSeconds: dice.pick([0, 1, 5]) })),
  };
}

function scale(dice: Dice, known: Known): Action {
  return patch(known, { spec: { replicas: dice.pick([0, 1, 2, 3, 4, 5, 8]) } }, 'merge', 'scale');
}

function newTemplate(dice: Dice): JsonObject {
  return dice.weighted<JsonObject>([
    [5, { spec: { containers: [{ name: 'app', image: dice.chance(0.1) ? 'nginx:missing' : dice.pick(IMAGES) }] } }],
    [2, { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': String(dice.below(1000)) } } }],
    [1, { metadata: { annotations: { 'sim/never-ready': dice.pick(['true', 'false']) } } }],
    [1, { metadata: { annotations: { 'sim/crash': dice.pick(['true', 'false']) } } }],
    [1, { metadata: { labels: { tier: dice.pick(['front', 'back']) } } }],
    [1, { spec: { containers: [{ name: 'app', resources: { requests: { cpu: dice.pick(['50m', '300m', '2']) } } }] } }],
    [1, { spec: { nodeSelector: dice.pick([{ disk: 'ssd' }, { disk: null }]) } }],
  ]);
}

/** A manifest of the same name takes its place, through server-side apply or whole. */
function apply(dice: Dice, known: Known): Action {
  const name = known.name.replace(/^.*-/, '');
  const manifest = known.kind.make(dice, { namespace: known.namespace, name });
  if (dice.chance(0.6)) return patch({ ...known, name: manifest.metadata.name }, manifest, 'apply');
  const { group, resource } = known.kind;
  return asAction({ verb: 'update', group, resource, namespace: known.namespace, name: manifest.metadata.name, body: manifest });
}

/** Edits that only its kind knows. */
function ownChange(dice: Dice, known: Known): Action | undefined {
  const edit = (spec: JsonObject) => patch(known, { spec });
  switch (known.kind.kind) {
    case 'Deployment':
      return edit(
        dice.pick<JsonObject>([
          { paused: true },
          { paused: false },
          { paused: null },
          { minReadySeconds: dice.pick([0, 3, 10]) },
          { revisionHistoryLimit: dice.below(3) },
          { strategy: { type: 'Recreate', rollingUpdate: null } },
          { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: dice.below(3), maxUnavailable: dice.pick([0, 1, '50%']) } } },
        ]),
      );
    case 'DaemonSet':
      return edit({ updateStrategy: dice.pick<JsonObject>([{ type: 'OnDelete', rollingUpdate: null }, { type: 'RollingUpdate' }]) });
    case 'StatefulSet':
      return edit(
        dice.pick<JsonObject>([
          { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: dice.below(3) } } },
          { updateStrategy: { type: 'OnDelete', rollingUpdate: null } },
          { ordinals: { start: dice.below(3) } },
          { persistentVolumeClaimRetentionPolicy: { whenScaled: dice.pick(['Delete', 'Retain']) } },
        ]),
      );
    case 'Job':
      return edit(
        dice.pick<JsonObject>([
          { suspend: true },
          { suspend: false },
          { suspend: false },
          { parallelism: dice.below(5) },
          { activeDeadlineSeconds: 15 },
          { ttlSecondsAfterFinished: 5 },
          { backoffLimit: dice.below(4) },
        ]),
      );
    case 'CronJob':
      return edit(
        dice.pick<JsonObject>([
          { suspend: dice.chance(0.5) },
          { schedule: '* * * * *' },
          { concurrencyPolicy: dice.pick(['Allow', 'Forbid', 'Replace']) },
          { successfulJobsHistoryLimit: dice.below(3), failedJobsHistoryLimit: dice.below(2) },
        ]),
      );
    case 'Service':
      return edit(
        dice.pick<JsonObject>([
          { selector: { app: dice.pick(['a', 'b']), tier: null } },
          { selector: null },
          { type: 'NodePort' },
          { publishNotReadyAddresses: dice.chance(0.5) },
        ]),
      );
    case 'PodDisruptionBudget':
      return edit(
        dice.chance(0.5)
          ? { minAvailable: dice.pick([0, 1, '50%']), maxUnavailable: null }
          : { maxUnavailable: dice.pick([0, 1, '50%']), minAvailable: null },
      );
    case 'ResourceQuota':
      return edit({ hard: { pods: String(dice.between(0, 9)) } });
    default:
      return undefined;
  }
}
