/** How volumes of storage drivers are called where they are attached (pkg/volume/csi, k8s.io/csi-translation-lib). */
import { utf8Bytes } from '../../base/base64.ts';
import { sha256 } from '../../base/sha256.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../types.gen.ts';

export interface DriverVolume {
  readonly driver: string;
  readonly handle: string;
}

/** Who serves what was once built in, by the field of a volume's spec. */
const MIGRATED = {
  awsElasticBlockStore: 'ebs.csi.aws.com',
  azureDisk: 'disk.csi.azure.com',
  cinder: 'cinder.csi.openstack.org',
  gcePersistentDisk: 'pd.csi.storage.gke.io',
  portworxVolume: 'pxd.portworx.com',
  vsphereVolume: 'csi.vsphere.vmware.com',
} as const satisfies { readonly [field in keyof PersistentVolumeSpec]?: string };

/** Undefined for what needs no driver: paths, NFS and the like. */
export function driverVolumeOf({ metadata, spec }: PersistentVolume): DriverVolume | undefined {
  if (spec?.csi !== undefined) return { driver: spec.csi.driver, handle: spec.csi.volumeHandle };
  for (const [field, driver] of Object.entries(MIGRATED)) {
    if (spec?.[field as keyof typeof MIGRATED] !== undefined) return { driver, handle: metadata.name ?? '' };
  }
  return undefined;
}

/** As nodes call it in their status. */
export function uniqueVolumeName({ driver, handle }: DriverVolume): string {
  return `kubernetes.io/csi/${driver}^${handle}`;
}

/** The name of the VolumeAttachment that brings it to a node. */
export function attachmentName({ driver, handle }: DriverVolume, node: string): string {
  const bytes = sha256(utf8Bytes(`${handle}${driver}${node}`));
  return `csi-${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Whether only one node at a time may have it. */
export function isExclusive({ spec }: PersistentVolume): boolean {
  const { accessModes = [] } = spec ?? {};
  return accessModes.length > 0 && !accessModes.some((mode) => mode === 'ReadWriteMany' || mode === 'ReadOnlyMany');
}
