import { goValue } from './go-value.ts';

/**
 * A row: its label as printed, the field that it shows, and what stands for an absent one. Where that is a text, lists are
 * joined with commas.
 */
type Row = readonly [label: string, path: string, absent?: unknown];

interface SourceForm {
  readonly type: string;
  readonly rows: readonly Row[];
}

const READ_ONLY: Row = ['ReadOnly:', 'readOnly', false];
const FS_TYPE: Row = ['FSType:', 'fsType'];
const SECRET: Row = ['SecretRef:', 'secretRef'];
const VOLUME_ID: Row = ['VolumeID:', 'volumeID'];
const PARTITION: Row = ['Partition:', 'partition', 0];

const SCALE_IO: readonly Row[] = [
  ['Gateway:', 'gateway'],
  ['System:', 'system'],
  ['Protection Domain:', 'protectionDomain'],
  ['Storage Pool:', 'storagePool'],
  ['Storage Mode:', 'storageMode'],
  ['VolumeName:', 'volumeName'],
];

/** Kinds of volume that are told field by field, in the order in which kubectl looks for them. */
const SOURCES: ReadonlyMap<string, SourceForm> = new Map<string, SourceForm>([
  [
    'hostPath',
    {
      type: 'HostPath (bare host directory volume)',
      rows: [
        ['Path:', 'path'],
        ['HostPathType:', 'type', '<none>'],
      ],
    },
  ],
  [
    'gcePersistentDisk',
    {
      type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
      rows: [['PDName:', 'pdName'], FS_TYPE, PARTITION, READ_ONLY],
    },
  ],
  [
    'awsElasticBlockStore',
    { type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)', rows: [VOLUME_ID, FS_TYPE, PARTITION, READ_ONLY] },
  ],
  [
    'gitRepo',
    {
      type: 'GitRepo (a volume that is pulled from git when the pod is created)',
      rows: [
        ['Repository:', 'repository'],
        ['Revision:', 'revision'],
      ],
    },
  ],
  [
    'secret',
    {
      type: 'Secret (a volume populated by a Secret)',
      rows: [
        ['SecretName:', 'secretName'],
        ['Optional:', 'optional', false],
      ],
    },
  ],
  [
    'configMap',
    {
      type: 'ConfigMap (a volume populated by a ConfigMap)',
      rows: [
        ['Name:', 'name'],
        ['Optional:', 'optional', false],
      ],
    },
  ],
  ['nfs', { type: 'NFS (an NFS mount that lasts the lifetime of a pod)', rows: [['Server:', 'server'], ['Path:', 'path'], READ_ONLY] }],
  [
    'iscsi',
    {
      type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
      rows: [
        ['TargetPortal:', 'targetPortal'],
        ['IQN:', 'iqn'],
        ['Lun:', 'lun', 0],
        // kubectl forgets the colon.
        ['ISCSIInterface', 'iscsiInterface'],
        FS_TYPE,
        READ_ONLY,
        ['Portals:', 'portals', []],
        ['DiscoveryCHAPAuth:', 'chapAuthDiscovery', false],
        ['SessionCHAPAuth:', 'chapAuthSession', false],
        SECRET,
        ['InitiatorName:', 'initiatorName', '<none>'],
      ],
    },
  ],
  [
    'glusterfs',
    {
      type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
      rows: [['EndpointsName:', 'endpoints'], ['Path:', 'path'], READ_ONLY],
    },
  ],
  [
    'persistentVolumeClaim',
    {
      type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      rows: [['ClaimName:', 'claimName'], READ_ONLY],
    },
  ],
  [
    'rbd',
    {
      type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
      rows: [
        ['CephMonitors:', 'monitors', []],
        ['RBDImage:', 'image'],
        FS_TYPE,
        ['RBDPool:', 'pool'],
        ['RadosUser:', 'user'],
        ['Keyring:', 'keyring'],
        SECRET,
        READ_ONLY,
      ],
    },
  ],
  [
    'quobyte',
    {
      type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
      rows: [['Registry:', 'registry'], ['Volume:', 'volume'], READ_ONLY],
    },
  ],
  [
    'vsphereVolume',
    {
      type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
      rows: [['VolumePath:', 'volumePath'], FS_TYPE, ['StoragePolicyName:', 'storagePolicyName']],
    },
  ],
  ['cinder', { type: 'Cinder (a Persistent Disk resource in OpenStack)', rows: [VOLUME_ID, FS_TYPE, READ_ONLY, SECRET] }],
  [
    'azureDisk',
    {
      type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
      rows: [
        ['DiskName:', 'diskName'],
        ['DiskURI:', 'diskURI'],
        ['Kind: ', 'kind', 'Shared'],
        ['FSType:', 'fsType', 'ext4'],
        ['CachingMode:', 'cachingMode', 'ReadWrite'],
        READ_ONLY,
      ],
    },
  ],
  [
    'photonPersistentDisk',
    { type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)', rows: [['PdID:', 'pdID'], FS_TYPE] },
  ],
  ['portworxVolume', { type: 'PortworxVolume (a Portworx Volume resource)', rows: [VOLUME_ID] }],
  [
    'scaleIO',
    {
      type: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
      rows: [...SCALE_IO, FS_TYPE, READ_ONLY],
    },
  ],
  ['local', { type: 'LocalVolume (a persistent volume backed by local storage on a node)', rows: [['Path:', 'path']] }],
  [
    'cephfs',
    {
      type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
      rows: [['Monitors:', 'monitors', []], ['Path:', 'path'], ['User:', 'user'], ['SecretFile:', 'secretFile'], SECRET, READ_ONLY],
    },
  ],
  [
    'storageos',
    {
      type: 'StorageOS (a StorageOS Persistent Disk resource)',
      rows: [['VolumeName:', 'volumeName'], ['VolumeNamespace:', 'volumeNamespace'], FS_TYPE, READ_ONLY],
    },
  ],
  ['fc', { type: 'FC (a Fibre Channel disk)', rows: [['TargetWWNs:', 'targetWWNs', ''], ['LUN:', 'lun', '<none>'], FS_TYPE, READ_ONLY] }],
  [
    'azureFile',
    {
      type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
      rows: [['SecretName:', 'secretName'], ['ShareName:', 'shareName'], READ_ONLY],
    },
  ],
  [
    'flexVolume',
    {
      type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
      rows: [['Driver:', 'driver'], FS_TYPE, SECRET, READ_ONLY, ['Options:', 'options', {}]],
    },
  ],
  [
    'flocker',
    {
      type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
      rows: [
        ['DatasetName:', 'datasetName'],
        ['DatasetUUID:', 'datasetUUID'],
      ],
    },
  ],
  [
    'image',
    {
      type: 'Image (a container image or OCI artifact)',
      rows: [
        ['Reference:', 'reference'],
        ['PullPolicy:', 'pullPolicy'],
      ],
    },
  ],
]);

