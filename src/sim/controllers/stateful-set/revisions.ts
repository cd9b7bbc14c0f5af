/** The revisions of a StatefulSet: the one that its pods have, and the one that they are to have. */
import { isReason } from '../../../api/errors.ts';
import { defaultTemplate } from '../../../api/kinds/workload.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import { CONTROLLER_REVISION, STATEFUL_SET } from '../../../api/resources.ts';
import type { ControllerRevision, Pod, StatefulSet } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { selectorOfOwner } from '../../client/concerned.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { byRevision, newestRevision, revisionHash, templateOf, templatePatch } from '../../client/controller-revisions.ts';
import { revisionNameOf } from './identity.ts';
import type { StatefulContext } from './memory.ts';
import type { Revision, Rollout } from './rollout.ts';

export interface Revisions extends Pick<Rollout, 'current' | 'update' | 'collisionCount'> {
  /** All that there were, oldest first. */
  readonly known: readonly ControllerRevision[];
}

const HASH_LABEL = 'controller.kubernetes.io/hash';

/** Its own revisions and those that nobody controls, as far as its selector matches them; oldest first. */
export function revisionsOf(context: StatefulContext, set: StatefulSet): readonly ControllerRevision[] {
  const lister = context.lister(CONTROLLER_REVISION);
  const selector = selectorOfOwner(set);
  return [...lister.by('owner', uidOf(set)), ...lister.by('orphan', namespaceOf(set))]
    .filter(({ metadata }) => matchesSelector(selector, metadata.labels))
    .sort(byRevision);
}

/** Makes the revision of the present template the newest one, or makes one. */
export function syncRevisions(context: StatefulContext, set: StatefulSet): Revisions {
  const known = revisionsOf(context, set);
  const patch = patchOf(set);
  const { revision: updated, collisionCount } = updateRevision(context, set, known, patch);
  const update: Revision = { name: nameOf(updated), template: set.spec?.template ?? {} };
  const current = known.find((revision) => nameOf(revision) === set.status?.currentRevision);
  const isSame = current === undefined || nameOf(current) === update.name;
  return { current: isSame ? update : { name: nameOf(current), template: templateOf(current) }, update, collisionCount, known };
}

/** Deletes the oldest revisions that no pod has, beyond the limit. */
export function truncateHistory(
  context: StatefulContext,
  set: StatefulSet,
  pods: readonly Pod[],
  { known, current, update }: Revisions,
): void {
  const limit = set.spec?.revisionHistoryLimit ?? 0;
  const live = new Set([current.name, update.name, ...pods.map(revisionNameOf)]);
  const idle = known.filter((revision) => !live.has(nameOf(revision)));
  if (limit < 0 || idle.length <= limit) return;
  for (const revision of idle.slice(0, idle.length - limit))
    context.client.delete(CONTROLLER_REVISION, namespaceOf(revision), nameOf(revision));
}

function patchOf({ spec }: StatefulSet): JsonObject {
  return templatePatch(spec?.template ?? {});
}

interface Made {
  readonly revision: ControllerRevision;
  readonly collisionCount: number;
}

function updateRevision(context: StatefulContext, set: StatefulSet, known: readonly ControllerRevision[], patch: JsonObject): Made {
  const collisionCount = set.status?.collisionCount ?? 0;
  const newest = known.at(-1);
  const equal = known.findLast(({ data }) => deepEqual(data, patch));
  const number = newestRevision(known) + 1;
  if (equal !== undefined && equal !== newest)
    return { revision: context.client.update(CONTROLLER_REVISION, { ...equal, revision: number }), collisionCount };
  if (newest !== undefined && (equal === newest || meansTheSame(newest, patch))) return { revision: newest, collisionCount };
  return createRevision(context, set, patch, number, collisionCount);
}

/** Written by hand or long ago, before a field had its default. */
function meansTheSame(revision: ControllerRevision, patch: JsonObject): boolean {
  return deepEqual(templatePatch(defaultTemplate(templateOf(revision))), patch);
}

/** Where the name is taken by another template, a salt makes another one. The label keeps the first hash, as upstream. */
function createRevision(context: StatefulContext, set: StatefulSet, data: JsonObject, revision: number, collisions: number): Made {
  const { annotations } = set.metadata;
  const metadata = {
    namespace: namespaceOf(set),
    labels: { ...set.spec?.template.metadata?.labels, [HASH_LABEL]: revisionHash(data, collisions) },
    ...(annotations === undefined ? {} : { annotations }),
    ownerReferences: [controllerRef(STATEFUL_SET, set)],
  };
  for (let collisionCount = collisions; ; collisionCount += 1) {
    const name = `${nameOf(set).slice(0, MAX_PREFIX)}-${revisionHash(data, collisionCount)}`;
    const planned: ControllerRevision = {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { ...metadata, name },
      data,
      revision,
    };
    const made = createOrFind(context, planned);
    if (made !== undefined) return { revision: made, collisionCount };
  }
}

const MAX_PREFIX = 223;

/** Undefined when there is one of this name for another template. */
function createOrFind(context: StatefulContext, planned: ControllerRevision): ControllerRevision | undefined {
  try {
    return context.client.create(CONTROLLER_REVISION, planned);
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
  const existing = context.client.get(CONTROLLER_REVISION, namespaceOf(planned), nameOf(planned));
  return deepEqual(existing.data, planned.data) ? existing : undefined;
}
