import { expect, test } from 'vitest';
import { describeYaml } from '../../../testing/describe-yaml.ts';

const CASES: readonly (readonly [title: string, yaml: string, text: string])[] = [
  [
    'NetworkPolicy np',
    `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np, namespace: default, creationTimestamp: "2026-11-20T20:38:23Z"}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
    - {from: [{podSelector: {}, namespaceSelector: {matchLabels: {a: b}}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16]}}], ports: [{port: 80, protocol: TCP}, {port: 100, endPort: 200, protocol: UDP}]}
    - {}
`,
    `Name:         np
Namespace:    default
Created on:   2026-11-20 20:38:23 +0000 UTC
Labels:       <none>
Annotations:  <none>
Spec:
  PodSelector:     app=web
  Allowing ingress traffic:
    To Port: 80/TCP
    To Port Range: 100-200/UDP
    From:
      NamespaceSelector: a=b
      PodSelector: <none>
    From:
      IPBlock:
        CIDR: 10.0.0.0/8
        Except: 10.1.0.0/16, 10.2.0.0/16
    ----------
    To Port: <any> (traffic allowed to all ports)
    From: <any> (traffic not restricted by source)
  Allowing egress traffic:
    <none> (Selected pods are isolated for egress connectivity)
  Policy Types: Ingress, Egress
`,
  ],
  [
    'NetworkPolicy all',
    `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: default, creationTimestamp: "2026-11-20T20:38:23Z"}
spec: {podSelector: {}, policyTypes: [Ingress]}
`,
    `Name:         all
Namespace:    default
Created on:   2026-11-20 20:38:23 +0000 UTC
Labels:       <none>
Annotations:  <none>
Spec:
  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)
  Allowing ingress traffic:
    <none> (Selected pods are isolated for ingress connectivity)
  Not affecting egress traffic
  Policy Types: Ingress
`,
  ],
  [
    'ServiceCIDR kubernetes',
    `
apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {name: kubernetes}
spec: {cidrs: [10.96.0.0/16, "fd00::/112"]}
status: {conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-11-20T20:38:23Z", reason: "", message: Kubernetes Service CIDR is ready}]}
`,
    `Name:         kubernetes
Labels:       <none>
Annotations:  <none>
CIDRs:        10.96.0.0/16, fd00::/112
Status:
Conditions:
  Type   Status  LastTransitionTime               Reason  Message
  ----   ------  ------------------               ------  -------
  Ready  True    Fri, 20 Nov 2026 20:38:23 +0000          Kubernetes Service CIDR is ready
`,
  ],
  [
    'IPAddress 10.96.0.1',
    `
apiVersion: networking.k8s.io/v1
kind: IPAddress
metadata: {name: 10.96.0.1}
spec: {parentRef: {resource: services, namespace: default, name: kubernetes}}
`,
    `Name:         10.96.0.1
Labels:       <none>
Annotations:  <none>
Parent Reference:
  Group:      
  Resource:   services
  Namespace:  default
  Name:       kubernetes
`,
  ],
  [
    'IngressClass nginx',
    `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/nginx, parameters: {apiGroup: x.io, kind: P, name: p}}
`,
    `Name:         nginx
Labels:       <none>
Annotations:  <none>
Controller:   k8s.io/nginx
Parameters:
  APIGroup:  x.io
  Kind:      P
  Name:      p
`,
  ],
  [
    'Ingress ing',
    `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ing, namespace: default, annotations: {a: b}}
spec:
  ingressClassName: nginx
  defaultBackend: {resource: {apiGroup: x.io, kind: Bucket, name: b}}
  tls: [{hosts: [a.com, b.com], secretName: s}, {hosts: [c.com]}]
  rules: [{host: foo.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: none, port: {number: 80}}}}, {path: /k, pathType: Prefix, backend: {service: {name: kubernetes, port: {name: https}}}}]}}]
status: {loadBalancer: {ingress: [{ip: 10.0.0.2}, {hostname: lb}]}}
`,
    `Name:             ing
Labels:           <none>
Namespace:        default
Address:          10.0.0.2,lb
Ingress Class:    nginx
Default backend:  APIGroup: x.io, Kind: Bucket, Name: b
TLS:
  s terminates a.com,b.com
  SNI routes c.com
Rules:
  Host        Path  Backends
  ----        ----  --------
  foo.com     
              /    none:80 (<error: services "none" not found>)
              /k   kubernetes:https (172.18.0.2:6443)
Annotations:  a: b
`,
  ],
  [
    'Endpoints e',
    `
apiVersion: v1
kind: Endpoints
metadata: {name: e, namespace: default}
subsets: [{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{name: http, port: 80, protocol: TCP}, {port: 81, protocol: UDP}]}, {notReadyAddresses: [{ip: 10.0.0.3}]}]
`,
    `Name:         e
Namespace:    default
Labels:       <none>
Annotations:  <none>
Subsets:
  Addresses:          10.0.0.1,10.0.0.2
  NotReadyAddresses:  <none>
  Ports:
    Name     Port  Protocol
    ----     ----  --------
    http     80    TCP
    <unset>  81    UDP

  Addresses:          <none>
  NotReadyAddresses:  10.0.0.3

`,
  ],
  [
    'EndpointSlice e',
    `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: e, namespace: default}
addressType: IPv4
ports: [{name: "", port: 80, protocol: TCP}]
endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, nodeName: n1, targetRef: {kind: Pod, name: p}, zone: z}, {addresses: [10.0.0.2]}]
`,
    `Name:         e
Namespace:    default
Labels:       <none>
Annotations:  <none>
AddressType:  IPv4
Ports:
  Name     Port  Protocol
  ----     ----  --------
  <unset>  80    TCP
Endpoints:
  - Addresses:  10.0.0.1
    Conditions:
      Ready:    true
    Hostname:   <unset>
    TargetRef:  Pod/p
    NodeName:   n1
    Zone:       z
  - Addresses:  10.0.0.2
    Conditions:
      Ready:   <unset>
    Hostname:  <unset>
    NodeName:  <unset>
    Zone:      <unset>
`,
  ],
  [
    'EndpointSlice none',
    `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: none, namespace: default}
addressType: IPv4
`,
    `Name:         none
Namespace:    default
Labels:       <none>
Annotations:  <none>
AddressType:  IPv4
Ports: <unset>
Endpoints: <none>
`,
  ],
];

test.each(CASES)('%s', async (_title, yaml, text) => {
  expect(await describeYaml(yaml)).toBe(text);
});
