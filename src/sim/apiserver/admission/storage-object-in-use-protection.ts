import type { AdmissionPlugin } from './plugin.ts';

const FINALIZERS: { readonly [kind: string]: string | undefined } = {
  PersistentVolume: 'kubernetes.io/pv-protection',
  PersistentVolumeClaim: 'kubernetes.io/pvc-protection',
  VolumeAttributesClass: 'kubernetes.io/vac-protection',
};

/** Storage that is in use does not go away: its finalizer is taken off once nobody needs it (plugin/pkg/admission/storage). */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  mutate(_scope, object, { operation, subresource }) {
    const finalizer = operation === 'CREATE' && subresource === '' ? FINALIZERS[object.kind] : undefined;
    const own = object.metadata.finalizers ?? [];
    if (finalizer === undefined || own.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...own, finalizer] } };
  },
};
