import { compareQuantities } from '../../../api/quantity.ts';
import type { PersistentVolumeClaim, StorageClass } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

/** Claims grow only once they are bound, and only if their class lets them (plugin/pkg/admission/storage/persistentvolume/resize). */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  validate(scope, object, { operation, subresource, stored }) {
    if (object.kind !== 'PersistentVolumeClaim' || operation !== 'UPDATE' || subresource !== '') return;
    const claim = object as PersistentVolumeClaim;
    const before = stored as PersistentVolumeClaim;
    if (compareQuantities(sizeOf(claim), sizeOf(before)) <= 0) return;
    if (before.status?.phase !== 'Bound') throw refusal(scope, claim, 'Only bound persistent volume claims can be expanded');
    if (mayGrow(scope, claim, before)) return;
    throw refusal(
      scope,
      claim,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  },
};

function sizeOf({ spec }: PersistentVolumeClaim): string {
  return spec?.resources?.requests?.['storage'] ?? '0';
}

function mayGrow({ server }: RequestScope, claim: PersistentVolumeClaim, before: PersistentVolumeClaim): boolean {
  const name = classOf(claim);
  if (!name || name !== classOf(before)) return false;
  const found = readObject(server.store, 'storageclasses.storage.k8s.io', name) as StorageClass | undefined;
  return found?.allowVolumeExpansion === true;
}

function classOf({ metadata, spec }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName;
}
