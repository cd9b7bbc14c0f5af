/** Finding or making the ReplicaSet of a Deployment's present template, and keeping revisions (pkg/controller/deployment/sync.go). */
import { ApiError } from '../../../api/errors.ts';
import { nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../../api/resources.ts';
import type { Deployment, DeploymentCondition, ReplicaSet } from '../../../api/types.gen.ts';
import { controllerRef, controllerUid } from '../../client/controller-ref.ts';
import { isNamespaceTerminating } from '../../client/pod-control.ts';
import { REVISION, annotationsAt, maxRevision, revisionOf, withReplicas } from './annotations.ts';
import { findCondition, newCondition, setCondition } from './conditions.ts';
import { maxSurge, newSetSize } from './math.ts';
import { byCreation, desiredOf, sizeOf, totalSize } from './replica-sets.ts';
import { type Rollout, updateSet, writeConditions, writeStatus, writeStatusOf } from './rollout.ts';
import { hasProgressDeadline } from './status.ts';
import { TEMPLATE_HASH, isSameTemplate, selectorWithHash, withHash } from './template.ts';
import { templateHash } from '../../client/template-hash/template-hash.ts';

export interface Generations {
  /** The set of the present template, if there is one. */
  readonly newSet: ReplicaSet | undefined;
  readonly oldSets: readonly ReplicaSet[];
  readonly all: readonly ReplicaSet[];
}

/** Brings the revision of the newest set up to date, and makes the set when `create` says so and there is none. */
export function syncRevision(rollout: Rollout, create: boolean): Generations {
  const existing = newSetOf(rollout.deployment, rollout.sets);
  const oldSets = rollout.sets.filter((set) => set !== existing);
  const revision = maxRevision(oldSets) + 1;
  const newSet =
    existing === undefined ? (create ? createSet(rollout, oldSets, revision) : undefined) : keepSet(rollout, existing, revision);
  return { newSet, oldSets, all: newSet === undefined ? oldSets : [...oldSets, newSet] };
}

/** The oldest set whose template is the Deployment's. */
export function newSetOf(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return sets.toSorted(byCreation).find((set) => isSameTemplate(set.spec?.template, deployment.spec?.template));
}

function keepSet(rollout: Rollout, set: ReplicaSet, revision: number): ReplicaSet {
  const { deployment } = rollout;
  const annotations = annotationsAt(deployment, set, revision);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  const hasMinReady = (set.spec?.minReadySeconds ?? 0) === minReadySeconds;
  if (annotations !== (set.metadata.annotations ?? annotations) || !hasMinReady) {
    const spec = set.spec === undefined || hasMinReady ? {} : { spec: { ...set.spec, minReadySeconds } };
    return updateSet(rollout, { ...set, metadata: { ...set.metadata, annotations }, ...spec });
  }
  const isFirst = hasProgressDeadline(deployment) && findCondition(deployment.status?.conditions, 'Progressing') === undefined;
  const found = () => progressing('FoundNewReplicaSet', `Found new replica set "${nameOf(set)}"`, rollout.context.now);
  note(rollout, revisionOf(set), isFirst ? found() : undefined);
  return set;
}

function createSet(rollout: Rollout, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { context, deployment } = rollout;
  const planned = plannedSet(deployment, oldSets, revision);
  const created = tryCreate(rollout, planned);
  const isNew = created !== undefined;
  const set = created ?? existingOrCollision(rollout, planned);
  rollout.sets = [...rollout.sets, set];
  if (isNew && sizeOf(planned) > 0)
    context.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${nameOf(set)} from 0 to ${sizeOf(planned)}`);
  const made = () => progressing('NewReplicaSetCreated', `Created new replica set "${nameOf(set)}"`, context.now);
  note(rollout, revision, isNew && hasProgressDeadline(deployment) ? made() : undefined);
  return set;
}

function plannedSet(deployment: Deployment, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { template = {}, selector, minReadySeconds } = deployment.spec ?? {};
  const hash = templateHash(template, deployment.status?.collisionCount);
  const hashed = withHash(template, hash);
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${nameOf(deployment)}-${hash}`,
      namespace: namespaceOf(deployment),
      labels: hashed.metadata?.labels ?? { [TEMPLATE_HASH]: hash },
      ownerReferences: [controllerRef(DEPLOYMENT, deployment)],
    },
    spec: {
      replicas: newSetSize(deployment, totalSize(oldSets), 0),
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      selector: selectorWithHash(selector, hash),
      template: hashed,
    },
  };
  const desired = desiredOf(deployment);
  const annotations = withReplicas(annotationsAt(deployment, set, revision), desired, desired + maxSurge(deployment));
  return { ...set, metadata: { ...set.metadata, annotations } };
}

/** Undefined when a set of that name is there already. Any other failure is told of and thrown. */
function tryCreate(rollout: Rollout, planned: ReplicaSet): ReplicaSet | undefined {
  const { context, deployment } = rollout;
  try {
    return context.client.create(REPLICA_SET, planned);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') return undefined;
    if (!isNamespaceTerminating(error)) {
      const message = `Failed to create new replica set "${nameOf(planned)}": ${error.message}`;
      if (hasProgressDeadline(deployment))
        writeConditions(
          rollout,
          withProgressing(rollout, newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, context.now)),
        );
      context.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    }
    throw error;
  }
}

/** Either the informer was behind and the set is ours, or two templates have one hash: then the next try salts it anew. */
function existingOrCollision(rollout: Rollout, planned: ReplicaSet): ReplicaSet {
  const { context, deployment } = rollout;
  const present = context.client.get(REPLICA_SET, namespaceOf(planned), nameOf(planned));
  const isOurs = controllerUid(present) === uidOf(deployment) && isSameTemplate(present.spec?.template, deployment.spec?.template);
  if (isOurs) return present;
  writeStatus(rollout, { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 });
  throw alreadyThere(planned);
}

function alreadyThere(set: ReplicaSet): ApiError {
  const message = `replicasets.apps "${nameOf(set)}" already exists`;
  return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'AlreadyExists', message, code: 409 });
}

/**
 * Writes the Deployment's revision and what is to be said of its progress. Both go through the status, as upstream:
 * there a changed annotation does not make a new generation.
 */
function note(rollout: Rollout, revision: number, progress: DeploymentCondition | undefined): void {
  const { deployment } = rollout;
  const text = String(revision);
  const isKnown = revision === 0 || deployment.metadata.annotations?.[REVISION] === text;
  if (isKnown && progress === undefined) return;
  const annotations = isKnown ? deployment.metadata.annotations : { ...deployment.metadata.annotations, [REVISION]: text };
  const conditions = progress === undefined ? deployment.status?.conditions : withProgressing(rollout, progress);
  writeStatusOf(rollout, {
    ...deployment,
    metadata: { ...deployment.metadata, ...(annotations === undefined ? {} : { annotations }) },
    status: { ...deployment.status, ...(conditions === undefined ? {} : { conditions }) },
  });
}

function progressing(reason: string, message: string, now: number): DeploymentCondition {
  return newCondition('Progressing', 'True', reason, message, now);
}

function withProgressing(rollout: Rollout, condition: DeploymentCondition) {
  return setCondition(rollout.deployment.status?.conditions ?? [], condition);
}
