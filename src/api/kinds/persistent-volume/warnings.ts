import type { PersistentVolume, PersistentVolumeSpec } from '../../types.gen.ts';
import { nodeTermWarnings } from '../deprecated-labels.ts';

const OLD_ANNOTATIONS = [
  ['volume.beta.kubernetes.io/storage-class', 'deprecated since v1.8; use "storageClassName" attribute instead'],
  ['volume.beta.kubernetes.io/mount-options', 'deprecated since v1.31; use "mountOptions" attribute instead'],
] as const;

/** Sources that nothing serves any more, by the name in the warning. */
const OLD_SOURCES: readonly (readonly [field: keyof PersistentVolumeSpec, name: string, text: string])[] = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** Texts of Warning headers about volumes (`pkg/api/persistentvolume/util.go`). */
export function persistentVolumeWarnings({ metadata, spec = {} }: PersistentVolume): readonly string[] {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...OLD_ANNOTATIONS.filter(([key]) => metadata.annotations?.[key] !== undefined).map(
      ([key, text]) => `metadata.annotations[${key}]: ${text}`,
    ),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...terms.flatMap((term, index) => nodeTermWarnings(term, `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`)),
    ...OLD_SOURCES.filter(([field]) => spec[field] !== undefined).map(([, name, text]) => `spec.${name}: ${text}`),
  ];
}
