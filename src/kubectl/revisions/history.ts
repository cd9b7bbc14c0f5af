import { equalIgnoring } from './template.ts';
import type { Deployment, ReplicaSet } from '../../api/types.gen.ts';
import { selectorOf, selectorText } from '../../api/labels.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { CommandError } from '../errors.ts';
import { resolveType } from '../parse/types.ts';
import { type Session, listObjects } from '../session.ts';

export const REVISION = 'deployment.kubernetes.io/revision';

/** ReplicaSets that a Deployment controls, by name. */
export async function replicaSetsOf(session: Session, deployment: Deployment): Promise<readonly ReplicaSet[]> {
  const resource = await resolveType(session, `${REPLICA_SET.resource}.${REPLICA_SET.group}`);
  const labelSelector = selectorText(selectorOf(deployment.spec?.selector));
  const { items } = await listObjects(session, { resource, namespace: deployment.metadata.namespace ?? '' }, { labelSelector });
  const owned = items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ controller, uid }) => controller === true && uid === deployment.metadata.uid),
  );
  return owned as readonly ReplicaSet[];
}

export function revisionOf({ metadata }: Pick<ReplicaSet, 'metadata'>): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** The ReplicaSet to roll back to: that of a revision, or with 0 the one before the newest. */
export function rollbackTarget(deployment: Deployment, sets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const byRevision = sets.toSorted((a, b) => revisionOf(b) - revisionOf(a));
  if (revision !== 0) {
    const found = byRevision.find((set) => revisionOf(set) === revision);
    if (found === undefined) throw new CommandError(`unable to find specified revision ${revision} in history`);
    return found;
  }
  const previous = byRevision[1];
  if (previous === undefined) throw new CommandError(`no rollout history found for deployment ${JSON.stringify(deployment.metadata.name)}`);
  return previous;
}

/** The ReplicaSet that has the Deployment's template, the oldest if there are several. */
export function newReplicaSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const byAge = sets.toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1));
  return byAge.find((set) => equalIgnoring(set.spec?.template, deployment.spec?.template));
}
