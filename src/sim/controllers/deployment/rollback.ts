/** The rollback that an annotation asks for (pkg/controller/deployment/rollback.go). kubectl changes the template itself instead. */
import type { ReplicaSet } from '../../../api/types.gen.ts';
import { ROLLBACK_TO, annotationsFrom, lastRevision, revisionOf } from './annotations.ts';
import { syncRevision } from './new-replica-set.ts';
import { type Rollout, updateDeployment } from './rollout.ts';
import { isSameTemplate, withoutHash } from './template.ts';

/** The revision asked for, 0 for the last one; undefined when there is no such wish. */
export function rollbackTarget({ deployment }: Rollout): number | undefined {
  const text = deployment.metadata.annotations?.[ROLLBACK_TO];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

export function rollBack(rollout: Rollout, target: number): void {
  const { all } = syncRevision(rollout, true);
  const revision = target === 0 ? lastRevision(all) : target;
  if (revision === 0) warn(rollout, 'DeploymentRollbackRevisionNotFound', 'Unable to find last revision.');
  else {
    const set = all.find((candidate) => revisionOf(candidate) === revision);
    if (set === undefined) warn(rollout, 'DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.');
    else rollBackTo(rollout, set, revision);
  }
  clearTarget(rollout);
}

function rollBackTo(rollout: Rollout, set: ReplicaSet, revision: number): void {
  const { context, deployment } = rollout;
  const name = deployment.metadata.name ?? '';
  const { spec } = deployment;
  if (spec === undefined || isSameTemplate(spec.template, set.spec?.template)) {
    warn(
      rollout,
      'DeploymentRollbackTemplateUnchanged',
      `The rollback revision contains the same template as current deployment "${name}"`,
    );
    return;
  }
  const template = withoutHash(set.spec?.template ?? {});
  rollout.deployment = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: annotationsFrom(deployment, set) },
    spec: { ...spec, template },
  };
  context.event(deployment, 'Normal', 'DeploymentRollback', `Rolled back deployment "${name}" to revision ${revision}`);
}

function warn({ context, deployment }: Rollout, reason: string, message: string): void {
  context.event(deployment, 'Warning', reason, message);
}

function clearTarget(rollout: Rollout): void {
  const { [ROLLBACK_TO]: _target, ...annotations } = rollout.deployment.metadata.annotations ?? {};
  updateDeployment(rollout, { ...rollout.deployment, metadata: { ...rollout.deployment.metadata, annotations } });
}
