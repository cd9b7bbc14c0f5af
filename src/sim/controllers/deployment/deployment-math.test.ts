import { describe, expect, it } from 'vitest';
import type { Deployment, DeploymentStatus, PodTemplateSpec, ReplicaSet } from '../../../api/types.gen.ts';
import cleanup from '../../../testing/data/tables/deployment-cleanup-unhealthy.json' with { type: 'json' };
import complete from '../../../testing/data/tables/deployment-complete.json' with { type: 'json' };
import equal from '../../../testing/data/tables/deployment-equal-ignore-hash.json' with { type: 'json' };
import fenceposts from '../../../testing/data/tables/deployment-fenceposts.json' with { type: 'json' };
import unavailable from '../../../testing/data/tables/deployment-max-unavailable.json' with { type: 'json' };
import available from '../../../testing/data/tables/deployment-min-available.json' with { type: 'json' };
import newSizes from '../../../testing/data/tables/deployment-new-rs-replicas.json' with { type: 'json' };
import progressing from '../../../testing/data/tables/deployment-progressing.json' with { type: 'json' };
import reconcileNew from '../../../testing/data/tables/deployment-reconcile-new-rs.json' with { type: 'json' };
import reconcileOld from '../../../testing/data/tables/deployment-reconcile-old-rs.json' with { type: 'json' };
import history from '../../../testing/data/tables/deployment-revision-history.json' with { type: 'json' };
import fractions from '../../../testing/data/tables/deployment-rs-fraction.json' with { type: 'json' };
import scaleDown from '../../../testing/data/tables/deployment-scale-down-old.json' with { type: 'json' };
import proportional from '../../../testing/data/tables/deployment-scale-proportional.json' with { type: 'json' };
import conditions from '../../../testing/data/tables/deployment-status-conditions.json' with { type: 'json' };
import { withReplicas } from './annotations.ts';
import { outdatedSets } from './history.ts';
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
} from './math.ts';
import { desiredOf } from './replica-sets.ts';
import { scalePlan } from './scale.ts';
import { isComplete, isProgressing, rolloutStatus } from './status.ts';
import { nextSize } from './strategies.ts';
import { isSameTemplate } from './template.ts';

/** Cases of upstream's own tests. */
type Cases<In, Out> = readonly { readonly name: string; readonly in: In; readonly out: Out }[];

function deployment(
  replicas: number,
  surge: number | string,
  maxUnavailable: number | string,
  strategy: 'RollingUpdate' | 'Recreate' = 'RollingUpdate',
): Deployment {
  const rollingUpdate = { maxSurge: surge, maxUnavailable };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'foo', namespace: 'default' },
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: strategy === 'Recreate' ? { type: strategy } : { type: strategy, rollingUpdate },
    },
  };
}

function replicaSet(name: string, replicas: number, availableReplicas = 0, annotations: Record<string, string> = {}): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default', annotations },
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas },
  };
}

describe('fenceposts', () => {
  type In = { maxSurge?: string; maxUnavailable?: string; desired: number };
  it.each(fenceposts.cases as unknown as Cases<In, { error: boolean; surge: number; unavailable: number }>)(
    '$name',
    ({ in: given, out }) => {
      const resolve = () => resolveFenceposts(given.maxSurge ?? 0, given.maxUnavailable ?? 0, given.desired);
      if (out.error) expect(resolve).toThrow();
      else expect(resolve()).toEqual({ surge: out.surge, unavailable: out.unavailable });
    },
  );
});

describe('bounds', () => {
  it.each(unavailable.cases as unknown as Cases<{ deployment: Deployment }, { result: number }>)('$name', ({ in: given, out }) => {
    expect(maxUnavailable(given.deployment)).toBe(out.result);
  });
  it.each(available.cases as unknown as Cases<{ deployment: Deployment }, { result: number }>)('$name', ({ in: given, out }) => {
    expect(minAvailable(given.deployment)).toBe(out.result);
  });
});

