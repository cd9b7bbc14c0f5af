/** Templates of pods: what their containers do, what they ask for, and where they want to be. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import { GPU } from './machines.ts';

/** `service`: runs until it is stopped. `task`: comes to an end. */
export type Purpose = 'service' | 'task';

export const IMAGES = ['nginx:1.27', 'nginx:1.28', 'shop:v1', 'shop:v2', 'redis:7'] as const;
export const PRIORITY_CLASSES = ['low', 'high', 'polite'] as const;

export function randomTemplate(dice: Dice, labels: JsonObject, purpose: Purpose): JsonObject {
  const annotations = behaviour(dice, purpose);
  return {
    metadata: { labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: randomPodSpec(dice, labels, purpose),
  };
}

export function randomPodSpec(dice: Dice, labels: JsonObject, purpose: Purpose): JsonObject {
  return {
    containers: [randomContainer(dice, 'app', purpose), ...(dice.chance(0.12) ? [randomContainer(dice, 'second', purpose)] : [])],
    ...(purpose === 'task' ? { restartPolicy: dice.pick(['Never', 'Never', 'OnFailure']) } : {}),
    ...dice.maybe(0.1, () => ({ initContainers: initContainers(dice) })),
    ...dice.maybe(0.25, () => ({ terminationGracePeriodSeconds: dice.pick([0, 1, 3, 60]) })),
    ...dice.maybe(0.12, () => ({ priorityClassName: dice.pick(PRIORITY_CLASSES) })),
    ...dice.maybe(0.03, () => ({ hostNetwork: true })),
    ...(purpose === 'task' ? dice.maybe(0.06, () => ({ activeDeadlineSeconds: dice.between(5, 90) })) : {}),
    ...placement(dice, labels),
    ...dice.maybe(0.05, () => ({ volumes: [{ name: 'config', configMap: { name: dice.pick(['config-a', 'config-b']) } }] })),
  };
}

/** How its containers behave, whatever their image. */
function behaviour(dice: Dice, purpose: Purpose): { readonly [key: string]: string } {
  if (purpose === 'task')
    return dice.weighted<{ readonly [key: string]: string }>([
      [6, { 'sim/exit-code': '0', 'sim/run-seconds': String(dice.pick([0, 1, 5, 30, 70])) }],
      [2, { 'sim/exit-code': '1', 'sim/run-seconds': String(dice.pick([0, 2, 20])) }],
      [2, { 'sim/exit-code': '0', 'sim/fail-times': String(dice.between(1, 3)) }],
      [2, { 'sim/exit-code': '0', 'sim/fail-indexes': dice.pick(['0', '1', '1,2']) }],
      [1, {}],
    ]);
  return {
    ...dice.maybe(0.05, () => ({ 'sim/crash': 'true' })),
    ...dice.maybe(0.05, () => ({ 'sim/never-ready': 'true' })),
    ...dice.maybe(0.06, () => ({ 'sim/fail-times': String(dice.between(1, 4)) })),
    ...dice.maybe(0.1, () => ({ 'sim/ready-seconds': String(dice.pick([1, 5, 30])) })),
    ...dice.maybe(0.1, () => ({ 'sim/term-seconds': String(dice.pick([0, 1, 10, 90])) })),
    ...dice.maybe(0.02, () => ({ 'sim/init-fail': 'true' })),
    ...dice.maybe(0.02, () => ({ 'sim/exit-code': '0', 'sim/run-seconds': '20' })),
  };
}

function randomContainer(dice: Dice, name: string, purpose: Purpose): JsonObject {
  const image = dice.chance(0.04) ? 'nginx:missing' : dice.pick(IMAGES);
  return {
    name,
    image,
    ...dice.maybe(0.7, () => ({ resources: randomResources(dice) })),
    ...(purpose === 'service' && name === 'app' ? { ports: [{ name: 'http', containerPort: 80 }] } : {}),
    ...(purpose === 'service' && name === 'app' ? probes(dice) : {}),
    ...dice.maybe(0.05, () => ({ lifecycle: { preStop: { sleep: { seconds: dice.between(1, 12) } } } })),
    ...dice.maybe(0.04, () => ({ envFrom: [{ configMapRef: { name: dice.pick(['config-a', 'config-b']) } }] })),
    ...dice.maybe(0.05, () => ({ imagePullPolicy: dice.pick(['Always', 'Never']) })),
  };
}

function randomResources(dice: Dice): JsonObject {
  const requests = {
    cpu: dice.pick(['50m', '100m', '300m', '700m']),
    ...dice.maybe(0.6, () => ({ memory: dice.pick(['64Mi', '256Mi', '1Gi']) })),
  };
  const gpus = dice.maybe(0.06, () => ({ [GPU]: '1' }));
  return {
    requests: { ...requests, ...gpus },
    ...(Object.keys(gpus).length > 0 || dice.chance(0.2) ? { limits: { ...(dice.chance(0.5) ? requests : {}), ...gpus } } : {}),
  };
}

function probes(dice: Dice): JsonObject {
  const probe = () => ({
    ...(dice.chance(0.7) ? { httpGet: { path: '/', port: 80 } } : { tcpSocket: { port: 80 } }),
    periodSeconds: dice.pick([1, 5, 10]),
    ...dice.maybe(0.4, () => ({ failureThreshold: dice.between(1, 3) })),
  });
  return {
    ...dice.maybe(0.3, () => ({ readinessProbe: probe() })),
    ...dice.maybe(0.1, () => ({ livenessProbe: { ...probe(), initialDelaySeconds: 10 } })),
    ...dice.maybe(0.05, () => ({ startupProbe: { ...probe(), failureThreshold: 30 } })),
  };
}

function initContainers(dice: Dice): readonly JsonObject[] {
  const sidecar = dice.chance(0.4) ? { restartPolicy: 'Always' } : { command: ['sh', '-c', 'sleep 1'] };
  return [{ name: 'before', image: 'busybox:1.36', ...('restartPolicy' in sidecar ? { command: ['sleep', '100000'] } : {}), ...sidecar }];
}

function placement(dice: Dice, labels: JsonObject): JsonObject {
  const zone = 'topology.kubernetes.io/zone';
  const alike = { labelSelector: { matchLabels: labels } };
  return {
    ...dice.maybe(0.05, () => ({ nodeSelector: { disk: dice.pick(['ssd', 'hdd']) } })),
    ...dice.maybe(0.25, () => ({ tolerations: [randomToleration(dice)] })),
    ...dice.maybe(0.05, () => ({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: dice.pick([zone, 'kubernetes.io/hostname']),
          whenUnsatisfiable: dice.pick(['DoNotSchedule', 'ScheduleAnyway']),
          ...alike,
        },
      ],
    })),
    ...dice.maybe(0.07, () => {
      const term = { topologyKey: dice.pick([zone, 'kubernetes.io/hostname']), ...alike };
      return {
        affinity: dice.pick<JsonObject>([
          { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
          { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
          { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: nodeTerms(dice, zone) } },
        ]),
      };
    }),
  };
}

function nodeTerms(dice: Dice, zone: string): JsonObject {
  return { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: dice.pick(['In', 'NotIn']), values: ['a'] }] }] };
}

function randomToleration(dice: Dice): JsonObject {
  return dice.pick<JsonObject>([
    { operator: 'Exists' },
    { key: 'dedicated', operator: 'Exists' },
    { key: 'dedicated', operator: 'Equal', value: 'x', effect: 'NoExecute', tolerationSeconds: 20 },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists' },
  ]);
}
