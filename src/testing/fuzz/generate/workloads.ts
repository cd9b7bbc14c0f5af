/** Manifests of everything that makes pods. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import type { Manifest, Place } from './manifest.ts';
import { IMAGES, randomPodSpec, randomTemplate } from './pod.ts';

const share = (dice: Dice) => dice.pick<number | string>([0, 1, 1, 2, '10%', '25%', '50%', '100%']);

export function randomDeployment(dice: Dice, { namespace, name }: Place): Manifest {
  const rollingUpdate = { maxSurge: share(dice), maxUnavailable: share(dice) };
  const strategy = dice.weighted<JsonObject>([
    [3, {}],
    [6, { strategy: { type: 'RollingUpdate', rollingUpdate } }],
    [2, { strategy: { type: 'Recreate' } }],
  ]);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      replicas: replicas(dice),
      selector: { matchLabels: { app: name } },
      template: randomTemplate(dice, labelsOf(dice, name), 'service'),
      ...strategy,
      ...dice.maybe(0.15, () => ({ minReadySeconds: dice.pick([1, 5, 20]) })),
      ...dice.maybe(0.2, () => ({ progressDeadlineSeconds: dice.pick([30, 60]) })),
      ...dice.maybe(0.3, () => ({ revisionHistoryLimit: dice.between(0, 2) })),
      ...dice.maybe(0.05, () => ({ paused: true })),
    },
  };
}

export function randomReplicaSet(dice: Dice, { namespace, name }: Place): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      replicas: replicas(dice),
      selector: { matchLabels: { app: name } },
      template: randomTemplate(dice, labelsOf(dice, name), 'service'),
      ...dice.maybe(0.15, () => ({ minReadySeconds: dice.pick([1, 5, 20]) })),
    },
  };
}

export function randomReplicationController(dice: Dice, { namespace, name }: Place): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name, namespace },
    spec: { replicas: replicas(dice), selector: { app: name }, template: randomTemplate(dice, labelsOf(dice, name), 'service') },
  };
}

export function randomDaemonSet(dice: Dice, { namespace, name }: Place): Manifest {
  const updateStrategy = dice.weighted<JsonObject>([
    [4, {}],
    [2, { updateStrategy: { type: 'OnDelete' } }],
    [4, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: dice.pick([1, 2, '50%', '100%']) } } }],
    [3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: dice.pick([1, 2, '50%']) } } }],
  ]);
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: randomTemplate(dice, labelsOf(dice, name), 'service'),
      ...updateStrategy,
      ...dice.maybe(0.15, () => ({ minReadySeconds: dice.pick([1, 5]) })),
      ...dice.maybe(0.3, () => ({ revisionHistoryLimit: dice.between(0, 2) })),
    },
  };
}

export function randomStatefulSet(dice: Dice, { namespace, name }: Place): Manifest {
  const updateStrategy = dice.weighted<JsonObject>([
    [4, {}],
    [2, { updateStrategy: { type: 'OnDelete' } }],
    [3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: dice.between(0, 3) } } }],
  ]);
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace },
    spec: {
      replicas: replicas(dice),
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: randomTemplate(dice, labelsOf(dice, name), 'service'),
      ...updateStrategy,
      ...dice.maybe(0.4, () => ({ podManagementPolicy: 'Parallel' })),
      ...dice.maybe(0.15, () => ({ minReadySeconds: dice.pick([1, 5]) })),
      ...dice.maybe(0.2, () => ({ ordinals: { start: dice.between(1, 4) } })),
      ...dice.maybe(0.3, () => ({ revisionHistoryLimit: dice.between(0, 2) })),
      ...dice.maybe(0.3, () => ({ volumeClaimTemplates: [claim] })),
      ...dice.maybe(0.4, () => ({
        persistentVolumeClaimRetentionPolicy: {
          whenDeleted: dice.pick(['Delete', 'Retain']),
          whenScaled: dice.pick(['Delete', 'Retain']),
        },
      })),
    },
  };
}

export function randomPod(dice: Dice, { namespace, name }: Place): Manifest {
  const purpose = dice.pick(['service', 'service', 'task'] as const);
  const labels = labelsOf(dice, dice.pick(['a', 'b', 'lonely']));
  const template = randomTemplate(dice, labels, purpose) as { readonly metadata: JsonObject };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: `pod-${name}`, namespace },
    spec: { ...randomPodSpec(dice, labels, purpose), ...dice.maybe(0.12, () => ({ nodeName: `node-${dice.between(1, 3)}` })) },
  };
}

/** One that others may have to make room for. */
export function randomUrgentPod(dice: Dice, place: Place): Manifest {
  const { metadata, spec, ...manifest } = randomPod(dice, place) as Manifest & { readonly spec: JsonObject };
  const container = {
    name: 'app',
    image: dice.pick(IMAGES),
    resources: { requests: { cpu: dice.pick(['300m', '700m', '900m', '1800m']) } },
  };
  return {
    ...manifest,
    metadata: { ...metadata, name: `urgent-${place.name}` },
    spec: { ...spec, containers: [container], priorityClassName: dice.pick(['high', 'high', 'polite']) },
  };
}

/** Its pods' labels; some have one more, that is not selected by. */
function labelsOf(dice: Dice, name: string): JsonObject {
  return { app: name, ...dice.maybe(0.3, () => ({ tier: dice.pick(['front', 'back']) })) };
}

function replicas(dice: Dice): number {
  return dice.weighted([
    [1, 0],
    [3, 1],
    [4, 2],
    [4, 3],
    [2, dice.between(4, 6)],
    [0.3, dice.between(7, 15)],
  ]);
}
