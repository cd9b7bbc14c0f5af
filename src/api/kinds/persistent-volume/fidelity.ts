import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeFidelity: Fidelity = {
  PersistentVolume: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeSpec: {
    simulated:
      'accessModes capacity claimRef hostPath nodeAffinity persistentVolumeReclaimPolicy storageClassName volumeAttributesClassName volumeMode',
    kept: 'awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs iscsi local mountOptions nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume',
  },
  PersistentVolumeStatus: { simulated: 'lastPhaseTransitionTime message phase', kept: 'reason' },
  AzureFilePersistentVolumeSource: { kept: 'readOnly secretName secretNamespace shareName' },
  CephFSPersistentVolumeSource: { kept: 'monitors path readOnly secretFile secretRef user' },
  CinderPersistentVolumeSource: { kept: 'fsType readOnly secretRef volumeID' },
  CSIPersistentVolumeSource: {
    kept: 'controllerExpandSecretRef controllerPublishSecretRef driver fsType nodeExpandSecretRef nodePublishSecretRef nodeStageSecretRef readOnly volumeAttributes volumeHandle',
  },
  FlexPersistentVolumeSource: { kept: 'driver fsType options readOnly secretRef' },
  GlusterfsPersistentVolumeSource: { kept: 'endpoints endpointsNamespace path readOnly' },
  ISCSIPersistentVolumeSource: {
    kept: 'chapAuthDiscovery chapAuthSession fsType initiatorName iqn iscsiInterface lun portals readOnly secretRef targetPortal',
  },
  LocalVolumeSource: { kept: 'fsType path' },
  VolumeNodeAffinity: { simulated: 'required' },
  RBDPersistentVolumeSource: { kept: 'fsType image keyring monitors pool readOnly secretRef user' },
  ScaleIOPersistentVolumeSource: {
    kept: 'fsType gateway protectionDomain readOnly secretRef sslEnabled storageMode storagePool system volumeName',
  },
  StorageOSPersistentVolumeSource: { kept: 'fsType readOnly secretRef volumeName volumeNamespace' },
  SecretReference: { kept: 'name namespace' },
};
