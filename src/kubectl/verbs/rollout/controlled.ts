/** History and undo of DaemonSets and StatefulSets, whose templates ControllerRevisions keep (kubectl/pkg/polymorphichelpers). */
import { ApiError } from '../../../api/errors.ts';
import { selectorOf, selectorText } from '../../../api/labels.ts';
import { CONTROLLER_REVISION } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { ControllerRevision, DaemonSet, PodTemplateSpec, StatefulSet } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { podTemplateText } from '../../describe/pod-template.ts';
import { CommandError } from '../../errors.ts';
import { type Found } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, listObjects, patchObject } from '../../session.ts';
import { type WriteFlags, dryRunOf, writeOptions } from '../write.ts';

export type ControlledSet = DaemonSet | StatefulSet;

/** The set, if it is one whose history is kept so. */
export function controlledSet({ object }: Found): ControlledSet | undefined {
  return object.kind === 'DaemonSet' || object.kind === 'StatefulSet' ? (object as ControlledSet) : undefined;
}

type UndoFlags = WriteFlags & { readonly toRevision: number };

/** Puts the template of a revision back, with `toRevision` 0 that of the one before the newest. Gives what was done. */
export async function undoSet(session: Session, found: Found, set: ControlledSet, flags: UndoFlags, manager: string): Promise<string> {
  const { toRevision } = flags;
  const target = toRevision < 0 ? undefined : targetOf(await revisionsOf(session, set), toRevision);
  if (target === undefined) throw new CommandError(`unable to find specified revision ${toRevision} in history`);
  if (dryRunOf(session, flags) === 'client') return `will roll back to ${podTemplateText(templateOf(target))}`;
  if (deepEqual(target.data, { spec: { template: { ...set.spec?.template, $patch: 'replace' } } }))
    return `skipped rollback (current template already matches revision ${toRevision})`;
  try {
    const body = target.data as JsonValue;
    await patchObject(session, found, { patchType: 'strategic', body, options: writeOptions(session, flags, manager) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CommandError(`failed restoring revision ${toRevision}: ${error.message}`);
  }
  return 'rolled back';
}

function targetOf(revisions: readonly ControllerRevision[], number: number): ControllerRevision | undefined {
  if (number !== 0) return revisions.find(({ revision }) => revision === number);
  if (revisions.length <= 1) throw new CommandError('no last revision to roll back to');
  return revisions.toSorted((a, b) => a.revision - b.revision).at(-2);
}

/** The revisions that the set controls. */
export async function revisionsOf(session: Session, { metadata, spec }: ControlledSet): Promise<readonly ControllerRevision[]> {
  const resource = await resolveType(session, `${CONTROLLER_REVISION.resource}.${CONTROLLER_REVISION.group}`);
  const labelSelector = selectorText(selectorOf(spec?.selector));
  const { items } = await listObjects(session, { resource, namespace: metadata.namespace ?? '' }, { labelSelector });
  return (items as readonly ControllerRevision[]).filter((item) =>
    item.metadata.ownerReferences?.some(({ controller, uid }) => controller === true && uid === metadata.uid),
  );
}

export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  return (data as { readonly spec?: { readonly template?: PodTemplateSpec } } | undefined)?.spec?.template ?? {};
}
