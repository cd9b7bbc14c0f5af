/** Which volumes are to be attached to a node: those of the pods there that have not ended (desired_state_of_world). */
import { nameOf } from '../../../api/object.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { Node, PersistentVolume, Pod } from '../../../api/types.gen.ts';
import { type DriverVolume, attachmentName, driverVolumeOf } from '../../../api/volume/attaching.ts';
import { claimedVolumes, hasClaims, needsAttach, volumeOf } from '../../client/pod-volumes.ts';
import type { AttachContext } from './memory.ts';

export interface Wanted {
  readonly volume: PersistentVolume;
  readonly from: DriverVolume;
  readonly pods: readonly Pod[];
  /** Of the VolumeAttachment. */
  readonly attachment: string;
}

const MANAGED = 'volumes.kubernetes.io/controller-managed-attach-detach';

/** Whether this controller looks after the node's volumes, and not its kubelet. */
export function isManaged(node: Node | undefined): boolean {
  return node?.metadata.annotations?.[MANAGED] === 'true';
}

/** By the volume's name. */
export function wantedOn(context: AttachContext, node: string): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const pod of context.lister(POD).by('node', node)) {
    if (!hasClaims(pod) || isPodTerminal(pod)) continue;
    for (const { volume, from } of attachableOf(context, pod)) {
      const name = nameOf(volume);
      const pods = [...(wanted.get(name)?.pods ?? []), pod];
      wanted.set(name, { volume, from, pods, attachment: attachmentName(from, node) });
    }
  }
  return wanted;
}

function attachableOf(context: AttachContext, pod: Pod): readonly Pick<Wanted, 'volume' | 'from'>[] {
  const store = {
    claim: (key: string) => context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key),
    volume: (name: string) => context.lister(PERSISTENT_VOLUME).byKey(name),
  };
  return claimedVolumes(pod).flatMap((claimed) => {
    const volume = volumeOf(store, pod, claimed);
    const from = typeof volume === 'string' ? undefined : driverVolumeOf(volume);
    return typeof volume === 'string' || from === undefined || !needsAttach(context.client, from.driver) ? [] : [{ volume, from }];
  });
}
