/** Taking a volume from a node that nobody there wants any more, once the kubelet says that it is unmounted, or can't say anything. */
import { isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf } from '../../../api/object.ts';
import { VOLUME_ATTACHMENT } from '../../../api/resources.ts';
import type { Node, VolumeAttachment } from '../../../api/types.gen.ts';
import { findCondition } from '../../../api/pod/conditions.ts';
import { type AttachContext, nodeMemory } from './memory.ts';

/** How long an unhealthy node may take to unmount (ReconcilerMaxWaitForUnmountDuration). */
const MAX_UNMOUNT_MS = 360_000;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Milliseconds after which to look again, if somebody has to be waited for; 'gone' when it goes now. `uniqueName`: as the node calls the volume. */
export function detach(
  context: AttachContext,
  name: string,
  node: Node | undefined,
  attachment: VolumeAttachment,
  uniqueName: string,
): number | 'gone' | undefined {
  const { unwanted, asked, inUse } = nodeMemory(context, name);
  if (isTerminating(attachment)) return 'gone';
  const since = unwanted.get(nameOf(attachment)) ?? context.now;
  unwanted.set(nameOf(attachment), since);
  const mounted = (node?.status?.volumesInUse ?? inUse).includes(uniqueName);
  const leftMs = since + MAX_UNMOUNT_MS - context.now;
  const isForced = leftMs <= 0 && !isHealthy(node);
  if (mounted && !isForced && !isOutOfService(node)) return leftMs > 0 ? leftMs : undefined;
  unwanted.delete(nameOf(attachment));
  asked.delete(nameOf(attachment));
  if (isForced) context.because(`volume of ${name} is detached by force`);
  remove(context, nameOf(attachment));
  return 'gone';
}

function isHealthy(node: Node | undefined): boolean {
  return findCondition(node?.status?.conditions, 'Ready')?.status === 'True';
}

function isOutOfService(node: Node | undefined): boolean {
  return node?.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false;
}

function remove({ client }: AttachContext, name: string): void {
  try {
    client.delete(VOLUME_ATTACHMENT, '', name);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}
