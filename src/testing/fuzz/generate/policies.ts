/** Manifests of what surrounds the workloads: Services, budgets, quotas, configuration. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import type { Manifest, Place } from './manifest.ts';

export function randomService(dice: Dice, { namespace, name }: Place): Manifest {
  const spec = dice.weighted<JsonObject>([
    [5, {}],
    [2, { type: 'NodePort' }],
    [2, { type: 'LoadBalancer' }],
    [3, { clusterIP: 'None' }],
  ]);
  const ports = [{ name: 'http', port: 80, targetPort: dice.pick<number | string>([80, 'http', 8080]) }];
  const selector = dice.weighted<JsonObject>([
    [6, { app: name }],
    [1, { app: name, tier: 'front' }],
    [1, { tier: 'back' }],
    [1, {}],
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: dice.chance(0.04)
      ? { type: 'ExternalName', externalName: 'example.com' }
      : {
          ...spec,
          ...(Object.keys(selector).length === 0 ? {} : { selector }),
          ports,
          ...dice.maybe(0.15, () => ({ publishNotReadyAddresses: true })),
          ...dice.maybe(0.1, () => ({ trafficDistribution: 'PreferClose' })),
        },
  };
}

export function randomBudget(dice: Dice, { namespace, name }: Place): Manifest {
  const amount = dice.pick<number | string>([0, 1, 1, 2, '25%', '50%', '100%']);
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: {
      ...(dice.chance(0.5) ? { minAvailable: amount } : { maxUnavailable: amount }),
      selector: { matchLabels: { app: name } },
      ...dice.maybe(0.2, () => ({ unhealthyPodEvictionPolicy: dice.pick(['AlwaysAllow', 'IfHealthyBudget']) })),
    },
  };
}

export function randomQuota(dice: Dice, { namespace, name }: Place): Manifest {
  const scope = dice.weighted<JsonObject>([
    [5, {}],
    [1, { scopes: ['BestEffort'] }],
    [1, { scopes: ['NotBestEffort'] }],
    [1, { scopes: ['NotTerminating'] }],
    [1, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } }],
  ]);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `quota-${name}`, namespace },
    spec: { hard: randomHard(dice, Object.keys(scope).length > 0), ...scope },
  };
}

export function randomHard(dice: Dice, podsOnly: boolean): JsonObject {
  return {
    ...dice.maybe(podsOnly ? 1 : 0.7, () => ({ pods: String(dice.between(1, 8)) })),
    ...(podsOnly
      ? {}
      : {
          ...dice.maybe(0.2, () => ({ 'requests.cpu': dice.pick(['500m', '1', '3']) })),
          ...dice.maybe(0.2, () => ({ services: '2', 'services.nodeports': '1' })),
          ...dice.maybe(0.2, () => ({ persistentvolumeclaims: '2', 'requests.storage': '2Gi' })),
          ...dice.maybe(0.2, () => ({ configmaps: '3', 'count/deployments.apps': '2', 'count/jobs.batch': '3' })),
        }),
  };
}

export function randomLimitRange(dice: Dice, { namespace, name }: Place): Manifest {
  const limits = dice.pick<JsonObject>([
    { type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m', memory: '32Mi' } },
    { type: 'Container', max: { cpu: '400m' }, min: { cpu: '10m' } },
    { type: 'Pod', max: { memory: '512Mi' } },
  ]);
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: `limits-${name}`, namespace }, spec: { limits: [limits] } };
}

export function randomClaim(dice: Dice, { namespace, name }: Place): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: `claim-${name}`, namespace },
    spec: {
      accessModes: [dice.pick(['ReadWriteOnce', 'ReadWriteMany'])],
      resources: { requests: { storage: dice.pick(['1Gi', '2Gi']) } },
      ...dice.maybe(0.2, () => ({ storageClassName: dice.pick(['', 'absent', 'standard']) })),
    },
  };
}

export function randomConfigMap(_dice: Dice, { namespace, name }: Place): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `config-${name}`, namespace }, data: { key: 'value' } };
}

/** What pods name without its being a workload: priority classes. */
export const SURROUNDINGS: readonly Manifest[] = [
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'low' }, value: -10 },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'polite' }, value: 500, preemptionPolicy: 'Never' },
];
