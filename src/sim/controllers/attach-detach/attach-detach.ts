/**
 * The attach/detach controller (pkg/controller/volume/attachdetach): brings the volumes of storage drivers to the nodes whose pods want
 * them, and away again. A driver's own attacher does the work (`cloud/volume-attacher`); the two speak by VolumeAttachments. Those
 * that somebody else has made are left alone.
 */
import { type ResourceType, isTerminating, keyOf, nameOf } from '../../../api/object.ts';
import { findCondition } from '../../../api/pod/conditions.ts';
import { NODE, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD, VOLUME_ATTACHMENT } from '../../../api/resources.ts';
import type { Node, PersistentVolumeClaim, Pod, VolumeAttachment } from '../../../api/types.gen.ts';
import { attachmentName, driverVolumeOf, uniqueVolumeName } from '../../../api/volume/attaching.ts';
import { deepEqual } from '../../../base/equal.ts';
import { hasClaims } from '../../client/pod-volumes.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
import { attach } from './attach.ts';
import { detach } from './detach.ts';
import { type AttachContext, type Remembered, knownNode, nodeMemory, volumeMemory } from './memory.ts';
import { isManaged, wantedOn } from './wanted.ts';

export const attachDetachController: LateBehaviour<Remembered> = {
  onChange(context, { resource }: ResourceType, change) {
    if (resource === POD.resource) onPodChange(context, change as Change<Pod>);
    else if (resource === NODE.resource) onNodeChange(context, change as Change<Node>);
    else if (resource === VOLUME_ATTACHMENT.resource) onAttachmentChange(context, change as Change<VolumeAttachment>);
    else if (resource === PERSISTENT_VOLUME_CLAIM.resource) onClaimChange(context, change as Change<PersistentVolumeClaim>);
  },
  sync: syncNode,
};

function onPodChange({ enqueue }: AttachContext, { object }: Change<Pod>): void {
  if (object.spec?.nodeName && hasClaims(object)) enqueue(object.spec.nodeName);
}

/** What the node has mounted, and whether anybody is there to unmount it. */
function onNodeChange(context: AttachContext, { type, object, previous }: Change<Node>): void {
  const known = knownNode(context, nameOf(object));
  if (known === undefined) return;
  known.inUse = object.status?.volumesInUse ?? [];
  const isSame =
    type === 'MODIFIED' &&
    deepEqual(object.status?.volumesInUse, previous?.status?.volumesInUse) &&
    readiness(object) === readiness(previous) &&
    object.spec?.taints === previous?.spec?.taints;
  if (!isSame) context.enqueue(nameOf(object));
}

function readiness(node: Node | undefined): string | undefined {
  return findCondition(node?.status?.conditions, 'Ready')?.status;
}

function onAttachmentChange(context: AttachContext, { type, object }: Change<VolumeAttachment>): void {
  const { nodeName, source } = object.spec;
  if (knownNode(context, nodeName) === undefined) return;
  const memory = volumeMemory(context, source?.persistentVolumeName ?? '');
  if (type === 'DELETED') {
    memory.nodes.delete(nodeName);
    for (const node of memory.waiting) context.enqueue(node);
    if (memory.nodes.size + memory.waiting.size === 0) context.memory.delete(`volume/${source?.persistentVolumeName ?? ''}`);
  }
  context.enqueue(nodeName);
}

function onClaimChange(context: AttachContext, { object, previous }: Change<PersistentVolumeClaim>): void {
  if (object.status?.phase === previous?.status?.phase && object.spec?.volumeName === previous?.spec?.volumeName) return;
  for (const { spec } of context.lister(POD).by('claim', keyOf(object))) if (spec?.nodeName) context.enqueue(spec.nodeName);
}

function syncNode(context: AttachContext, name: string): number | undefined {
  const node = context.lister(NODE).byKey(name);
  const wanted = isManaged(node) ? [...wantedOn(context, name).values()] : [];
  if (wanted.length === 0 && knownNode(context, name) === undefined) return undefined;
  nodeMemory(context, name).inUse = node?.status?.volumesInUse ?? nodeMemory(context, name).inUse;
  const names = new Set(wanted.map(({ attachment }) => attachment));
  const own = ownAttachments(context, name);
  const unwanted = own.filter(({ attachment }) => !names.has(nameOf(attachment)));
  const gone = new Set<string>();
  const waits = unwanted.map(({ attachment, uniqueName }) => {
    const verdict = detach(context, name, node, attachment, uniqueName);
    if (verdict === 'gone') gone.add(nameOf(attachment));
    return verdict === 'gone' ? undefined : verdict;
  });
  for (const one of wanted) waits.push(attach(context, name, one));
  if (node !== undefined) report(context, node, own, gone);
  forget(context, name, own.length + wanted.length);
  const soonest = Math.min(...waits.flatMap((wait) => wait ?? []));
  return Number.isFinite(soonest) ? soonest : undefined;
}

interface Own {
  readonly attachment: VolumeAttachment;
  /** As the node calls the volume. */
  readonly uniqueName: string;
}

/** Known by their names. */
function ownAttachments(context: AttachContext, node: string): readonly Own[] {
  return context
    .lister(VOLUME_ATTACHMENT)
    .by('node', node)
    .flatMap((attachment) => {
      const volume = context.lister(PERSISTENT_VOLUME).byKey(attachment.spec?.source?.persistentVolumeName ?? '');
      const from = volume && driverVolumeOf(volume);
      if (from === undefined || attachmentName(from, node) !== nameOf(attachment)) return [];
      return [{ attachment, uniqueName: uniqueVolumeName(from) }];
    });
}

/** Tells the kubelet what is there for it to mount. */
function report(context: AttachContext, node: Node, own: readonly Own[], gone: ReadonlySet<string>): void {
  const there = own.filter(
    ({ attachment }) => attachment.status?.attached === true && !isTerminating(attachment) && !gone.has(nameOf(attachment)),
  );
  const volumesAttached = there.map(({ uniqueName }) => ({ name: uniqueName, devicePath: '' }));
  const fresh = context.client.get(NODE, '', nameOf(node));
  if (deepEqual(fresh.status?.volumesAttached ?? [], volumesAttached)) return;
  const { volumesAttached: _before, ...status } = fresh.status ?? {};
  context.client.updateStatus(NODE, { ...fresh, status: volumesAttached.length === 0 ? status : { ...status, volumesAttached } });
}

/** A node that has nothing to do with volumes any more. */
function forget(context: AttachContext, node: string, count: number): void {
  if (count === 0 && knownNode(context, node)?.unwanted.size === 0) context.memory.delete(`node/${node}`);
}
