import type { PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { defaultClass } from './default-class.ts';
import type { AdmissionPlugin } from './plugin.ts';

const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Gives a claim that names no class the default one; the class '' is a name (plugin/pkg/admission/storage/storageclass/setdefault). */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  mutate(scope, object, { operation, subresource }) {
    if (object.kind !== 'PersistentVolumeClaim' || operation !== 'CREATE' || subresource !== '') return object;
    const claim = object as PersistentVolumeClaim;
    const named = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim.spec?.storageClassName;
    const storageClassName =
      named === undefined ? defaultClass(scope.server.store, 'storageclasses.storage.k8s.io', IS_DEFAULT) : undefined;
    return storageClassName === undefined ? claim : ({ ...claim, spec: { ...claim.spec, storageClassName } } as PersistentVolumeClaim);
  },
};
