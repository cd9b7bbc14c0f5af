/**
 * The resizer of the cluster's own storage driver (kubernetes-csi/external-resizer): makes a volume as large as its claim asks for. The
 * file system on it is a kubelet's business (`node/file-system-growth.ts`).
 */
import { isTerminating, keyOf, nameOf } from '../../api/object.ts';
import { compareQuantities } from '../../api/quantity.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimCondition } from '../../api/types.gen.ts';
import { requestOf, sizeOf } from '../../api/volume/binding.ts';
import type { LateBehaviour, LateContext } from '../kernel/late-component.ts';
import { VOLUME_DRIVER } from '../kernel/spec.ts';

type Resizer = LateContext<number>;

/** How long the storage takes. */
const RESIZE_MS = 2000;
const PENDING = 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.';

/** Remembers by the claim's key since when it has been about it. */
export const volumeResizer: LateBehaviour<number> = {
  onChange(context, { resource }, { type, object }) {
    if (context.spec.volumes !== 'provisioned' || resource !== PERSISTENT_VOLUME_CLAIM.resource) return;
    if (type === 'DELETED') context.memory.delete(keyOf(object));
    else if (wantsMore(object as PersistentVolumeClaim)) context.enqueue(keyOf(object));
  },
  sync: resize,
};

function wantsMore(claim: PersistentVolumeClaim): boolean {
  const { phase, capacity, allocatedResourceStatuses = {} } = claim.status ?? {};
  // One step after the other: what is at its node is not begun again.
  const isAtNode = allocatedResourceStatuses['storage']?.startsWith('NodeResize') === true;
  return phase === 'Bound' && !isAtNode && !isTerminating(claim) && compareQuantities(requestOf(claim), capacity?.['storage'] ?? '0') > 0;
}

function resize(context: Resizer, key: string): number | undefined {
  const claim = context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key);
  const volume = claim && context.lister(PERSISTENT_VOLUME).byKey(claim.spec?.volumeName ?? '');
  if (claim === undefined || volume?.spec?.csi?.driver !== VOLUME_DRIVER || !wantsMore(claim)) return void context.memory.delete(key);
  const since = context.memory.get(key);
  if (since === undefined) {
    begin(context, claim, volume);
    context.memory.set(key, context.now);
    return RESIZE_MS;
  }
  if (context.now < since + RESIZE_MS) return since + RESIZE_MS - context.now;
  context.memory.delete(key);
  finish(context, claim, grow(context, claim, volume));
  return undefined;
}

function begin(context: Resizer, claim: PersistentVolumeClaim, volume: PersistentVolume): void {
  context.event(claim, 'Normal', 'Resizing', `External resizer is resizing volume ${nameOf(volume)}`);
  write(context, claim, { type: 'Resizing' }, requestOf(claim), 'ControllerResizeInProgress');
}

function grow(context: Resizer, claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolume {
  const size = requestOf(claim);
  if (compareQuantities(sizeOf(volume), size) >= 0) return volume;
  context.because(`the storage has enlarged ${nameOf(volume)}`);
  const { metadata, spec } = volume;
  const annotations = {
    ...metadata.annotations,
    'volume.alpha.kubernetes.io/pre-resize-capacity': claim.status?.capacity?.['storage'] ?? '0',
  };
  const next = isBlock(volume) ? metadata : { ...metadata, annotations };
  return context.client.update(PERSISTENT_VOLUME, {
    ...volume,
    metadata: next,
    spec: { ...spec, capacity: { ...spec?.capacity, storage: size } },
  });
}

function finish(context: Resizer, claim: PersistentVolumeClaim, volume: PersistentVolume): void {
  if (isBlock(volume)) {
    const { allocatedResourceStatuses: _done, conditions: _conditions, ...status } = claim.status ?? {};
    context.client.updateStatus(PERSISTENT_VOLUME_CLAIM, {
      ...claim,
      status: { ...status, capacity: { ...status.capacity, storage: sizeOf(volume) } },
    });
    context.event(claim, 'Normal', 'VolumeResizeSuccessful', 'Resize volume succeeded');
    return;
  }
  write(context, claim, { type: 'FileSystemResizePending', message: PENDING }, sizeOf(volume), 'NodeResizePending');
  context.event(claim, 'Normal', 'FileSystemResizeRequired', 'Require file system resize of volume on node');
}

function isBlock({ spec }: PersistentVolume): boolean {
  return spec?.volumeMode === 'Block';
}

function write(
  context: Resizer,
  claim: PersistentVolumeClaim,
  condition: { readonly type: string; readonly message?: string },
  storage: string,
  state: 'ControllerResizeInProgress' | 'NodeResizePending',
): void {
  const { status } = claim;
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'Resizing' && type !== 'FileSystemResizePending');
  const said: PersistentVolumeClaimCondition = { ...condition, status: 'True', lastTransitionTime: formatTime(context.now) };
  context.client.updateStatus(PERSISTENT_VOLUME_CLAIM, {
    ...claim,
    status: {
      ...status,
      conditions: [...others, said],
      allocatedResources: { ...status?.allocatedResources, storage },
      allocatedResourceStatuses: { ...status?.allocatedResourceStatuses, storage: state },
    },
  });
}
