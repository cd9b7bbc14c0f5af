/** The last step of an expansion: the kubelet of a pod that uses the volume grows the file system (node_expander.go). */
import { isPodTerminal } from '../../api/pod/conditions.ts';
import { namespaceOf } from '../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';
import { sizeOf } from '../../api/volume/binding.ts';
import { claimedVolumes } from '../client/pod-volumes.ts';
import type { LateContext } from '../kernel/late-component.ts';

/** From the moment that it is asked for. */
const NOTICE_MS = 500;
const GROW_MS = 500;
/** Until it is looked again whether there is a pod, and a machine under it. */
const ABSENT_MS = 10_000;

type Resource = 'NodeResizePending' | 'NodeResizeInProgress';

/** Whether the volume is as large as it shall be, and its file system is not. */
export function isGrowing({ status }: PersistentVolumeClaim): boolean {
  const state = status?.allocatedResourceStatuses?.['storage'];
  return state === 'NodeResizePending' || state === 'NodeResizeInProgress';
}

/** Remembers by claim since when it has been about it. */
export function growFileSystem(context: LateContext<number>, key: string): number | undefined {
  const claim = context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key);
  const pod = claim && userOf(context, claim);
  // Where nothing is mounted nothing grows.
  if (claim === undefined || !isGrowing(claim) || context.spec.images === 'preloaded') return undefined;
  if (pod === undefined || context.ask('kubelet', pod.spec?.nodeName ?? '', { type: 'power' }) !== 'on') return ABSENT_MS;
  const state = claim.status?.allocatedResourceStatuses?.['storage'] as Resource;
  const since = context.memory.get(`${key} ${state}`) ?? context.now;
  const leftMs = since + (state === 'NodeResizePending' ? NOTICE_MS : GROW_MS) - context.now;
  context.memory.set(`${key} ${state}`, since);
  if (leftMs > 0) return leftMs;
  context.memory.delete(`${key} ${state}`);
  if (state === 'NodeResizePending') {
    const { status } = claim;
    const allocatedResourceStatuses = { ...status?.allocatedResourceStatuses, storage: 'NodeResizeInProgress' };
    context.client.updateStatus(PERSISTENT_VOLUME_CLAIM, { ...claim, status: { ...status, allocatedResourceStatuses } });
  } else finish(context, claim, pod);
  return undefined;
}

/** A pod that has the volume mounted. */
function userOf(context: LateContext<number>, claim: PersistentVolumeClaim): Pod | undefined {
  const uses = (pod: Pod) => claimedVolumes(pod).some(({ claimName }) => claimName === claim.metadata.name);
  return context.client
    .list(POD, namespaceOf(claim))
    .items.find((pod) => pod.status?.phase === 'Running' && !isPodTerminal(pod) && uses(pod));
}

function finish(context: LateContext<number>, claim: PersistentVolumeClaim, pod: Pod): void {
  const volumeName = claim.spec?.volumeName ?? '';
  const volume = context.lister(PERSISTENT_VOLUME).byKey(volumeName);
  if (volume === undefined) return;
  const { allocatedResourceStatuses: statuses = {}, conditions = [], ...status } = claim.status ?? {};
  const { storage: _done, ...others } = statuses;
  const left = conditions.filter(({ type }) => type !== 'FileSystemResizePending' && type !== 'Resizing');
  context.client.updateStatus(PERSISTENT_VOLUME_CLAIM, {
    ...claim,
    status: {
      ...status,
      capacity: { ...status.capacity, storage: sizeOf(volume) },
      ...(left.length === 0 ? {} : { conditions: left }),
      ...(Object.keys(others).length === 0 ? {} : { allocatedResourceStatuses: others }),
    },
  });
  const node = pod.spec?.nodeName ?? '';
  const message = `MountVolume.NodeExpandVolume succeeded for volume "${volumeName}" ${node}`;
  const about = [pod, claim] as unknown as JsonValue;
  context.ask('kubelet', node, { type: 'say', reason: 'FileSystemResizeSuccessful', message, about });
}
