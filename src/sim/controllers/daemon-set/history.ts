/** The revisions of a DaemonSet: one for each template it has had (pkg/controller/daemon/update.go). */
import { ApiError, isReason } from '../../../api/errors.ts';
import { nameOf, namespaceOf, keyOf } from '../../../api/object.ts';
import { CONTROLLER_REVISION, DAEMON_SET, POD } from '../../../api/resources.ts';
import type { ControllerRevision, DaemonSet } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { claim } from '../../client/claim.ts';
import { selectorOfOwner } from '../../client/concerned.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { byRevision, newestRevision, templatePatch } from '../../client/controller-revisions.ts';
import { templateHash } from '../../client/template-hash/template-hash.ts';
import type { DaemonContext } from './memory.ts';
import { REVISION_HASH } from './pod.ts';
import type { DaemonView } from './view.ts';

export interface History {
  /** Of the present template, as pods are marked with it. */
  readonly hash: string;
  readonly old: readonly ControllerRevision[];
}

/** Makes the revision of the present template the newest one, or makes one. */
export function constructHistory(context: DaemonContext, set: DaemonSet): History {
  const claimed = claim(context, DAEMON_SET, set, CONTROLLER_REVISION, selectorOfOwner(set)).sort(byRevision);
  const revisions = claimed.map((revision) => marked(context, revision));
  const isCurrent = ({ data }: ControllerRevision): boolean => deepEqual(data, patchOf(set));
  const old = revisions.filter((revision) => !isCurrent(revision));
  const number = newestRevision(old) + 1;
  const present = revisions.filter(isCurrent);
  const [first] = present;
  const current = first === undefined ? createRevision(context, set, number) : withoutDuplicates(context, set, present, first);
  if (current.revision < number) context.client.update(CONTROLLER_REVISION, { ...current, revision: number });
  return { hash: hashOf(current), old };
}

/** Deletes the oldest revisions beyond the limit; those of which there are pods are spared. */
export function cleanUpHistory({ context, set, pods }: DaemonView, old: readonly ControllerRevision[]): void {
  const excess = old.length - (set.spec?.revisionHistoryLimit ?? 0);
  if (excess <= 0) return;
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_HASH] ?? ''));
  const idle = old.toSorted(byRevision).filter((revision) => hashOf(revision) === '' || !live.has(hashOf(revision)));
  for (const revision of idle.slice(0, excess)) context.client.delete(CONTROLLER_REVISION, namespaceOf(revision), nameOf(revision));
}

function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[REVISION_HASH] ?? '';
}

function patchOf({ spec }: DaemonSet) {
  return templatePatch(spec?.template ?? {});
}

/** A revision without the mark is given one: its name, which is that of no other. */
function marked(context: DaemonContext, revision: ControllerRevision): ControllerRevision {
  if (revision.metadata.labels?.[REVISION_HASH] !== undefined) return revision;
  const labels = { ...revision.metadata.labels, [REVISION_HASH]: nameOf(revision) };
  return context.client.update(CONTROLLER_REVISION, { ...revision, metadata: { ...revision.metadata, labels } });
}

function createRevision(context: DaemonContext, set: DaemonSet, revision: number): ControllerRevision {
  const hash = templateHash(set.spec?.template ?? {}, set.status?.collisionCount);
  const { annotations } = set.metadata;
  const planned: ControllerRevision = {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${nameOf(set)}-${hash}`,
      namespace: namespaceOf(set),
      labels: { ...set.spec?.template.metadata?.labels, [REVISION_HASH]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(DAEMON_SET, set)],
    },
    data: patchOf(set),
    revision,
  };
  try {
    return context.client.create(CONTROLLER_REVISION, planned);
  } catch (error) {
    if (!isReason(error, 'AlreadyExists') || !(error instanceof ApiError)) throw error;
    return existingOrCollision(context, set, planned, error);
  }
}

/** Either the informer was behind and the revision is ours, or two templates have one hash: then the next try salts it anew. */
function existingOrCollision(context: DaemonContext, set: DaemonSet, planned: ControllerRevision, refusal: ApiError): ControllerRevision {
  const existing = context.client.get(CONTROLLER_REVISION, namespaceOf(set), nameOf(planned));
  if (deepEqual(existing.data, planned.data)) return existing;
  const fresh = context.client.get(DAEMON_SET, namespaceOf(set), nameOf(set));
  const collisions = fresh.status?.collisionCount;
  if (fresh.status !== undefined && collisions === set.status?.collisionCount)
    context.client.updateStatus(DAEMON_SET, { ...fresh, status: { ...fresh.status, collisionCount: (collisions ?? 0) + 1 } });
  throw refusal;
}

/** Of several revisions of one template the newest is kept, and pods are marked with it. */
function withoutDuplicates(
  context: DaemonContext,
  set: DaemonSet,
  present: readonly ControllerRevision[],
  first: ControllerRevision,
): ControllerRevision {
  const kept = present.reduce((newest, revision) => (revision.revision >= newest.revision ? revision : newest), first);
  if (present.length === 1) return kept;
  const labels = { [REVISION_HASH]: hashOf(kept) };
  for (const pod of claim(context, DAEMON_SET, set, POD, selectorOfOwner(set)))
    if (pod.metadata.labels?.[REVISION_HASH] !== hashOf(kept))
      context.client.patch(POD, namespaceOf(pod), nameOf(pod), 'merge', { metadata: { labels } });
  for (const revision of present)
    if (keyOf(revision) !== keyOf(kept)) context.client.delete(CONTROLLER_REVISION, namespaceOf(revision), nameOf(revision));
  return kept;
}
