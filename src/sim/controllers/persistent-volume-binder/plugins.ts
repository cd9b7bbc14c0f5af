/**
 * The volume plugins that a controller manager has built in (cmd/kube-controller-manager/app/plugins.go): host paths and NFS can be
 * recycled, host paths below /tmp deleted. Everything else is an external provisioner's.
 */
import type { PersistentVolume, StorageClass } from '../../../api/types.gen.ts';
import { PROVISIONED_BY } from '../../../api/volume/binding.ts';
import { nameOf } from '../../../api/object.ts';

const BUILT_IN = 'kubernetes.io/';
const HOST_PATH = 'kubernetes.io/host-path';
const NFS = 'kubernetes.io/nfs';

/** Who serves the classes of a provisioner that was once built in. */
const MIGRATED: { readonly [name: string]: string } = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
};

/** `external` is awaited; `name` is written on the claim, after which `fails` is what comes of it. */
export type Provisioning =
  | { readonly external: string }
  | { readonly name: string; readonly fails: string }
  | { readonly fails: string; readonly name?: never };

export function provisioningOf({ provisioner }: StorageClass): Provisioning {
  if (provisioner === HOST_PATH) {
    return { name: provisioner, fails: `Failed to create provisioner: provisioning in volume plugin "${HOST_PATH}" is disabled` };
  }
  if (provisioner === NFS) return { fails: 'no provisionable volume plugin matched' };
  const external = MIGRATED[provisioner] ?? provisioner;
  return external.startsWith(BUILT_IN) ? { fails: `no volume plugin matched name: ${external}` } : { external };
}

/** `left`: whoever provisioned it deletes it. */
export type Deletion = 'deleted' | 'left' | { readonly fails: string };

export function deletionOf(volume: PersistentVolume): Deletion {
  const provisioner = volume.metadata.annotations?.[PROVISIONED_BY];
  if (provisioner) {
    if (provisioner === HOST_PATH) return deletionOfPath(volume);
    if (provisioner === NFS) return { fails: 'no deletable volume plugin matched' };
    return provisioner.startsWith(BUILT_IN) ? { fails: `no volume plugin matched name: ${provisioner}` } : 'left';
  }
  if (volume.spec?.csi !== undefined) return 'left';
  if (volume.spec?.hostPath !== undefined) return deletionOfPath(volume);
  const reason = volume.spec?.nfs === undefined ? 'no volume plugin matched' : 'no deletable volume plugin matched';
  return { fails: `error getting deleter volume plugin for volume "${nameOf(volume)}": ${reason}` };
}

export function isRecyclable({ spec }: PersistentVolume): boolean {
  return spec?.hostPath !== undefined || spec?.nfs !== undefined;
}

function deletionOfPath({ spec }: PersistentVolume): Deletion {
  const path = spec?.hostPath?.path;
  if (path === undefined) return { fails: 'spec.PersistentVolumeSource.HostPath is nil' };
  return /\/tmp\/.+/.test(path) ? 'deleted' : { fails: `host_path deleter only supports /tmp/.+ but received provided ${path}` };
}
