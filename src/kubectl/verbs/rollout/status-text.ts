import type { DaemonSet, Deployment, StatefulSet } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';

export interface RolloutStatus {
  readonly message: string;
  readonly done: boolean;
}

/** What `kubectl rollout status` says (kubectl/pkg/polymorphichelpers/rollout_status.go). */
export function rolloutStatus(workload: Deployment | DaemonSet | StatefulSet): RolloutStatus {
  switch (workload.kind) {
    case 'Deployment':
      return deploymentStatus(workload);
    case 'DaemonSet':
      return daemonSetStatus(workload);
    case 'StatefulSet':
      return statefulSetStatus(workload);
    default:
      return workload satisfies never;
  }
}

export function deploymentStatus({ metadata, spec, status }: Deployment): RolloutStatus {
  const name = JSON.stringify(metadata.name ?? '');
  const waiting = (what: string): RolloutStatus => ({
    message: `Waiting for deployment ${name} rollout to finish: ${what}...`,
    done: false,
  });
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { message: 'Waiting for deployment spec update to be observed...', done: false };
  const progressing = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') throw new CommandError(`deployment ${name} exceeded its progress deadline`);
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const wanted = spec?.replicas;
  if (wanted !== undefined && updatedReplicas < wanted)
    return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { message: `deployment ${name} successfully rolled out`, done: true };
}

export function daemonSetStatus({ metadata, spec, status }: DaemonSet): RolloutStatus {
  const name = JSON.stringify(metadata.name ?? '');
  checkStrategy(spec?.updateStrategy?.type);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return { message: 'Waiting for daemon set spec update to be observed...', done: false };
  const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0, numberAvailable: available = 0 } = status ?? {};
  const waiting = (what: string): RolloutStatus => ({
    message: `Waiting for daemon set ${name} rollout to finish: ${what}...`,
    done: false,
  });
  if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated`);
  if (available < desired) return waiting(`${available} of ${desired} updated pods are available`);
  return { message: `daemon set ${name} successfully rolled out`, done: true };
}

export function statefulSetStatus({ metadata, spec, status }: StatefulSet): RolloutStatus {
  checkStrategy(spec?.updateStrategy?.type);
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status ?? {};
  if (observedGeneration === 0 || (metadata.generation ?? 0) > observedGeneration)
    return { message: 'Waiting for statefulset spec update to be observed...', done: false };
  const replicas = spec?.replicas;
  if (replicas !== undefined && readyReplicas < replicas)
    return { message: `Waiting for ${replicas - readyReplicas} pods to be ready...`, done: false };
  const rolling = spec?.updateStrategy?.rollingUpdate;
  if (rolling !== undefined) {
    const wanted = replicas === undefined || rolling.partition === undefined ? 0 : replicas - rolling.partition;
    const message =
      updatedReplicas < wanted
        ? `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`
        : `partitioned roll out complete: ${updatedReplicas} new pods have been updated...`;
    return { message, done: updatedReplicas >= wanted };
  }
  const { updateRevision = '', currentRevision = '' } = status ?? {};
  return updateRevision === currentRevision
    ? { message: `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`, done: true }
    : {
        message: `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
        done: false,
      };
}

/** Whoever deletes pods by hand rolls nothing out. */
function checkStrategy(type: string | undefined): void {
  if (type !== 'RollingUpdate') throw new CommandError('rollout status is only available for RollingUpdate strategy type');
}
