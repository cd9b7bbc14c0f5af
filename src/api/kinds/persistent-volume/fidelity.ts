import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeFidelity: Fidelity = {
  PersistentVolume: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeSpec: {
    simulated: 'volumeAttributesClassName',
    kept: 'accessModes awsElasticBlockStore azureDisk azureFile capacity cephfs cinder claimRef csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local mountOptions nfs nodeAffinity persistentVolumeReclaimPolicy photonPersistentDisk portworxVolume quobyte rbd scaleIO storageClassName storageos volumeMode vsphereVolume',
  },
  PersistentVolumeStatus: { simulated: 'lastPhaseTransitionTime phase', kept: 'message reason' },
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
  VolumeNodeAffinity: { kept: 'required' },
  RBDPersistentVolumeSource: { kept: 'fsType image keyring monitors pool readOnly secretRef user' },
  ScaleIOPersistentVolumeSource: {
    kept: 'fsType gateway protectionDomain readOnly secretRef sslEnabled storageMode storagePool system volumeName',
  },
  StorageOSPersistentVolumeSource: { kept: 'fsType readOnly secretRef volumeName volumeNamespace' },
  SecretReference: { kept: 'name namespace' },
};
