/** The arithmetic of rollouts, and the hash of a pod template. */
import type { Deployment, DeploymentStatus, PodTemplateSpec, ReplicaSet } from '../../../api/types.gen.ts';
import { withReplicas } from '../../../sim/controllers/deployment/annotations.ts';
import { outdatedSets } from '../../../sim/controllers/deployment/history.ts';
import {
  fraction,
  maxSurge,
  maxUnavailable,
  minAvailable,
  newSetSize,
  oldSetSteps,
  resolveFenceposts,
  without,
  withoutUnhealthy,
} from '../../../sim/controllers/deployment/math.ts';
import { desiredOf } from '../../../sim/controllers/deployment/replica-sets.ts';
import { scalePlan } from '../../../sim/controllers/deployment/scale.ts';
import { isComplete, isProgressing, rolloutStatus } from '../../../sim/controllers/deployment/status.ts';
import { nextSize } from '../../../sim/controllers/deployment/strategies.ts';
import { isSameTemplate } from '../../../sim/controllers/deployment/template.ts';
import { templateHash } from '../../../sim/client/template-hash/template-hash.ts';
import { type Outcome, type Subject, like, subject, throws } from '../subject.ts';

type StrategyType = 'RollingUpdate' | 'Recreate';

function deployment(replicas: number, surge: number, unavailable: number, type: StrategyType = 'RollingUpdate'): Deployment {
  const rollingUpdate = { maxSurge: surge, maxUnavailable: unavailable };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'default' },
    spec: { replicas, selector: {}, template: {}, strategy: type === 'Recreate' ? { type } : { type, rollingUpdate } },
  };
}

function replicaSet(
  name: string,
  replicas: number,
  availableReplicas = 0,
  annotations: { readonly [key: string]: string } = {},
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default', annotations },
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas },
  };
}

interface Scaling {
  readonly scales: boolean;
  readonly newReplicas?: number;
  readonly oldReplicas?: number;
}

/** The size counts only where a set is scaled at all. */
function scaled({ scales, newReplicas, oldReplicas }: Scaling, before: number, size: number): Outcome {
  const expected = scales ? (newReplicas ?? oldReplicas) : before;
  return { expected: { scales, size: expected }, got: { scales: size !== before, size } };
}

interface Sizes {
  readonly deploymentReplicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly newReplicas: number;
  readonly oldReplicas: number;
  readonly readyPodsFromNewRS: number;
  readonly readyPodsFromOldRS: number;
  readonly readyPods: number;
  readonly maxCleanupCount: number;
}

const SIZES: readonly Subject[] = [
  subject<{ maxSurge?: string; maxUnavailable?: string; desired: number }, { error: boolean }>(
    'deployment/fenceposts',
    /^ResolveFenceposts/,
    ({ in: given, out }) => {
      const resolve = () => resolveFenceposts(given.maxSurge ?? 0, given.maxUnavailable ?? 0, given.desired);
      return out.error ? { expected: true, got: throws(resolve) } : like(out, resolve());
    },
  ),
  subject<{ deployment: Deployment }>('deployment/max-unavailable', /^MaxUnavailable/, ({ in: given, out }) =>
    like(out, { result: maxUnavailable(given.deployment) }),
  ),
  subject<{ deployment: Deployment }>('deployment/min-available', /^MinAvailable/, ({ in: given, out }) =>
    like(out, { result: minAvailable(given.deployment) }),
  ),
  subject<{ depReplicas: number; maxSurge: number; newRSReplicas: number; strategyType: StrategyType }>(
    'deployment/new-rs-replicas',
    /^NewRSNewReplicas/,
    ({ in: given, out }) =>
      like(out, { result: newSetSize(deployment(given.depReplicas, given.maxSurge, 1, given.strategyType), 5, given.newRSReplicas) }),
  ),
  subject<Sizes, Scaling>('deployment/reconcile-new-rs', /^rolling update: scale of the new/, ({ in: given, out }) => {
    const whole = deployment(given.deploymentReplicas, given.maxSurge, 0);
    return scaled(out, given.newReplicas, nextSize(whole, given.newReplicas + given.oldReplicas, replicaSet('new', given.newReplicas)));
  }),
  subject<Sizes, Scaling>('deployment/reconcile-old-rs', /^rolling update: scale down of old/, ({ in: given, out }) => {
    const old = replicaSet('old', given.oldReplicas, given.readyPodsFromOldRS);
    const fresh = replicaSet('new', given.newReplicas, given.readyPodsFromNewRS);
    const steps = oldSetSteps(deployment(given.deploymentReplicas, 0, given.maxUnavailable), fresh, [old]);
    return scaled(out, given.oldReplicas, steps.at(-1)?.[0] ?? given.oldReplicas);
  }),
  subject<Sizes>('deployment/cleanup-unhealthy', /^rolling update: unhealthy old/, ({ in: given, out }) => {
    const [size = 0] = withoutUnhealthy([replicaSet('old', given.oldReplicas, given.readyPods)], given.maxCleanupCount);
    return like(out, { cleaned: given.oldReplicas - size });
  }),
  subject<Sizes, Scaling>('deployment/scale-down-old', /^rolling update: availability-bounded/, ({ in: given, out }) => {
    const required = minAvailable(deployment(given.deploymentReplicas, 0, given.maxUnavailable));
    return scaled(out, given.oldReplicas, without([given.oldReplicas], given.readyPods - required)[0] ?? 0);
  }),
];

