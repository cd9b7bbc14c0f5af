import { DEPLOYMENT, REPLICA_SET } from '../../../api/resources.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { Orphans } from '../../client/orphans.ts';
import type { ComponentContext } from '../../kernel/component.ts';
import { hasReplicas, withReplicas } from './annotations.ts';
import type { Conditions } from './conditions.ts';
import { maxSurge } from './math.ts';
import { desiredOf, sizeOf } from './replica-sets.ts';

export interface DeploymentMemory {
  /** ReplicaSets without a controller. */
  readonly orphans: Orphans;
}

/** One sync of one Deployment. */
export interface Rollout {
  readonly context: ComponentContext<DeploymentMemory>;
  /** As last written by this sync. */
  deployment: Deployment;
  /** Its ReplicaSets, as last written by this sync. */
  sets: readonly ReplicaSet[];
}

/** Writes all but the status. */
export function updateDeployment(rollout: Rollout, next: Deployment): void {
  rollout.deployment = rollout.context.client.update(DEPLOYMENT, next);
}

/** Writes the status, and the annotations with it. */
export function writeStatusOf(rollout: Rollout, next: Deployment): void {
  rollout.deployment = rollout.context.client.updateStatus(DEPLOYMENT, next);
}

/** Writes the status if it differs; true if it did. */
export function writeStatus(rollout: Rollout, status: DeploymentStatus): boolean {
  if (deepEqual(rollout.deployment.status, status)) return false;
  writeStatusOf(rollout, { ...rollout.deployment, status });
  return true;
}

export function writeConditions(rollout: Rollout, conditions: Conditions): void {
  writeStatus(rollout, { ...rollout.deployment.status, conditions });
}

export function updateSet(rollout: Rollout, set: ReplicaSet): ReplicaSet {
  const written = rollout.context.client.update(REPLICA_SET, set);
  rollout.sets = rollout.sets.map((other) => (other.metadata.uid === written.metadata.uid ? written : other));
  return written;
}

/** Gives a ReplicaSet its size, with an event if it is a new one, and the numbers by which it can later be scaled in proportion. */
export function scaleSet(rollout: Rollout, set: ReplicaSet, size: number): ReplicaSet {
  const { context, deployment } = rollout;
  const before = sizeOf(set);
  const desired = desiredOf(deployment);
  const max = desired + maxSurge(deployment);
  if (before === size && hasReplicas(set, desired, max)) return set;
  const annotations = withReplicas(set.metadata.annotations, desired, max);
  const spec = set.spec === undefined ? {} : { spec: { ...set.spec, replicas: size } };
  const scaled = updateSet(rollout, { ...set, metadata: { ...set.metadata, annotations }, ...spec });
  if (before !== size) {
    const direction = before < size ? 'up' : 'down';
    context.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${set.metadata.name ?? ''} from ${before} to ${size}`,
    );
  }
  return scaled;
}
