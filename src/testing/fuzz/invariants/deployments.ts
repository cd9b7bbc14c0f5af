/** Deployments: where a rollout may stand when nothing moves any more. */
import { scaledValue } from '../../../api/intstr.ts';
import { controllerOf, isTerminating, keyOf, nameOf } from '../../../api/object.ts';
import { findCondition } from '../../../api/pod/conditions.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type Ledger, listOf } from '../ledger.ts';
import { atRest } from './invariant.ts';
import { differences } from './replicas.ts';
import { isAbandoned, isWaiting } from './waiting.ts';

const HASH = 'pod-template-hash';

interface Rollout {
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
  readonly fresh: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

function rolloutOf(ledger: Ledger, { spec, metadata }: Deployment): Rollout {
  const all = listOf(ledger, REPLICA_SET).filter((set) => controllerOf(set)?.uid === metadata.uid);
  const alike = all.filter((set) => deepEqual(withoutHash(set.spec?.template), withoutHash(spec?.template)));
  const [fresh] = alike.toSorted((a, b) => born(a) - born(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  const replicas = spec?.replicas ?? 1;
  const isRecreate = spec?.strategy?.type === 'Recreate';
  const { maxSurge = 0, maxUnavailable = 0 } = spec?.strategy?.rollingUpdate ?? {};
  const surge = isRecreate ? 0 : scaledValue(maxSurge, replicas, true);
  const share = isRecreate ? 0 : scaledValue(maxUnavailable, replicas, false);
  const unavailable = Math.min(replicas, share === 0 && surge === 0 && !isRecreate ? 1 : share);
  return { replicas, surge, unavailable, fresh, old: all.filter((set) => set !== fresh), all };
}

function born({ metadata }: ReplicaSet): number {
  return parseTime(metadata.creationTimestamp ?? '');
}

function withoutHash(template: PodTemplateSpec | undefined): unknown {
  const { [HASH]: _hash, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

const wanted = (sets: readonly ReplicaSet[]) => sets.reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
const available = (sets: readonly ReplicaSet[]) => sets.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
const counted = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'terminatingReplicas') =>
  sets.reduce((sum, { status }) => sum + (status?.[field] ?? 0), 0);

export const rolloutsGoAsFarAsTheyMay = atRest('a rollout goes as far as it may', function* (ledger) {
  for (const deployment of listOf(ledger, DEPLOYMENT)) {
    if (isTerminating(deployment) || isAbandoned(ledger, deployment) || isWaiting(ledger, 'deployment-controller', keyOf(deployment)))
      continue;
    const rollout = rolloutOf(ledger, deployment);
    if (scalesForEver(deployment, rollout)) continue;
    const problem = deployment.spec?.paused === true ? problemWhilePaused(deployment, rollout) : problemOf(deployment, rollout);
    if (problem !== undefined) yield `${keyOf(deployment)}: ${problem}`;
  }
});

/**
 * While an active ReplicaSet says that it was scaled for another number, upstream only scales. Recreate has no way to do that with several
 * of them, and one alone that somebody else has given the right number is left as it is, with what it says: such a Deployment stays so
 * until its number is set back (pkg/controller/deployment/sync.go: isScalingEvent, scale).
 */
function scalesForEver({ spec }: Deployment, { all, replicas }: Rollout): boolean {
  const active = all.filter((set) => (set.spec?.replicas ?? 0) > 0);
  const isAsked = active.some(
    ({ metadata }) => Number(metadata.annotations?.['deployment.kubernetes.io/desired-replicas'] ?? replicas) !== replicas,
  );
  return isAsked && (active.length > 1 ? spec?.strategy?.type === 'Recreate' : active[0]?.spec?.replicas === replicas);
}

/** Several active ReplicaSets are only scaled in a rolling update; what it had begun stays under Recreate (sync.go: scale). */
function problemWhilePaused({ spec }: Deployment, { all, replicas, surge }: Rollout): string | undefined {
  const active = all.filter(({ spec }) => (spec?.replicas ?? 0) > 0);
  const total = wanted(all);
  if (active.length === 1 && total !== replicas) return `paused, ${total} replicas instead of ${replicas}`;
  const isRolling = spec?.strategy?.type !== 'Recreate';
  if (active.length > 1 && isRolling && total > replicas + surge) return `paused, ${total} replicas of at most ${replicas + surge}`;
  return undefined;
}

function problemOf({ spec }: Deployment, { replicas, surge, unavailable, fresh, old, all }: Rollout): string | undefined {
  if (fresh === undefined) return 'there is no ReplicaSet of its template';
  if (isTerminating(fresh)) return undefined;
  const own = wanted([fresh]);
  const total = wanted(all);
  if (own > replicas) return `the new ReplicaSet wants ${own} of ${replicas}`;
  if (spec?.strategy?.type === 'Recreate') {
    if (wanted(old) > 0) return `${wanted(old)} old replicas are not scaled down`;
    return own === replicas || counted(old, 'replicas') > 0 || old.some(({ status }) => (status?.terminatingReplicas ?? 0) > 0)
      ? undefined
      : `the new ReplicaSet wants ${own} instead of ${replicas}`;
  }
  if (own < replicas && total < replicas + surge)
    return `the new ReplicaSet wants ${own} of ${replicas}, although ${total} of ${replicas + surge} are wanted in all`;
  const least = replicas - unavailable;
  const room = total - least - (own - available([fresh]));
  if (wanted(old) === 0 || room <= 0) return undefined;
  const unhealthy = old.some(({ spec: its, status }) => (its?.replicas ?? 0) > (status?.availableReplicas ?? 0));
  if (unhealthy) return `unhealthy old replicas stay, although ${room} may go`;
  return available(all) > least
    ? `${wanted(old)} old replicas stay, although ${available(all)} are available of ${least} needed`
    : undefined;
}

export const deploymentStatusesAreCounts = atRest('the status of a Deployment is a recount', function* (ledger) {
  for (const deployment of listOf(ledger, DEPLOYMENT)) {
    const { fresh, all, replicas, unavailable } = rolloutOf(ledger, deployment);
    const { status, metadata } = deployment;
    if (isWaiting(ledger, 'deployment-controller', keyOf(deployment)) || isTerminating(deployment)) continue;
    // Whoever can't make the new ReplicaSet tells of that alone (deployment/sync.go: getNewReplicaSet).
    if (fresh === undefined && isAbandoned(ledger, deployment)) continue;
    const expected = {
      replicas: counted(all, 'replicas'),
      updatedReplicas: fresh === undefined ? 0 : counted([fresh], 'replicas'),
      readyReplicas: counted(all, 'readyReplicas'),
      availableReplicas: available(all),
      unavailableReplicas: Math.max(0, wanted(all) - available(all)),
      terminatingReplicas: counted(all, 'terminatingReplicas'),
      observedGeneration: metadata.generation ?? 0,
    };
    yield* differences(`Deployment ${keyOf(deployment)}`, expected, status);
    const isThere = findCondition(status?.conditions, 'Available')?.status === 'True';
    if (isThere !== available(all) >= replicas - unavailable) yield `${keyOf(deployment)} says Available=${isThere}`;
  }
});

export const oldReplicaSetsAreCleanedUp = atRest('no more old ReplicaSets are kept than asked for', function* (ledger) {
  for (const deployment of listOf(ledger, DEPLOYMENT)) {
    const { spec, status } = deployment;
    const { old, replicas } = rolloutOf(ledger, deployment);
    const isComplete = [status?.replicas, status?.updatedReplicas, status?.availableReplicas].every((count) => (count ?? 0) === replicas);
    if (!isComplete || isTerminating(deployment) || isWaiting(ledger, 'deployment-controller', keyOf(deployment)) || spec?.paused === true)
      continue;
    const kept = old.filter((set) => !isTerminating(set) && (set.spec?.replicas ?? 0) === 0 && (set.status?.replicas ?? 0) === 0);
    const limit = spec?.revisionHistoryLimit ?? 10;
    if (kept.length > limit) yield `${keyOf(deployment)} keeps ${kept.length} of ${limit}`;
  }
});

/** Those of ReplicaSets that were taken over may have been given before, so that two old ones may have the same. */
export const newestRevisionIsHighest = atRest('the newest ReplicaSet of a Deployment has the highest revision', function* (ledger) {
  for (const deployment of listOf(ledger, DEPLOYMENT)) {
    if (isTerminating(deployment) || deployment.spec?.paused === true || isWaiting(ledger, 'deployment-controller', keyOf(deployment)))
      continue;
    const rollout = rolloutOf(ledger, deployment);
    if (scalesForEver(deployment, rollout)) continue;
    const { fresh, old } = rollout;
    const highest = Math.max(0, ...old.map(revisionOf));
    if (fresh !== undefined && !isTerminating(fresh) && revisionOf(fresh) <= highest)
      yield `${keyOf(deployment)}: ${revisionOf(fresh)}, and ${highest} before it`;
  }
});

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}
