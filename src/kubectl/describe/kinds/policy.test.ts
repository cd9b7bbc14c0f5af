import { expect, test } from 'vitest';
import { describeYaml } from '../../../testing/describe-yaml.ts';

const CASES: readonly (readonly [title: string, yaml: string, text: string])[] = [
  [
    'HorizontalPodAutoscaler web',
    `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: st, creationTimestamp: "2026-11-20T20:38:23Z"}
spec:
  minReplicas: 2
  maxReplicas: 5
  scaleTargetRef: {kind: Deployment, name: web}
  behavior: {scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Min, policies: [{type: Pods, value: 4, periodSeconds: 15}]}, scaleDown: {stabilizationWindowSeconds: 300}}
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
    - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
    - {type: ContainerResource, containerResource: {name: cpu, container: app, target: {type: Utilization, averageUtilization: 60}}}
    - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: "10"}}}
    - {type: Object, object: {metric: {name: hits}, describedObject: {kind: Ingress, name: i}, target: {type: Value, value: 2k}}}
    - {type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: "30"}}}
status:
  currentReplicas: 4
  desiredReplicas: 2
  currentMetrics: [{type: Resource, resource: {name: cpu, current: {averageUtilization: 40, averageValue: 80m}}}]
  conditions: [{type: AbleToScale, status: "True", reason: SucceededGetScale, message: ok}]
`,
    `Name:                                                                     web
Namespace:                                                                st
Labels:                                                                   <none>
Annotations:                                                              <none>
CreationTimestamp:                                                        Fri, 20 Nov 2026 20:38:23 +0000
Reference:                                                                Deployment/web
Metrics:                                                                  ( current / target )
  resource cpu on pods  (as a percentage of request):                     40% (80m) / 50%
  resource memory on pods:                                                <unknown> / 1Gi
  resource cpu of container "app" on pods  (as a percentage of request):  <unknown> / 60%
  "rps" on pods:                                                          <unknown> / 10
  "hits" on Ingress/i (target value):                                     <unknown> / 2k
  "queue" (target average value):                                         <unknown> / 30
Min replicas:                                                             2
Max replicas:                                                             5
Behavior:
  Scale Up:
    Stabilization Window: 0 seconds
    Select Policy: Min
    Policies:
      - Type: Pods  Value: 4  Period: 15 seconds
  Scale Down:
    Stabilization Window: 300 seconds
Deployment pods:  4 current / 2 desired
Conditions:
  Type         Status  Reason             Message
  ----         ------  ------             -------
  AbleToScale  True    SucceededGetScale  ok
`,
  ],
  [
    'ClusterRole r',
    `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: r}
rules:
  - {apiGroups: ["", apps], resources: [deployments/scale, pods], verbs: [get, list]}
  - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
  - {apiGroups: [""], resources: [secrets], resourceNames: [a, b], verbs: [get]}
  - {nonResourceURLs: [/healthz], verbs: [get, post]}
  - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
`,
    `Name:         r
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources               Non-Resource URLs  Resource Names  Verbs
  ---------               -----------------  --------------  -----
  *.*                     []                 []              [*]
  pods                    []                 []              [get list watch]
  deployments/scale       []                 []              [get list]
  deployments.apps/scale  []                 []              [get list]
  pods.apps               []                 []              [get list]
                          [/healthz]         []              [get]
  secrets                 []                 [a]             [get]
  secrets                 []                 [b]             [get]
                          [/healthz]         []              [post]
`,
  ],
  [
    'RoleBinding rb',
    `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: rb, namespace: default}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: [{kind: User, name: alice}, {kind: ServiceAccount, name: bot, namespace: default}]
`,
    `Name:         rb
Labels:       <none>
Annotations:  <none>
Role:
  Kind:  Role
  Name:  r
Subjects:
  Kind            Name   Namespace
  ----            ----   ---------
  User            alice  
  ServiceAccount  bot    default
`,
  ],
  [
    'ResourceQuota q',
    `
apiVersion: v1
kind: ResourceQuota
metadata: {name: q, namespace: default}
spec: {scopes: [NotTerminating, BestEffort]}
status: {hard: {requests.memory: 1Gi, requests.cpu: "2", pods: "4"}, used: {requests.memory: "0", requests.cpu: 500m, pods: "1"}}
`,
    `Name:       q
Namespace:  default
Scopes:     BestEffort, NotTerminating
 * Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.
 * Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.
Resource         Used  Hard
--------         ----  ----
pods             1     4
requests.cpu     500m  2
requests.memory  0     1Gi
`,
  ],
  [
    'PriorityClass pc1',
    `
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: pc1}
value: 10
preemptionPolicy: PreemptLowerPriority
`,
    `Name:              pc1
Value:             10
GlobalDefault:     false
PreemptionPolicy:  PreemptLowerPriority
Description:       
Annotations:       <none>
`,
  ],
  [
    'custom Ingress w',
    `
apiVersion: example.com/v1
kind: Ingress
metadata: {name: w, namespace: default, labels: {a: b}, uid: u, creationTimestamp: "2026-11-20T20:38:23Z", managedFields: [{manager: x}]}
data: {apiURL: x, podCIDRs: [10.0.0.0/8, [1, 2]], clusterIPs: null, some_key: 1.5, flag: true, uid: z, list: [{b: 1, a: {}}, {c: []}]}
`,
    `Name:         w
Namespace:    default
Labels:       a=b
Annotations:  <none>
API Version:  example.com/v1
Data:
  API URL:       x
  Cluster I Ps:  <nil>
  Flag:          true
  List:
    A:
    B:  1
    C:
  Pod CIDRs:
    10.0.0.0/8
    [1 2]
  some_key:  1.5
  UID:       z
Kind:        Ingress
Metadata:
  Creation Timestamp:  2026-11-20T20:38:23Z
  UID:                 u
`,
  ],
  [
    'Secret t3',
    `
apiVersion: v1
kind: Secret
metadata: {name: t3, namespace: default}
type: kubernetes.io/service-account-token
data: {token: and0, ca.crt: YWJj}
`,
    `Name:         t3
Namespace:    default
Labels:       <none>
Annotations:  <none>

Type:  kubernetes.io/service-account-token

Data
====
ca.crt:  3 bytes
token:   jwt
`,
  ],
  [
    'CertificateSigningRequest c',
    `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: c, creationTimestamp: "2026-11-20T20:38:23Z"}
spec: {signerName: s/x, username: u, expirationSeconds: 3600, request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQmtEQ0NBVG9DQVFBd2NERUxNQWtHQTFVRUJoTUNSRVV4RHpBTkJnTlZCQWdNQmtKaGVXVnliakVNTUFvRwpBMVVFQnd3RFZXeHRNUXd3Q2dZRFZRUUtEQU5rWlhZeEREQUtCZ05WQkFvTUEyOXdjekVLTUFnR0ExVUVDd3dCCmVERU9NQXdHQTFVRUF3d0ZZV3hwWTJVeENqQUlCZ05WQkFVVEFUY3dYREFOQmdrcWhraUc5dzBCQVFFRkFBTkwKQURCSUFrRUFxeWZLTnZ6Syt4anRONkR3ZGl6WlFqNUJISDFRVlpCU1lJV2dBeTlsK0wwL1g2cnNCazlOdFo4UApRS1BBRXRtdkN5RGNvRGRlT0JHU0xGMXVubEt2ZlFJREFRQUJvR1V3WXdZSktvWklodmNOQVFrT01WWXdWREJTCkJnTlZIUkVFU3pCSmdnbGhMbVY0WVcxd2JHV0NDV0l1WlhoaGJYQnNaWWNFQ2dBQUFZY1FJQUVOdUFBQUFBQUEKQUFBQUFBQUFBWUVOWVVCbGVHRnRjR3hsTG05eVo0WUtjM0JwWm1abE9pOHZZVEFOQmdrcWhraUc5dzBCQVFzRgpBQU5CQUFMejgxTXlWNEpPbGRDdWhDbGRJV0FRUncvdjdBeGg2aG00WXQ2SFJvS2RwZ3p5YjcvWnB6YnlsbExnCmN2dkJxMElaSCtrRXhiTEk0bzgzUXJEUHQyWT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==}
status: {certificate: x, conditions: [{type: Approved}]}
`,
    `Name:                c
Labels:              <none>
Annotations:         <none>
CreationTimestamp:   Fri, 20 Nov 2026 20:38:23 +0000
Requesting User:     u
Signer:              s/x
Requested Duration:  60m
Status:              Approved,Issued
Subject:
  Common Name:          alice
  Serial Number:        7
  Organization:         dev
                        ops
  Organizational Unit:  x
  Country:              DE
  Locality:             Ulm
  Province:             Bayern
Subject Alternative Names:
  DNS Names:        a.example
                    b.example
  Email Addresses:  a@example.org
  URIs:             spiffe://a
  IP Addresses:     10.0.0.1
                    2001:db8::1
`,
  ],
];

test.each(CASES)('%s', async (_title, yaml, text) => {
  expect(await describeYaml(yaml)).toBe(text);
});
