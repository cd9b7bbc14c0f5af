import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import type { IntOrString } from '../../scalars.ts';
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from '../../types.gen.ts';
import { type Findings, checkNotNegative, findingsOf } from '../checks.ts';
import { checkIntOrPercent, checkNotMoreThanAll, intOrPercentValue } from '../int-or-percent.ts';
import { checkCollisions, checkReplicaCounts, checkSelectorAndTemplate, checkSelectorUnchanged } from '../workload.ts';

/** Rules of Deployments (`pkg/apis/apps/validation`). */
export function validateDeployment(deployment: Deployment): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(deployment, findings));
}

export function validateDeploymentUpdate(next: Deployment, stored: Deployment): readonly FieldError[] {
  if (next.spec === stored.spec) return [];
  return findingsOf((findings) => {
    checkSpec(next, findings);
    checkSelectorUnchanged(next.spec?.selector, stored.spec?.selector, findings);
  });
}

export function validateDeploymentStatusUpdate(next: Deployment, stored: Deployment): readonly FieldError[] {
  const { status = {} } = next;
  return findingsOf((findings) => {
    checkReplicaCounts({ ...status }, COUNTS, ['updatedReplicas', 'readyReplicas', 'availableReplicas'], findings);
    checkCollisions(status, stored.status, findings);
  });
}

const COUNTS = [
  'observedGeneration',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'terminatingReplicas',
  'collisionCount',
];

interface WithPartialSpec extends Pick<Deployment, 'metadata'> {
  readonly spec?: Partial<DeploymentSpec>;
}

const NO_SPEC: Partial<DeploymentSpec> = {};

/** A field of the internal type, which asks the controller for an older template. */
const ROLLBACK = 'deprecated.deployment.rollback.to';

function checkSpec({ metadata, spec = NO_SPEC }: WithPartialSpec, findings: Findings): void {
  checkNotNegative(spec.replicas, 'spec.replicas', findings);
  checkSelectorAndTemplate(spec.selector, spec.template ?? {}, 'spec', findings);
  checkStrategy(spec.strategy ?? {}, 'spec.strategy', findings);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', findings);
  checkNotNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', findings);
  const revision = metadata.annotations?.[ROLLBACK];
  if (revision !== undefined) checkNotNegative(Number(revision), 'spec.rollback.version', findings);
  const deadline = spec.progressDeadlineSeconds;
  if (deadline === undefined) return;
  checkNotNegative(deadline, 'spec.progressDeadlineSeconds', findings);
  if (deadline <= (spec.minReadySeconds ?? 0)) {
    findings.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
}

function checkStrategy(strategy: DeploymentStrategy, path: string, findings: Findings): void {
  const { type, rollingUpdate } = strategy;
  switch (type) {
    case 'Recreate':
      if (rollingUpdate === undefined) return;
      return void findings.push(forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'"));
    case 'RollingUpdate':
      if (rollingUpdate !== undefined) return checkRolling(rollingUpdate, `${path}.rollingUpdate`, findings);
      return void findings.push(required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil'));
    case undefined:
    default:
      findings.push(notSupported(path, goStrategy(strategy), ['Recreate', 'RollingUpdate']));
  }
}

/** As Kubernetes' internal type prints. */
function goStrategy({ type, rollingUpdate }: DeploymentStrategy): { Type: string; RollingUpdate: { [field: string]: IntOrString } | null } {
  const rolling = rollingUpdate && { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 };
  return { Type: type ?? '', RollingUpdate: rolling ?? null };
}

function checkRolling({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, path: string, findings: Findings): void {
  checkIntOrPercent(maxUnavailable, `${path}.maxUnavailable`, findings);
  checkIntOrPercent(maxSurge, `${path}.maxSurge`, findings);
  if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
    findings.push(invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  checkNotMoreThanAll(maxUnavailable, `${path}.maxUnavailable`, findings);
}