/** Those of persistent volumes where they tell more. */
const PERSISTENT: ReadonlyMap<string, readonly Row[]> = new Map<string, readonly Row[]>([
  ['glusterfs', [['EndpointsName:', 'endpoints'], ['EndpointsNamespace:', 'endpointsNamespace', '<unset>'], ['Path:', 'path'], READ_ONLY]],
  ['azureFile', [['SecretName:', 'secretName'], ['SecretNamespace:', 'secretNamespace'], ['ShareName:', 'shareName'], READ_ONLY]],
  ['scaleIO', [...SCALE_IO, ['SecretName:', 'secretRef.name'], ['SecretNamespace:', 'secretRef.namespace'], FS_TYPE, READ_ONLY]],
]);

/** The lines of the source that a volume has; undefined when it is none of these. */
export function formLines(sources: Readonly<Record<string, unknown>>, persistent: boolean): string | undefined {
  for (const [name, { type, rows }] of SOURCES) {
    const source = sources[name];
    if (source === undefined) continue;
    const lines = ((persistent && PERSISTENT.get(name)) || rows).map((row) => rowLine(source as Values, row, persistent));
    return `    Type:\t${type}\n${lines.join('')}`;
  }
  return undefined;
}

type Values = Readonly<Record<string, unknown>>;

function rowLine(source: Values, [label, path, absent = '']: Row, persistent: boolean): string {
  const [key = '', inner] = path.split('.');
  const value = inner === undefined ? source[key] : (source[key] as Values | undefined)?.[inner];
  const shown =
    path === 'secretRef'
      ? referenceText(value, persistent)
      : Array.isArray(value) && absent === ''
        ? value.join(', ')
        : goValue(value ?? absent);
  return `    ${label}\t${shown}\n`;
}

interface Reference {
  readonly name?: string;
  readonly namespace?: string;
}

/** As Go prints a reference: kubectl doesn't look into it. */
function referenceText(reference: unknown, persistent: boolean): string {
  if (reference === undefined) return 'nil';
  const { name = '', namespace = '' } = reference as Reference;
  return persistent ? `&SecretReference{Name:${name},Namespace:${namespace},}` : `&LocalObjectReference{Name:${name},}`;
}