describe('size of the new ReplicaSet', () => {
  type In = { depReplicas: number; maxSurge: number; newRSReplicas: number; strategyType: 'RollingUpdate' | 'Recreate' };
  it.each(newSizes.cases as unknown as Cases<In, { result: number }>)('$name', ({ in: given, out }) => {
    expect(newSetSize(deployment(given.depReplicas, given.maxSurge, 1, given.strategyType), 5, given.newRSReplicas)).toBe(out.result);
  });

  type Reconcile = { deploymentReplicas: number; maxSurge: number; newReplicas: number; oldReplicas: number };
  it.each(reconcileNew.cases as unknown as Cases<Reconcile, { newReplicas: number; scales: boolean }>)('$name', ({ in: given, out }) => {
    const size = nextSize(
      deployment(given.deploymentReplicas, given.maxSurge, 0),
      given.newReplicas + given.oldReplicas,
      replicaSet('new', given.newReplicas),
    );
    expect(size !== given.newReplicas).toBe(out.scales);
    if (out.scales) expect(size).toBe(out.newReplicas);
  });
});

describe('sizes of the old ReplicaSets', () => {
  type In = {
    deploymentReplicas: number;
    maxUnavailable: number;
    newReplicas: number;
    oldReplicas: number;
    readyPodsFromNewRS: number;
    readyPodsFromOldRS: number;
  };
  it.each(reconcileOld.cases as unknown as Cases<In, { oldReplicas: number; scales: boolean }>)('$name', ({ in: given, out }) => {
    const old = replicaSet('old', given.oldReplicas, given.readyPodsFromOldRS);
    const fresh = replicaSet('new', given.newReplicas, given.readyPodsFromNewRS);
    const [size = given.oldReplicas] =
      oldSetSteps(deployment(given.deploymentReplicas, 0, given.maxUnavailable), fresh, [old]).at(-1) ?? [];
    expect(size !== given.oldReplicas).toBe(out.scales);
    if (out.scales) expect(size).toBe(out.oldReplicas);
  });

  it.each(cleanup.cases as unknown as Cases<{ maxCleanupCount: number; oldReplicas: number; readyPods: number }, { cleaned: number }>)(
    '$name',
    ({ in: given, out }) => {
      const [size = 0] = withoutUnhealthy([replicaSet('old', given.oldReplicas, given.readyPods)], given.maxCleanupCount);
      expect(given.oldReplicas - size).toBe(out.cleaned);
    },
  );

  type Down = { deploymentReplicas: number; maxUnavailable: number; oldReplicas: number; readyPods: number };
  it.each(scaleDown.cases as unknown as Cases<Down, { oldReplicas: number; scales: boolean }>)('$name', ({ in: given, out }) => {
    const required = minAvailable(deployment(given.deploymentReplicas, 0, given.maxUnavailable));
    const [size] = without([given.oldReplicas], given.readyPods - required);
    expect(size !== given.oldReplicas).toBe(out.scales);
    if (out.scales) expect(size).toBe(out.oldReplicas);
  });
});