interface Fraction {
  readonly deploymentReplicas: number;
  readonly deploymentMaxSurge: number;
  readonly deploymentStatusReplicas: number;
  readonly rsReplicas: number;
  readonly rsAnnotations?: { readonly [key: string]: string };
}

interface Proportional {
  readonly oldDeployment: Deployment;
  readonly deployment: Deployment;
  readonly newRS?: ReplicaSet;
  readonly oldRSs: readonly ReplicaSet[];
  readonly desiredReplicasAnnotations?: { readonly [name: string]: number };
}

const SCALING: readonly Subject[] = [
  subject<Fraction>('deployment/rs-fraction', /^GetReplicaSetFraction/, ({ in: given, out }) => {
    const whole = deployment(given.deploymentReplicas, given.deploymentMaxSurge, 0);
    const status = { replicas: given.deploymentStatusReplicas };
    return like(out, { fraction: fraction({ ...whole, status }, replicaSet('rs', given.rsReplicas, 0, given.rsAnnotations)) });
  }),
  subject<Proportional, { new?: ReplicaSet; old: readonly ReplicaSet[] }>(
    'deployment/scale-proportional',
    /^proportional scaling of/,
    ({ in: given, out }) => {
      const newSet = given.newRS && annotated(given.newRS, given);
      const oldSets = given.oldRSs.map((set) => annotated(set, given));
      const sizes = new Map([...oldSets, ...(newSet ? [newSet] : [])].map(sizeOf));
      for (const { set, size } of scalePlan(given.deployment, { newSet, oldSets })) sizes.set(set.metadata.name ?? '', size);
      const expected = [...out.old, ...(out.new ? [out.new] : [])].map(sizeOf);
      return { expected, got: expected.map(([name]) => [name, sizes.get(name)]) };
    },
  ),
];

/** With the annotations that the last scaling left. */
function annotated(set: ReplicaSet, { oldDeployment, desiredReplicasAnnotations }: Proportional): ReplicaSet {
  const desired = desiredReplicasAnnotations?.[set.metadata.name ?? ''] ?? desiredOf(oldDeployment);
  return { ...set, metadata: { ...set.metadata, annotations: withReplicas(undefined, desired, desired + maxSurge(oldDeployment)) } };
}

function sizeOf({ metadata, spec }: ReplicaSet): readonly [string, number | undefined] {
  return [metadata.name ?? '', spec?.replicas];
}

interface Progress {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly lastTransition: string | null;
  readonly lastUpdate: string | null;
}

const STATUS: readonly Subject[] = [
  subject<{ deployment: Deployment }>('deployment/complete', /^DeploymentComplete/, ({ in: given, out }) =>
    like(out, { result: isComplete({ ...given.deployment, metadata: {} }, given.deployment.status ?? {}) }),
  ),
  subject<{ deployment: Deployment; newStatus: DeploymentStatus }>(
    'deployment/progressing',
    /^DeploymentProgressing/,
    ({ in: given, out }) => like(out, { result: isProgressing(given.deployment, given.newStatus) }),
  ),
  subject<{ deployment: Deployment; allRSs: readonly ReplicaSet[]; newRS?: ReplicaSet }, Progress>(
    'deployment/status-conditions',
    /^Progressing condition/,
    ({ in: given, out }) => {
      const sets = [...given.allRSs, ...(given.newRS ? [given.newRS] : [])];
      const status = rolloutStatus(given.deployment, sets, given.newRS, Date.parse('2026-11-20T20:00:00Z'));
      const got = status.conditions?.find(({ type }) => type === 'Progressing');
      const known = given.deployment.status?.conditions?.[0];
      const update = out.lastUpdate !== null && known?.lastUpdateTime !== undefined ? { lastUpdate: got?.lastUpdateTime } : {};
      const moved =
        out.lastTransition !== null && known?.lastTransitionTime !== undefined ? { lastTransition: got?.lastTransitionTime } : {};
      return like(out, { type: got?.type ?? '', status: got?.status ?? '', reason: got?.reason ?? '', ...update, ...moved });
    },
  ),
  subject<{ oldRSs: readonly ReplicaSet[]; revisionHistoryLimit: number }, { deletions?: number; deletedRSs?: readonly string[] }>(
    'deployment/revision-history',
    /^revisionHistoryLimit/,
    ({ in: given, out }) => {
      const outdated = outdatedSets(given.oldRSs, given.revisionHistoryLimit).map((set) => set.metadata.name);
      return { expected: out.deletedRSs ?? out.deletions, got: out.deletedRSs === undefined ? outdated.length : outdated };
    },
  ),
  subject<{ former: PodTemplateSpec; latter: PodTemplateSpec }>(
    'deployment/equal-ignore-hash',
    /^template equality/,
    ({ in: given, out }) =>
      like(
        { ...out, reversed: (out as { result?: boolean }).result },
        {
          result: isSameTemplate(given.former, given.latter),
          reversed: isSameTemplate(given.latter, given.former),
        },
      ),
  ),
  subject<{ template: PodTemplateSpec }>('hash/pod-template', /^pod-template-hash/, ({ in: { template }, out }) =>
    like(out, { hash: templateHash(template, undefined), hashWithCollisionCount1: templateHash(template, 1) }),
  ),
];

export const DEPLOYMENT: readonly Subject[] = [...SIZES, ...SCALING, ...STATUS];
