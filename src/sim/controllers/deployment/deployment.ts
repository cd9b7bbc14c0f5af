/**
 * The Deployment controller (pkg/controller/deployment): makes a ReplicaSet for each template a Deployment has had, and moves
 * its pods from the old ones to the newest by sizing the ReplicaSets. It never touches a pod.
 */
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { isTerminating, keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { DEPLOYMENT, POD, REPLICA_SET } from '../../../api/resources.ts';
import type { Deployment, LabelSelector, Pod, ReplicaSet } from '../../../api/types.gen.ts';
import { adopt, controllerUid, release } from '../../client/controller-ref.ts';
import { forgetOrphan, noteOrphan, orphansOf } from '../../client/orphans.ts';
import { type Change, type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';
import { findCondition, newCondition, setCondition } from './conditions.ts';
import { cleanUp } from './history.ts';
import { isRollingUpdate } from './math.ts';
import { type Generations, syncRevision } from './new-replica-set.ts';
import { rollBack, rollbackTarget } from './rollback.ts';
import { type DeploymentMemory, type Rollout, writeConditions, writeStatus } from './rollout.ts';
import { isScalingEvent, scale } from './scale.ts';
import { calculateStatus, hasProgressDeadline, rolloutStatus, stuckCheckMs } from './status.ts';
import { recreate, rollOut } from './strategies.ts';

export const deploymentController = defineComponent<DeploymentMemory>({
  name: 'deployment-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:deployment-controller',
  watches: [watch(DEPLOYMENT, onDeploymentChange), watch(REPLICA_SET, onReplicaSetChange), watch(POD, onPodChange)],
  maxRetries: 15,
  init: () => ({ orphans: new Map() }),
  sync: syncDeployment,
});

type Context = ComponentContext<DeploymentMemory>;

const STATUS_ECHO_MS = 50;

/** Pods that go together wake their Deployment once. */
const POD_DELAY_MS = 20;

function syncDeployment(context: Context, key: string): number | void {
  const deployment = context.lister(DEPLOYMENT).byKey(key);
  if (deployment === undefined) return;
  const rollout: Rollout = { context, deployment, sets: [] };
  if (selectsEverything(deployment.spec?.selector)) {
    refuseSelector(rollout);
    return;
  }
  rollout.sets = claimSets(context, deployment);
  if (isTerminating(deployment)) {
    reportStatus(rollout, syncRevision(rollout, false));
    return;
  }
  notePause(rollout);
  const target = rollbackTarget(rollout);
  if (rollout.deployment.spec?.paused === true) resizeOnly(rollout);
  else if (target !== undefined) rollBack(rollout, target);
  else if (isScalingEvent(rollout.deployment, rollout.sets)) resizeOnly(rollout);
  else return reportRollout(rollout, isRollingUpdate(rollout.deployment) ? rollOut(rollout) : recreate(rollout));
}

/** Scales without rolling out: what a paused Deployment does, and one whose size has just changed. */
function resizeOnly(rollout: Rollout): void {
  const generations = syncRevision(rollout, false);
  scale(rollout, generations);
  if (rollout.deployment.spec?.paused === true && rollbackTarget(rollout) === undefined) cleanUp(rollout, generations.oldSets);
  reportStatus(rollout, generations);
}

function reportStatus(rollout: Rollout, { newSet, all }: Generations): void {
  writeStatus(rollout, calculateStatus(rollout.deployment, all, newSet, rollout.context.now));
}

/** Looks again when nothing has changed by the deadline. */
function reportRollout(rollout: Rollout, { newSet, all }: Generations): number | undefined {
  const { context, deployment } = rollout;
  const status = rolloutStatus(deployment, all, newSet, context.now);
  return writeStatus(rollout, status) ? undefined : stuckCheckMs(deployment, status, context.now);
}

/** A pause stops the clock of the progress deadline; a rollout that has missed it already stays so. */
function notePause(rollout: Rollout): void {
  const { context, deployment } = rollout;
  const reason = findCondition(deployment.status?.conditions, 'Progressing')?.reason;
  const paused = deployment.spec?.paused === true;
  if (!hasProgressDeadline(deployment) || reason === 'ProgressDeadlineExceeded' || paused === (reason === 'DeploymentPaused')) return;
  const condition = paused
    ? newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', context.now)
    : newCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', context.now);
  writeConditions(rollout, setCondition(deployment.status?.conditions ?? [], condition));
}

function selectsEverything(selector: LabelSelector | undefined): boolean {
  return selector !== undefined && Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function refuseSelector(rollout: Rollout): void {
  const { context, deployment } = rollout;
  context.event(deployment, 'Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.');
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status?.observedGeneration ?? 0) < generation)
    writeStatus(rollout, { ...deployment.status, observedGeneration: generation });
}

/** Its own sets, without those that the selector has come to miss, and with orphans that it matches. */
function claimSets(context: Context, deployment: Deployment): ReplicaSet[] {
  const lister = context.lister(REPLICA_SET);
  const uid = uidOf(deployment);
  const selector = selectorOf(deployment.spec?.selector);
  const claimed: ReplicaSet[] = [];
  for (const set of lister.by('owner', uid)) {
    if (matchesSelector(selector, set.metadata.labels)) claimed.push(set);
    else if (!isTerminating(deployment)) release(context.client, [uid], REPLICA_SET, set);
  }
  if (isTerminating(deployment)) return claimed;
  for (const key of orphansOf(context.memory.orphans, namespaceOf(deployment))) {
    const set = lister.byKey(key);
    if (set === undefined || isTerminating(set) || !matchesSelector(selector, set.metadata.labels)) continue;
    if (adopt(context.client, DEPLOYMENT, deployment, REPLICA_SET, set))
      claimed.push(context.client.get(REPLICA_SET, namespaceOf(set), set.metadata.name ?? ''));
  }
  return claimed;
}

/** Our own status comes back too; it is no reason for haste. */
function onDeploymentChange(context: Context, { object, previous }: Change<Deployment>): void {
  const isStatusOnly = previous !== undefined && previous.metadata.generation === object.metadata.generation;
  context.enqueueAfter(keyOf(object), isStatusOnly ? STATUS_ECHO_MS : 0);
}

function onReplicaSetChange(context: Context, { type, object, previous }: Change<ReplicaSet>): void {
  const uid = type === 'DELETED' ? '' : controllerUid(object);
  const before = previous === undefined ? '' : controllerUid(previous);
  if (before !== '' && previous !== undefined && before !== uid) enqueueOwner(context, previous);
  if (type === 'DELETED' || uid !== '') forgetOrphan(context.memory.orphans, object);
  if (type === 'DELETED') return;
  if (uid !== '') enqueueOwner(context, object);
  else if (noteOrphan(context.memory.orphans, object) || previous?.metadata.labels !== object.metadata.labels) offer(context, object);
}

function enqueueOwner(context: Context, set: ReplicaSet): void {
  const deployment = deploymentOf(context, set);
  if (deployment !== undefined) context.enqueue(keyOf(deployment));
}

function offer(context: Context, set: ReplicaSet): void {
  for (const deployment of context.lister(DEPLOYMENT).by('namespace', namespaceOf(set))) {
    if (matchesSelector(selectorOf(deployment.spec?.selector), set.metadata.labels)) context.enqueue(keyOf(deployment));
  }
}

/** Recreate alone waits for pods to be gone. */
function onPodChange(context: Context, { type, object }: Change<Pod>): void {
  if (type !== 'DELETED') return;
  const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner?.kind !== REPLICA_SET.kind) return;
  const set = context.lister(REPLICA_SET).get(namespaceOf(object), owner.name);
  if (set === undefined || uidOf(set) !== owner.uid) return;
  const deployment = deploymentOf(context, set);
  if (deployment?.spec?.strategy?.type === 'Recreate') context.enqueueAfter(keyOf(deployment), POD_DELAY_MS);
}

function deploymentOf(context: Context, set: ReplicaSet): Deployment | undefined {
  const owner = set.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner?.kind !== DEPLOYMENT.kind) return undefined;
  const deployment = context.lister(DEPLOYMENT).get(namespaceOf(set), owner.name);
  return deployment !== undefined && uidOf(deployment) === owner.uid ? deployment : undefined;
}
