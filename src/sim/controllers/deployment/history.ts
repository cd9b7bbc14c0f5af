import { isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { REPLICA_SET } from '../../../api/resources.ts';
import type { ReplicaSet } from '../../../api/types.gen.ts';
import { byRevision, sizeOf } from './replica-sets.ts';
import type { Rollout } from './rollout.ts';

const UNLIMITED = 2 ** 31 - 1;

/** Deletes the oldest sets beyond the Deployment's history limit. */
export function cleanUp({ context, deployment }: Rollout, oldSets: readonly ReplicaSet[]): void {
  for (const set of outdatedSets(oldSets, deployment.spec?.revisionHistoryLimit)) {
    try {
      context.client.delete(REPLICA_SET, namespaceOf(set), nameOf(set));
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
}

/** The oldest ones over the limit; of those, the ones that have pods, or may have, are spared. */
export function outdatedSets(oldSets: readonly ReplicaSet[], limit: number | undefined): ReplicaSet[] {
  if (limit === undefined || limit === UNLIMITED) return [];
  const alive = oldSets.filter((set) => !isTerminating(set)).sort(byRevision);
  return alive.slice(0, Math.max(0, alive.length - limit)).filter(isIdle);
}

function isIdle(set: ReplicaSet): boolean {
  const hasPods = (set.status?.replicas ?? 0) !== 0 || sizeOf(set) !== 0;
  return !hasPods && (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
}
