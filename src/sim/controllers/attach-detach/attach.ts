/** Bringing a volume to a node: asking its driver's attacher by a VolumeAttachment, and telling the pods how it goes. */
import { ApiError } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { VOLUME_ATTACHMENT } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { isExclusive } from '../../../api/volume/attaching.ts';
import { csiNode, runsDriver } from '../../client/pod-volumes.ts';
import { type AttachContext, nodeMemory, volumeMemory } from './memory.ts';
import { type Wanted, wantedOn } from './wanted.ts';

/** An attacher that says nothing for so long is not waited for (csiTimeout). */
const PATIENCE_MS = 120_000;
/** Between attempts: doubled each time (goroutinemap/exponentialbackoff). */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 122_000;

/** Milliseconds after which to look again. */
export function attach(context: AttachContext, node: string, wanted: Wanted): number | undefined {
  const memory = nodeMemory(context, node);
  const name = nameOf(wanted.volume);
  memory.unwanted.delete(wanted.attachment);
  const attachment = context.lister(VOLUME_ATTACHMENT).byKey(wanted.attachment);
  if (attachment === undefined) return begin(context, node, wanted);
  if (isTerminating(attachment)) return undefined;
  if (attachment.status?.attached === true) {
    if (memory.asked.delete(wanted.attachment))
      tell(context, wanted, 'Normal', 'SuccessfulAttachVolume', `AttachVolume.Attach succeeded for volume "${name}" `);
    memory.refused.delete(name);
    return undefined;
  }
  const since = memory.asked.get(wanted.attachment) ?? context.now;
  memory.asked.set(wanted.attachment, since);
  const { attachError } = attachment.status ?? {};
  if (attachError !== undefined) return refuse(context, node, wanted, attachError.message ?? '');
  const leftMs = since + PATIENCE_MS - context.now;
  if (leftMs > 0) return leftMs;
  memory.asked.set(wanted.attachment, context.now);
  const { driver, handle } = wanted.from;
  refuse(context, node, wanted, `timed out waiting for external-attacher of ${driver} CSI driver to attach volume ${handle}`);
  return PATIENCE_MS;
}

function begin(context: AttachContext, node: string, wanted: Wanted): number | undefined {
  const name = nameOf(wanted.volume);
  const memory = nodeMemory(context, node);
  const { nodes, waiting } = volumeMemory(context, name);
  const others = [...nodes].filter((other) => other !== node);
  if (others.length > 0 && isExclusive(wanted.volume)) {
    waiting.add(node);
    if (!memory.told.has(name)) tellTaken(context, wanted, others);
    memory.told.add(name);
    return undefined;
  }
  memory.told.delete(name);
  waiting.delete(node);
  const leftMs = (memory.refused.get(name)?.until ?? 0) - context.now;
  if (leftMs > 0) return leftMs;
  const { driver } = wanted.from;
  if (!runsDriver(csiNode(context.client, node), driver))
    return refuse(context, node, wanted, `CSINode ${node} does not contain driver ${driver}`);
  nodes.add(node);
  memory.asked.set(wanted.attachment, context.now);
  create(context, node, wanted);
  return PATIENCE_MS;
}

function create({ client }: AttachContext, nodeName: string, { attachment, from, volume }: Wanted): void {
  try {
    client.create(VOLUME_ATTACHMENT, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: attachment },
      spec: { attacher: from.driver, nodeName, source: { persistentVolumeName: nameOf(volume) } },
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
  }
}

function refuse(context: AttachContext, node: string, wanted: Wanted, why: string): number {
  const name = nameOf(wanted.volume);
  const { refused } = nodeMemory(context, node);
  const before = refused.get(name);
  if (before !== undefined && before.until > context.now) return before.until - context.now;
  const ms = before === undefined ? FIRST_RETRY_MS : Math.min(before.ms * 2, LAST_RETRY_MS);
  refused.set(name, { ms, until: context.now + ms });
  tell(context, wanted, 'Warning', 'FailedAttachVolume', `AttachVolume.Attach failed for volume "${name}" : ${why}`);
  return ms;
}

function tell(context: AttachContext, { pods }: Wanted, type: 'Normal' | 'Warning', reason: string, message: string): void {
  for (const pod of pods) context.event(pod, type, reason, message);
}

/** Told once for each time that it is so (reportMultiAttachError). */
function tellTaken(context: AttachContext, wanted: Wanted, others: readonly string[]): void {
  const name = nameOf(wanted.volume);
  const users = others.flatMap((node) => wantedOn(context, node).get(name)?.pods ?? []);
  for (const pod of wanted.pods) {
    context.event(pod, 'Warning', 'FailedAttachVolume', `Multi-Attach error for volume "${name}" ${whoHasIt(pod, users)}`);
  }
}

function whoHasIt(pod: Pod, users: readonly Pod[]): string {
  if (users.length === 0) return "Volume is already exclusively attached to one node and can't be attached to another";
  const near = users.filter((user) => namespaceOf(user) === namespaceOf(pod)).map(nameOf);
  const far = users.length - near.length;
  const elsewhere = far === 0 ? [] : [`${far} pod(s) in different namespaces`];
  return `Volume is already used by ${[...(near.length === 0 ? [] : [`pod(s) ${near.join(', ')}`]), ...elsewhere].join(' and ')}`;
}
