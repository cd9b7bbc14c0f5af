import type { Deployment } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';

export interface RolloutStatus {
  readonly message: string;
  readonly done: boolean;
}

/** What `kubectl rollout status` says of a Deployment (kubectl/pkg/polymorphichelpers/rollout_status.go). */
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
