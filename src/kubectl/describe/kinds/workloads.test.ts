import { expect, test } from 'vitest';
import { describeYaml } from '../../../testing/describe-yaml.ts';

const CASES: readonly (readonly [title: string, yaml: string, text: string])[] = [
  [
    'Job j',
    `
apiVersion: batch/v1
kind: Job
metadata: {name: j, namespace: default, ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: cj, uid: x, controller: true}]}
spec: {selector: {matchLabels: {a: b}}, parallelism: 2, completions: 30, completionMode: Indexed, suspend: false, backoffLimit: 6, ttlSecondsAfterFinished: 9, activeDeadlineSeconds: 60, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
status: {startTime: "2026-11-20T20:38:23Z", completionTime: "2026-11-20T20:40:28Z", ready: 0, succeeded: 30, completedIndexes: "0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38"}
`,
    `Name:                        j
Namespace:                   default
Selector:                    a=b
Labels:                      <none>
Annotations:                 <none>
Controlled By:               CronJob/cj
Parallelism:                 2
Completions:                 30
Completion Mode:             Indexed
Suspend:                     false
Backoff Limit:               6
TTL Seconds After Finished:  9
Start Time:                  Fri, 20 Nov 2026 20:38:23 +0000
Completed At:                Fri, 20 Nov 2026 20:40:28 +0000
Duration:                    2m5s
Active Deadline Seconds:     60s
Pods Statuses:               0 Active (0 Ready) / 30 Succeeded / 0 Failed
Completed Indexes:           0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,...
Pod Template:
  Labels:  a=b
  Containers:
   c:
    Image:         i
    Port:          <none>
    Host Port:     <none>
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
`,
  ],
  [
    'CronJob cj',
    `
apiVersion: batch/v1
kind: CronJob
metadata: {name: cj, namespace: v1}
spec: {schedule: 0 0 1 1 *, concurrencyPolicy: Allow, suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1, startingDeadlineSeconds: 9, jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: nginx}]}}}}}
status: {active: [{name: a}, {name: b}]}
`,
    `Name:                          cj
Namespace:                     v1
Labels:                        <none>
Annotations:                   <none>
Schedule:                      0 0 1 1 *
Concurrency Policy:            Allow
Suspend:                       False
Time Zone:                     <unset>
Successful Job History Limit:  3
Failed Job History Limit:      1
Starting Deadline Seconds:     9s
Selector:                      <unset>
Parallelism:                   <unset>
Completions:                   <unset>
Pod Template:
  Labels:  <none>
  Containers:
   x:
    Image:           nginx
    Port:            <none>
    Host Port:       <none>
    Environment:     <none>
    Mounts:          <none>
  Volumes:           <none>
  Node-Selectors:    <none>
  Tolerations:       <none>
Last Schedule Time:  <unset>
Active Jobs:         a, b
`,
  ],
  [
    'StatefulSet sts',
    `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: sts, namespace: v1, creationTimestamp: "2026-11-20T20:49:47Z"}
spec:
  replicas: 1
  selector: {matchLabels: {a: sts}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0, maxUnavailable: 25%}}
  template: {metadata: {labels: {a: sts}}, spec: {containers: [{name: x, image: nginx, ports: [{containerPort: 80, protocol: TCP, name: web}]}]}}
  volumeClaimTemplates: [{metadata: {name: data, labels: {x: one, z: w}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
status: {replicas: 1}
`,
    `Name:               sts
Namespace:          v1
CreationTimestamp:  Fri, 20 Nov 2026 20:49:47 +0000
Selector:           a=sts
Labels:             <none>
Annotations:        <none>
Replicas:           1 desired | 1 total
Update Strategy:    RollingUpdate
  Partition:        0
  MaxUnavailable:   25%
Pods Status:        0 Running / 0 Waiting / 0 Succeeded / 0 Failed
Pod Template:
  Labels:  a=sts
  Containers:
   x:
    Image:         nginx
    Port:          80/TCP (web)
    Host Port:     0/TCP (web)
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
Volume Claims:
  Name:          data
  StorageClass:  
  Labels:        x=one
                 z=w
  Annotations:   <none>
  Capacity:      1Gi
  Access Modes:  [ReadWriteOnce]
`,
  ],
  [
    'DaemonSet ds',
    `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ds, namespace: v1}
spec: {selector: {matchLabels: {a: ds}}, template: {metadata: {labels: {a: ds}}, spec: {nodeSelector: {disk: ssd}, containers: [{name: x, image: nginx}]}}}
status: {desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 0, numberMisscheduled: 0}
`,
    `Name:           ds
Namespace:      v1
Selector:       a=ds
Node-Selector:  disk=ssd
Labels:         <none>
Annotations:    <none>
Desired Number of Nodes Scheduled: 2
Current Number of Nodes Scheduled: 2
Number of Nodes Scheduled with Up-to-date Pods: 2
Number of Nodes Scheduled with Available Pods: 0
Number of Nodes Misscheduled: 0
Pods Status:  0 Running / 0 Waiting / 0 Succeeded / 0 Failed
Pod Template:
  Labels:  a=ds
  Containers:
   x:
    Image:         nginx
    Port:          <none>
    Host Port:     <none>
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  disk=ssd
  Tolerations:     <none>
`,
  ],
  [
    'Pod p',
    `
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: default, uid: u1, labels: {app: p}}
spec:
  resources: {limits: {cpu: "1"}}
  initContainers: []
  containers:
    - name: c
      image: i
      ports: [{containerPort: 80, protocol: TCP, name: http}, {containerPort: 81, hostPort: 8081, protocol: UDP}]
      resources: {limits: {cpu: 1500m}}
      securityContext: {seccompProfile: {type: Localhost, localhostProfile: p.json}}
      livenessProbe: {httpGet: {path: /a?b, port: web, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}
      env: [{name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: "metadata.labels['app']"}}}, {name: B, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.podIP}}}, {name: C, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "0"}}}, {name: D, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: "0"}}}, {name: E, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: "0"}}}]
      volumeDevices: [{name: a, devicePath: /b}, {name: a, devicePath: /a}]
  ephemeralContainers: [{name: debug, image: busybox}]
  readinessGates: [{conditionType: x}]
  schedulingGroup: {podGroupName: g}
  topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1, labelSelector: {matchLabels: {a: b}}}, {topologyKey: host, whenUnsatisfiable: ScheduleAnyway, maxSkew: 2}]
  tolerations: [{operator: Exists}, {key: k, effect: NoExecute, operator: Exists, tolerationSeconds: 9}]
  volumes:
    - {name: e, ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b, c: d}}, spec: {storageClassName: s, volumeMode: Block}}}}
    - {name: d, downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}
    - {name: f, flexVolume: {driver: d, options: {b: c, a: b}, secretRef: {name: sec}}}
    - {name: x, csi: {driver: d, readOnly: true}}
    - {name: m, image: {reference: r, pullPolicy: Always}}
    - {name: fc, fc: {targetWWNs: [a, b]}}
    - {name: t, emptyDir: {sizeLimit: 1Gi}}
    - {name: pr, projected: {sources: [{serviceAccountToken: {expirationSeconds: 3607, path: t}}, {configMap: {name: c}}, {downwardAPI: {}}]}}
status: {phase: Running, qosClass: Burstable, podIP: 10.0.0.9}
`,
    `Name:         p
Namespace:    default
Node:         <none>
Labels:       app=p
Annotations:  <none>
Status:       Running
IP:           10.0.0.9
IPs:          <none>
Resources:
  Limits:
    cpu:  1
Containers:
  c:
    Image:               i
    Ports:               80/TCP (http), 81/UDP
    Host Ports:          0/TCP (http), 8081/UDP
    SeccompProfile:      Localhost
      LocalhostProfile:  p.json
    Limits:
      cpu:     1500m
    Liveness:  http-get http://:web/a%3Fb delay=0s timeout=1s period=10s #success=1 #failure=3
    Environment:
      A:      p (v1:metadata.labels['app'])
      B:       (v1:status.podIP)
      C:      2 (limits.cpu)
      D:      node allocatable (limits.memory)
      E:      0 (requests.memory)
    Mounts:   <none>
    Devices:  <none>
      /a from a
      /b from a
Ephemeral Containers:
  debug:
    Image:        busybox
    Port:         <none>
    Host Port:    <none>
    Environment:  <none>
    Mounts:       <none>
Readiness Gates:
  Type  Status
  x     <none> 
Volumes:
  e:
    Type:          EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)
    StorageClass:  s
    Volume:        
    Labels:            a=b
                       c=d
    Annotations:       <none>
    Capacity:      
    Access Modes:  
    VolumeMode:    Block
  d:
    Type:  DownwardAPI (a volume populated by information about the pod)
    Items:
      metadata.labels -> l
  f:
    Type:       FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)
    Driver:     d
    FSType:     
    SecretRef:  &LocalObjectReference{Name:sec,}
    ReadOnly:   false
    Options:    map[a:b b:c]
  x:
    Type:              CSI (a Container Storage Interface (CSI) volume source)
    Driver:            d
    FSType:            
    ReadOnly:          true
    VolumeAttributes:  <none>
  m:
    Type:        Image (a container image or OCI artifact)
    Reference:   r
    PullPolicy:  Always
  fc:
    Type:        FC (a Fibre Channel disk)
    TargetWWNs:  a, b
    LUN:         <none>
    FSType:      
    ReadOnly:    false
  t:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     
    SizeLimit:  1Gi
  pr:
    Type:                     Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds:   3607
    ConfigMapName:            c
    Optional:                 false
    DownwardAPI:              true
QoS Class:                    Burstable
Node-Selectors:               <none>
Tolerations:                  op=Exists
                              k:NoExecute op=Exists for 9s
Topology Spread Constraints:  host:ScheduleAnyway when max skew 2 is exceeded
                              zone:DoNotSchedule when max skew 1 is exceeded for selector a=b
SchedulingGroup:
  PodGroupName:  g
`,
  ],
];

test.each(CASES)('%s', async (_title, yaml, text) => {
  expect(await describeYaml(yaml)).toBe(text);
});
