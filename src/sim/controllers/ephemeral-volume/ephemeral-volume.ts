/** Claims that are written inside of a pod: made for it, named after it and gone with it (pkg/controller/volume/ephemeral). */
import { ApiError, failure } from '../../../api/errors.ts';
import { controllerOf, isTerminating, keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { PersistentVolumeClaim, Pod, Volume } from '../../../api/types.gen.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

export const ephemeralVolumes: LateBehaviour = {
  onChange(context, { resource }, { type, object }) {
    if (resource === POD.resource) {
      // What volumes a pod has never changes.
      if (type === 'ADDED' && !isTerminating(object) && ephemeralOf(object as Pod).length > 0) context.enqueue(keyOf(object));
    } else if (type === 'DELETED') {
      const owner = controllerOf(object);
      if (owner?.kind === 'Pod') context.enqueue(`${namespaceOf(object)}/${owner.name}`);
    }
  },
  sync(context, key) {
    const pod = context.lister(POD).byKey(key);
    if (pod === undefined || isTerminating(pod)) return;
    for (const volume of ephemeralOf(pod)) provide(context, pod, volume);
  },
};

function ephemeralOf({ spec }: Pod): readonly Volume[] {
  return spec?.volumes?.filter(({ ephemeral }) => ephemeral !== undefined) ?? [];
}

function provide(context: LateContext, pod: Pod, volume: Volume): void {
  const name = `${nameOf(pod)}-${volume.name}`;
  const present = context.lister(PERSISTENT_VOLUME_CLAIM).get(namespaceOf(pod), name);
  if (present !== undefined && controllerOf(present)?.uid === uidOf(pod)) return;
  if (present !== undefined) {
    const flaw = `PVC ${keyOf(present)} was not created for pod ${keyOf(pod)} (pod is not owner)`;
    context.event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${volume.name}: ${flaw}`);
    // Tried again, later and later: that claim may go.
    throw failure(409, 'Conflict', flaw);
  }
  try {
    context.client.create(PERSISTENT_VOLUME_CLAIM, claimFor(pod, volume, name));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // The informer may be behind our own write.
    if (error.reason === 'AlreadyExists') return;
    context.event(pod, 'Warning', 'FailedBinding', `ephemeral volume ${volume.name}: create PVC ${name}: ${error.message}`);
    throw error;
  }
}

function claimFor(pod: Pod, { ephemeral }: Volume, name: string): PersistentVolumeClaim {
  const { metadata: { annotations, labels } = {}, spec = {} } = ephemeral?.volumeClaimTemplate ?? {};
  const owner = { apiVersion: 'v1', kind: 'Pod', name: nameOf(pod), uid: uidOf(pod), controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name,
      namespace: namespaceOf(pod),
      ownerReferences: [owner],
      ...(annotations === undefined ? {} : { annotations }),
      ...(labels === undefined ? {} : { labels }),
    },
    spec,
  };
}