describe('scaling in proportion', () => {
  type Fraction = {
    deploymentReplicas: number;
    deploymentMaxSurge: number;
    deploymentStatusReplicas: number;
    rsReplicas: number;
    rsAnnotations?: Record<string, string>;
  };
  it.each(fractions.cases as unknown as Cases<Fraction, { fraction: number }>)('$name', ({ in: given, out }) => {
    const scaled = {
      ...deployment(given.deploymentReplicas, given.deploymentMaxSurge, 0),
      status: { replicas: given.deploymentStatusReplicas },
    };
    expect(fraction(scaled, replicaSet('rs', given.rsReplicas, 0, given.rsAnnotations))).toBe(out.fraction);
  });

  type In = {
    oldDeployment: Deployment;
    deployment: Deployment;
    newRS?: ReplicaSet;
    oldRSs: ReplicaSet[];
    desiredReplicasAnnotations?: Record<string, number>;
  };
  it.each(proportional.cases as unknown as Cases<In, { new?: ReplicaSet; old: ReplicaSet[] }>)('$name', ({ in: given, out }) => {
    const before = given.oldDeployment;
    const annotate = (set: ReplicaSet): ReplicaSet => {
      const desired = given.desiredReplicasAnnotations?.[set.metadata.name ?? ''] ?? desiredOf(before);
      return { ...set, metadata: { ...set.metadata, annotations: withReplicas(undefined, desired, desired + maxSurge(before)) } };
    };
    const newSet = given.newRS && annotate(given.newRS);
    const oldSets = given.oldRSs.map(annotate);
    const sizes = new Map([...oldSets, ...(newSet ? [newSet] : [])].map((set) => [set.metadata.name, set.spec?.replicas]));
    for (const { set, size } of scalePlan(given.deployment, { newSet, oldSets })) sizes.set(set.metadata.name, size);
    for (const set of [...out.old, ...(out.new ? [out.new] : [])])
      expect([set.metadata.name, sizes.get(set.metadata.name)]).toEqual([set.metadata.name, set.spec?.replicas]);
  });
});

describe('progress', () => {
  it.each(complete.cases as unknown as Cases<{ deployment: Deployment }, { result: boolean }>)('$name', ({ in: given, out }) => {
    expect(isComplete({ ...given.deployment, metadata: {} }, given.deployment.status ?? {})).toBe(out.result);
  });
  it.each(progressing.cases as unknown as Cases<{ deployment: Deployment; newStatus: DeploymentStatus }, { result: boolean }>)(
    '$name',
    ({ in: given, out }) => {
      expect(isProgressing(given.deployment, given.newStatus)).toBe(out.result);
    },
  );

  type Out = { type: string; status: string; reason: string; lastTransition: string | null; lastUpdate: string | null };
  it.each(conditions.cases as unknown as Cases<{ deployment: Deployment; allRSs: ReplicaSet[]; newRS?: ReplicaSet }, Out>)(
    '$name',
    ({ in: given, out }) => {
      const sets = [...given.allRSs, ...(given.newRS ? [given.newRS] : [])];
      const status = rolloutStatus(given.deployment, sets, given.newRS, Date.parse('2026-11-20T20:00:00Z'));
      const condition = status.conditions?.find(({ type }) => type === 'Progressing');
      expect({ type: condition?.type ?? '', status: condition?.status ?? '', reason: condition?.reason ?? '' }).toEqual({
        type: out.type,
        status: out.status,
        reason: out.reason,
      });
      const known = given.deployment.status?.conditions?.[0];
      if (out.lastUpdate !== null && known?.lastUpdateTime !== undefined) expect(condition?.lastUpdateTime).toBe(out.lastUpdate);
      if (out.lastTransition !== null && known?.lastTransitionTime !== undefined)
        expect(condition?.lastTransitionTime).toBe(out.lastTransition);
    },
  );
});

describe('revision history', () => {
  it.each(
    history.cases as unknown as Cases<
      { oldRSs: ReplicaSet[]; revisionHistoryLimit: number },
      { deletions?: number; deletedRSs?: string[] }
    >,
  )('$name', ({ in: given, out }) => {
    const outdated = outdatedSets(given.oldRSs, given.revisionHistoryLimit).map((set) => set.metadata.name);
    if (out.deletions !== undefined) expect(outdated).toHaveLength(out.deletions);
    if (out.deletedRSs !== undefined) expect(outdated).toEqual(out.deletedRSs);
  });
});

describe('equal templates', () => {
  it.each(equal.cases as unknown as Cases<{ former: PodTemplateSpec; latter: PodTemplateSpec }, { result: boolean }>)(
    '$name',
    ({ in: given, out }) => {
      expect(isSameTemplate(given.former, given.latter)).toBe(out.result);
      expect(isSameTemplate(given.latter, given.former)).toBe(out.result);
    },
  );
});
