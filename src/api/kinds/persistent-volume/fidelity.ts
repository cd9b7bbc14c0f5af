import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeFidelity: Fidelity = {
  PersistentVolume: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeSpec: {
    simulated:
      'accessModes awsElasticBlockStore azureDisk capacity cinder claimRef csi gcePersistentDisk hostPath nodeAffinity persistentVolumeReclaimPolicy portworxVolume storageClassName volumeAttributesClassName volumeMode vsphereVolume',
    kept: 'azureFile cephfs fc flexVolume flocker glusterfs iscsi local mountOptions nfs photonPersistentDisk quobyte rbd scaleIO storageos',
  },
  PersistentVolumeStatus: { simulated: 'lastPhaseTransitionTime message phase', kept: 'reason' },
  AzureFilePersistentVolumeSource: { kept: 'readOnly secretName secretNamespace shareName' },
  CephFSPersistentVolumeSource: { kept: 'monitors path readOnly secretFile secretRef user' },
  CinderPersistentVolumeSource: { kept: 'fsType readOnly secretRef volumeID' },
  CSIPersistentVolumeSource: {
    simulated: 'driver volumeHandle',
    kept: 'controllerExpandSecretRef controllerPublishSecretRef fsType nodeExpandSecretRef nodePublishSecretRef nodeStageSecretRef readOnly volumeAttributes',
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
