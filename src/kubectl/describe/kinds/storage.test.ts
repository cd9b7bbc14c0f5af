import { expect, test } from 'vitest';
import { describeYaml } from '../../../testing/describe-yaml.ts';

const CASES: readonly (readonly [title: string, yaml: string, text: string])[] = [
  [
    'PersistentVolume pv-2g',
    `
apiVersion: v1
kind: PersistentVolume
metadata: {name: pv-2g, annotations: {pv.kubernetes.io/bound-by-controller: "yes"}, finalizers: [kubernetes.io/pv-protection]}
spec: {storageClassName: manual, claimRef: {namespace: st, name: c1}, persistentVolumeReclaimPolicy: Retain, accessModes: [ReadWriteOnce], volumeMode: Filesystem, capacity: {storage: 2Gi}, hostPath: {path: /d2, type: ""}}
status: {phase: Released}
`,
    `Name:            pv-2g
Labels:          <none>
Annotations:     pv.kubernetes.io/bound-by-controller: yes
Finalizers:      [kubernetes.io/pv-protection]
StorageClass:    manual
Status:          Released
Claim:           st/c1
Reclaim Policy:  Retain
Access Modes:    RWO
VolumeMode:      Filesystem
Capacity:        2Gi
Node Affinity:   <none>
Message:         
Source:
    Type:          HostPath (bare host directory volume)
    Path:          /d2
    HostPathType:  
`,
  ],
  [
    'PersistentVolume net',
    `
apiVersion: v1
kind: PersistentVolume
metadata: {name: net}
spec:
  accessModes: [ReadWriteMany, ReadWriteOnce]
  capacity: {storage: 1Gi}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a, b]}, {key: disk, operator: Exists}]}, {matchExpressions: []}]}}
  csi: {driver: d, volumeHandle: h, volumeAttributes: {b: "2", a: "1"}}
status: {phase: Available}
`,
    `Name:              net
Labels:            <none>
Annotations:       <none>
Finalizers:        []
StorageClass:      
Status:            Available
Claim:             
Reclaim Policy:    
Access Modes:      RWO,RWX
Capacity:          1Gi
Node Affinity:     
  Required Terms:  
    Term 0:        zone in [a, b]
                   disk exists
    Term 1:        <none>
Message:           
Source:
    Type:              CSI (a Container Storage Interface (CSI) volume source)
    Driver:            d
    FSType:            
    VolumeHandle:      h
    ReadOnly:          false
    VolumeAttributes:      a=1
                           b=2
`,
  ],
  [
    'PersistentVolume sio',
    `
apiVersion: v1
kind: PersistentVolume
metadata: {name: sio}
spec: {capacity: {storage: 1Gi}, scaleIO: {gateway: g, system: s, secretRef: {name: sec, namespace: ns}}}
`,
    `Name:            sio
Labels:          <none>
Annotations:     <none>
Finalizers:      []
StorageClass:    
Status:          
Claim:           
Reclaim Policy:  
Access Modes:    
Capacity:        1Gi
Node Affinity:   <none>
Message:         
Source:
    Type:               ScaleIO (a persistent volume backed by a block device in ScaleIO)
    Gateway:            g
    System:             s
    Protection Domain:  
    Storage Pool:       
    Storage Mode:       
    VolumeName:         
    SecretName:         sec
    SecretNamespace:    ns
    FSType:             
    ReadOnly:           false
`,
  ],
  [
    'PersistentVolume iscsi',
    `
apiVersion: v1
kind: PersistentVolume
metadata: {name: iscsi}
spec: {capacity: {storage: 1Gi}, iscsi: {targetPortal: t, iqn: q, lun: 1, portals: [a, b], secretRef: {name: sec, namespace: ns}}}
`,
    `Name:            iscsi
Labels:          <none>
Annotations:     <none>
Finalizers:      []
StorageClass:    
Status:          
Claim:           
Reclaim Policy:  
Access Modes:    
Capacity:        1Gi
Node Affinity:   <none>
Message:         
Source:
    Type:               ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)
    TargetPortal:       t
    IQN:                q
    Lun:                1
    ISCSIInterface      
    FSType:             
    ReadOnly:           false
    Portals:            [a b]
    DiscoveryCHAPAuth:  false
    SessionCHAPAuth:    false
    SecretRef:          &SecretReference{Name:sec,Namespace:ns,}
    InitiatorName:      <none>
`,
  ],
  [
    'PersistentVolumeClaim c2',
    `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c2, namespace: st, finalizers: [kubernetes.io/pvc-protection]}
spec: {storageClassName: local, volumeMode: Filesystem, resources: {requests: {storage: 1Gi}}, dataSource: {kind: PersistentVolumeClaim, name: c1}}
status: {phase: Pending, conditions: [{type: Resizing, status: "True", lastTransitionTime: "2026-11-20T20:38:23Z"}]}
`,
    `Name:          c2
Namespace:     st
StorageClass:  local
Status:        Pending
Volume:        
Labels:        <none>
Annotations:   <none>
Finalizers:    [kubernetes.io/pvc-protection]
Capacity:      
Access Modes:  
VolumeMode:    Filesystem
DataSource:
  Kind:   PersistentVolumeClaim
  Name:   c1
Used By:  <none>
Conditions:
  Type       Status  LastProbeTime                     LastTransitionTime                Reason  Message
  ----       ------  -----------------                 ------------------                ------  -------
  Resizing   True    Mon, 01 Jan 0001 00:00:00 +0000   Fri, 20 Nov 2026 20:38:23 +0000           
`,
  ],
  [
    'StorageClass local',
    `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
reclaimPolicy: Delete
volumeBindingMode: WaitForFirstConsumer
mountOptions: [ro, soft]
allowVolumeExpansion: true
allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a, b]}]}]
`,
    `Name:                  local
IsDefaultClass:        Yes
Annotations:           storageclass.kubernetes.io/is-default-class=true
Provisioner:           kubernetes.io/no-provisioner
Parameters:            <none>
AllowVolumeExpansion:  True
MountOptions:
  ro
  soft
ReclaimPolicy:      Delete
VolumeBindingMode:  WaitForFirstConsumer
AllowedTopologies:  
  Term 0:           zone in [a, b]
`,
  ],
  [
    'VolumeAttributesClass gold',
    `
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata: {name: gold}
driverName: d
parameters: {iops: "1000", a: b}
`,
    `Name:         gold
Annotations:  <none>
DriverName:   d
Parameters:   a=b,iops=1000
`,
  ],
  [
    'CSINode n1',
    `
apiVersion: storage.k8s.io/v1
kind: CSINode
metadata: {name: n1, creationTimestamp: "2026-11-20T20:38:23Z"}
spec: {drivers: [{name: d, nodeID: i, allocatable: {count: 3}, topologyKeys: [a, b]}]}
`,
    `Name:               n1
Labels:             <none>
Annotations:        <none>
CreationTimestamp:  Fri, 20 Nov 2026 20:38:23 +0000
Spec:
  Drivers:
    d:
      Node ID:  i
      Allocatables:
        Count:        3
      Topology Keys:  [a b]
`,
  ],
];

test.each(CASES)('%s', async (_title, yaml, text) => {
  expect(await describeYaml(yaml)).toBe(text);
});
